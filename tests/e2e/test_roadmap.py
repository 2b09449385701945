"""The roadmap and the page of a milestone in a browser: filters, edits, conflicts, phones, no script."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from milestones.models import Milestone
from pm.services.history import computing
from tests.e2e.conftest import axe_violations, faults_of_looks
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    PlanLineFactory,
    StatementFactory,
    TargetRevisionFactory,
    TrackFactory,
)
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.e2e

TABLE = "/kit/roadmap/?view=table"
PATHS = [
    "/kit/roadmap/",
    "/kit/roadmap/?group=subteam&zoom=month&open=all",
    TABLE,
    "/kit/roadmap/?view=table&q=nothing",
    "/kit/milestones/M-31/",
    "/kit/milestones/M-31/target/",
    "/kit/milestones/M-31/status/",
    "/kit/milestones/M-31/edit/",
]
# As the server sends a select of more than fifty people: folded, it waits.
OWNERS_WAIT = """() => {
    const select = document.querySelector("details[data-filter] select[name=owner]");
    const late = document.createElement("noscript");
    late.dataset.late = "";
    late.textContent = select.outerHTML;
    select.replaceWith(late);
}"""


@pytest.fixture
def program(live):
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def manager(program):
    return member_of(program)


@pytest.fixture
def rows(program):
    """Five milestones of two tracks, one of them committed, one hatched, one without a target."""
    today = timezone.localdate()
    reliable = TrackFactory(program=program, slug="reliable", name="Reliable delivery", rank=1)
    power = TrackFactory(program=program, slug="power", name="Low-power devices", rank=2)
    ada = MembershipFactory(program=program, user=UserFactory(name="Ada Quill")).user
    team = SubteamFactory(program=program, slug="clients", name="Clients", code="CL")
    due = today + timedelta(days=30)
    held = MilestoneFactory(
        program=program, track=reliable, number=31, title="Store-and-forward MVP", status="IN_PROGRESS",
        committed_on=today - timedelta(days=40), planned_start_on=today - timedelta(days=40),
        target_from_on=due, target_to_on=due, first_target_on=due - timedelta(days=14), push_count=1,
        health="AT_RISK", owner=ada, value=9, appetite_days=120, benefit="A message reaches it.",
        narrative="Stations lose the link.\n\n* fetch\n* resume", scope_in="Quota", risks_text="Old phones.",
        owner_call="WATCH", owner_call_text="Nearly there.", owner_call_on=today,
    )  # fmt: skip
    free = MilestoneFactory(
        program=program, track=power, number=35, title="Battery under 3 %", health="ON_TRACK",
        planned_start_on=today, target_from_on=due, target_to_on=due, target_text="",
    )  # fmt: skip
    MilestoneFactory(
        program=program, track=power, number=42, title="LoRa bearer", is_pencilled=True,
        target_from_on=due, target_to_on=due + timedelta(days=40), target_text="later",
    )  # fmt: skip
    MilestoneFactory(
        program=program, track=reliable, number=27, title="Message order across restarts", health="LATE",
        status="IN_PROGRESS", committed_on=today - timedelta(days=60),
        target_from_on=today - timedelta(days=3), target_to_on=today - timedelta(days=3),
    )  # fmt: skip
    MilestoneFactory(program=program, track=power, number=43, title="Offline group calls")
    deliverable = DeliverableFactory(program=program, milestone=held, accountable=team, due_on=today)
    statement = StatementFactory(program=program, feature=FeatureFactory(program=program))
    PinFactory(program=program, deliverable=deliverable, statement=statement)
    PlanLineFactory(program=program, milestone=held)
    TargetRevisionFactory(program=program, milestone=held, to_on=due, reason="Receipts came in.")
    return {"held": held, "free": free, "ada": ada}


def cell(page, name, key):
    return page.get_by_role("link", name=re.compile(rf"^{name} of {key}: "))


def test_a_filter_goes_into_the_address_and_back(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)
    page.get_by_text("Filter", exact=True).click()

    page.locator("#id_track").select_option("power")
    expect(page.locator("#filters-count")).to_have_text("3 milestones")
    page.get_by_label("On track").check()
    expect(page.locator("#filters-count")).to_have_text("1 milestone")

    expect(page).to_have_url(re.compile(r"\?view=table&track=power&health=ON_TRACK$"))
    expect(page.locator("#status")).to_have_text("1 milestone")
    expect(page.get_by_role("link", name="Remove the filter Health On track")).to_be_visible()
    page.go_back()
    expect(page.locator("#filters-count")).to_have_text("3 milestones")
    page.go_forward()
    expect(page.locator("#filters-count")).to_have_text("1 milestone")
    page.get_by_role("link", name="Timeline").click()
    expect(page).to_have_url(re.compile(r"track=power&health=ON_TRACK&view=timeline$"))
    expect(page.locator("a.tl-bar")).to_have_count(1)


@pytest.mark.smoke
def test_a_target_is_edited_by_keyboard(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)
    target = cell(page, "Target", "M-35")

    target.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Target of M-35", exact=True)).to_be_focused()
    page.keyboard.type("Q4 2030")
    page.keyboard.press("Enter")

    expect(cell(page, "Target", "M-35")).to_be_focused()
    expect(cell(page, "Target", "M-35")).to_contain_text("Q4 2030")
    expect(page.locator("#status")).to_have_text("M-35 is now due Q4 2030.")
    assert Milestone.objects.get(number=35).target_to_on == date(2030, 12, 31)


def test_escape_leaves_the_target_and_tab_saves_it_and_goes_on(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)
    before = rows["free"].target_to_on

    cell(page, "Target", "M-35").focus()
    page.keyboard.press("F2")
    expect(page.get_by_label("Target of M-35", exact=True)).to_be_focused()
    page.keyboard.type("1 May 2031")
    page.keyboard.press("Escape")
    expect(cell(page, "Target", "M-35")).to_be_focused()
    assert Milestone.objects.get(number=35).target_to_on == before

    page.keyboard.press("F2")
    expect(page.get_by_label("Target of M-35", exact=True)).to_be_focused()
    page.keyboard.type("1 May 2031")
    page.keyboard.press("Tab")
    expect(page.locator("#status")).to_have_text("M-35 is now due 1 May 31.")
    expect(page.get_by_label("Estimate of M-35")).to_be_focused()


def test_a_text_that_is_no_date_stays_with_its_sentence(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)

    cell(page, "Target", "M-35").click()
    page.get_by_label("Target of M-35", exact=True).fill("31 Jun 2030")
    page.keyboard.press("Enter")

    expect(page.get_by_text("June has 30 days")).to_be_visible()
    expect(page.get_by_label("Target of M-35", exact=True)).to_be_focused()
    expect(page.get_by_label("Target of M-35", exact=True)).to_have_value("31 Jun 2030")
    assert axe_violations(page) == []


def test_a_committed_target_asks_why(page_as, manager, rows):
    page = page_as(manager)
    page.goto("/kit/milestones/M-31/")

    cell(page, "Target", "M-31").click()
    page.get_by_label("Target of M-31", exact=True).fill("30 Sep 2030")
    page.keyboard.press("Enter")
    expect(page.get_by_text("M-31 is committed. Say why its date moves")).to_be_visible()
    page.get_by_label("Why it moves").select_option("SCOPE")
    page.get_by_label("In one sentence").fill("Receipts came in.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#status")).to_have_text("M-31 is now due 30 Sep 30.")
    expect(page.locator("#targets")).to_contain_text("30 Sep 30")
    assert Milestone.objects.get(number=31).push_count == 2


def test_a_stale_edit_shows_base_theirs_and_mine(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)
    cell(page, "Owner", "M-35").click()
    owner = page.get_by_label("Owner of M-35", exact=True)
    expect(owner).to_be_focused()
    with computing():
        Milestone.objects.filter(number=35).update(owner=manager)

    owner.select_option(label="Ada Quill")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Somebody changed this while you were editing")).to_be_visible()
    expect(page.get_by_role("row", name="Base")).to_contain_text("no owner")
    expect(page.get_by_role("row", name="Theirs")).to_contain_text(manager.name)
    expect(page.get_by_role("row", name="Mine")).to_contain_text("Ada Quill")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#status")).to_have_text("Ada Quill now owns M-35.")
    assert Milestone.objects.get(number=35).owner == rows["ada"]


def test_a_status_says_what_keeps_a_step(page_as, manager, rows):
    page = page_as(manager)
    page.goto(TABLE)

    cell(page, "Status", "M-31").click()
    page.get_by_label("Status of M-31", exact=True).select_option("DELIVERED")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("M-31 is not ready: 1 deliverable is still open.")).to_be_visible()
    page.get_by_label("Reason to go on without what is missing").fill("The pilot accepted it.")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#status")).to_have_text("M-31 is now delivered.")


@pytest.mark.smoke
def test_without_javascript_a_target_is_edited_on_its_own_page(page_as, manager, rows):
    page = page_as(manager, js=False)
    page.goto(TABLE)

    cell(page, "Target", "M-35").click()
    page.get_by_label("Target").fill("31 Jun 2030")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("June has 30 days")).to_be_visible()
    page.get_by_label("Target").fill("30 Jun 2030")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile(r"/kit/roadmap/\?view=table#milestone-\d+-row$"))
    expect(page.get_by_text("M-35 is now due 30 Jun 30.")).to_be_visible()


def test_without_javascript_the_filter_is_sent_by_its_button(page_as, manager, rows):
    page = page_as(manager, js=False)
    page.goto(TABLE)

    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Words or key").fill("m-31")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("#filters-count")).to_have_text("1 milestone")


def test_a_bar_leads_to_its_milestone(page_as, manager, rows):
    page = page_as(manager)
    page.goto("/kit/roadmap/")

    page.get_by_role("link", name=re.compile("^Store-and-forward MVP, .* to .*, At risk")).click()

    expect(page.get_by_role("heading", name="Store-and-forward MVP")).to_be_visible()


def test_nothing_scrolls_sideways_and_axe_finds_nothing(page_as, manager, rows):
    page = page_as(manager)
    faults = []

    for path in PATHS:
        page.goto(path)
        faults += faults_of_looks(page)

    assert faults == []


def test_filter_form_is_open_to_everybody(page_as, manager, rows):
    page = page_as(manager, width=390)
    page.goto("/kit/roadmap/")
    page.evaluate(OWNERS_WAIT)
    page.get_by_text("Filter", exact=True).click()

    expect(page.get_by_label("Words or key")).to_be_visible()
    expect(page.get_by_label("Owner")).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_label("Words or key")).to_be_hidden()
    page.evaluate(
        OWNERS_WAIT.replace("late.textContent = select.outerHTML", "late.append(select.cloneNode(1))")
    )
    page.get_by_text("Filter", exact=True).click()
    expect(page.get_by_label("Owner")).to_be_visible()
