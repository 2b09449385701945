"""Editing where things stand, by keyboard and by two people: no key, no word and no focus is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from milestones.models import Milestone, Risk
from pm.services.history import computing
from tests.e2e.conftest import axe_violations, cookie_of
from tests.e2e.planning_call import WATCH
from tests.factories.milestones import MilestoneFactory, TrackFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory, member_of
from tests.factories.spec import RiskFactory

pytestmark = pytest.mark.e2e

# What the browser says of a login that is over and of a line that was cut.
MEANT = re.compile("Status Error Code 401|ERR_FAILED|htmx:sendError|htmx:afterRequest")

# Who is quicker than htmx: typed and sent between the swap of an editor and its life.
SENT_EARLY = """value => document.addEventListener("htmx:afterSwap", () => {
    const form = document.querySelector("form[data-cell-edit]");
    form.querySelector(".cell-input").value = value;
    form.requestSubmit();
}, { once: true })"""


@pytest.fixture
def program(live):
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def manager(program):
    return member_of(program)


@pytest.fixture
def rows(program):
    today = timezone.localdate()
    MembershipFactory(program=program, user=UserFactory(name="Ada Quill"))
    track = TrackFactory(program=program, name="Reliable delivery")
    due = today + timedelta(days=30)
    held = MilestoneFactory(
        program=program, track=track, number=31, title="Store-and-forward MVP",
        narrative="One\n\nTwo\n\nThree",
        planned_start_on=today, target_from_on=due, target_to_on=due,
    )  # fmt: skip
    for number in (3, 4):
        RiskFactory(program=program, number=number, milestone=held, title=f"Risk {number}")
    return {"held": held}


def cell(page, name, key):
    return page.get_by_role("link", name=re.compile(rf"^{name} of {key}\b"))


def editor(page, name, key):
    return page.get_by_label(f"{name} of {key}", exact=True)


def slowly(page):
    """Answers come late, so that keys are typed before their editor is there."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 250, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)


def refuse_posts(route):
    """The line is cut whenever something is sent."""
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_row_and_a_register_are_edited_by_keys_alone(page_as, manager, rows):
    page = page_as(manager)
    page.goto("/kit/roadmap/?view=table")
    page.evaluate(WATCH)
    slowly(page)

    cell(page, "Owner", "M-31").focus()
    page.keyboard.press("F2")
    page.keyboard.type("Ada Q")
    page.keyboard.press("Tab")
    page.keyboard.type("Q4 2030")
    page.keyboard.press("Tab")
    page.keyboard.type("3 months")
    page.keyboard.press("Tab")
    page.keyboard.type("7x")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(cell(page, "Appetite", "M-31")).to_be_focused(timeout=20_000)  # four saves, one after the other
    expect(page.locator("#status")).to_have_text("The appetite of M-31 is now 140 person-days.")
    page.keyboard.press("ArrowLeft")
    expect(cell(page, "Estimate", "M-31")).to_be_focused()

    row = Milestone.objects.get(number=31)
    assert (row.owner.name, row.target_text, row.appetite_days) == ("Ada Quill", "Q4 2030", 140)
    expect(cell(page, "Estimate", "M-31")).to_contain_text("3.0")
    page.evaluate(SENT_EARLY, "4 months")
    cell(page, "Appetite", "M-31").click()
    expect(page.locator("#status")).to_have_text("The appetite of M-31 is now 80 person-days.")
    expect(cell(page, "Appetite", "M-31")).to_be_focused()
    assert page.evaluate("[window.stayed, window.lost]") == [True, 0]
    assert page.evaluate("window.shifted") < 0.02

    page.goto("/kit/risks/")
    page.evaluate(WATCH)
    cell(page, "Impact", "R-3").focus()
    page.keyboard.press("ArrowDown")
    expect(cell(page, "Impact", "R-4")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("high")
    page.keyboard.press("Shift+Tab")
    expect(editor(page, "Likelihood", "R-4")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page, "Likelihood", "R-4")).to_be_focused()
    expect(page.locator("#status")).to_have_text("Impact of R-4 is High now.")
    assert axe_violations(page) == []
    assert page.evaluate("[window.stayed, window.lost, window.shifted < 0.02]") == [True, 0, True]
    assert Risk.objects.get(number=4).impact == "HIGH"


def test_two_people_at_one_text_merge_it_and_what_was_typed_is_kept(page_as, manager, rows, complaints):
    page = page_as(manager)
    page.goto("/kit/milestones/M-31/")
    cell(page, "Why", "M-31").click()
    text = editor(page, "Why", "M-31")
    expect(text).to_be_focused()
    text.fill("One\n\nTwo\n\n**Four**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".md-look strong")).to_have_text("Four")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Write").click()
    with computing():
        Milestone.objects.update(narrative="Zero\n\nTwo\n\nThree")
    page.keyboard.press("Control+Enter")
    result = page.get_by_label("Result for Why")
    expect(result).to_have_value("Zero\n\nTwo\n\n**Four**")
    expect(page.get_by_role("dialog")).to_have_css("position", "fixed")  # wherever its field stands
    expect(page.locator("[inert] h1")).to_have_count(1)  # the page behind it rests
    assert axe_violations(page) == []

    # Escape takes theirs; what was typed is offered again, and merged with what came after it.
    page.keyboard.press("Escape")
    expect(cell(page, "Why", "M-31")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use it").click()
    with computing():
        Milestone.objects.update(narrative="Zero\n\n2\n\nThree")
    page.keyboard.press("Control+Enter")
    expect(result).to_have_value("One\n\n2\n\n**Four**")
    page.get_by_role("button", name="Save the result").click()
    expect(page.locator("#status")).to_have_text("Why of M-31 is saved.")
    assert Milestone.objects.get().narrative == "One\n\n2\n\n**Four**"

    # Left without saving: offered after a reload.
    cell(page, "Benefit", "M-31").click()
    expect(editor(page, "Benefit", "M-31")).to_be_focused()
    page.keyboard.type("It reaches them.")
    page.reload()
    page.get_by_role("button", name="Open it").click()
    page.get_by_role("button", name="Use it").click()
    expect(editor(page, "Benefit", "M-31")).to_have_value("It reaches them.")

    # Signed out meanwhile: the editor stays, and is sent again after a new login.
    Session.objects.all().delete()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out, and nothing was saved.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.context.add_cookies([cookie_of(manager, page.evaluate("location.origin"))])
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#status")).to_have_text("Benefit of M-31 is saved.")
    assert Milestone.objects.get().benefit == "It reaches them."
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kept|'))") == []

    # Unreachable, then reached again.
    page.route(
        re.compile("/cell/"),
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    cell(page, "Objective", "M-31").click()
    expect(editor(page, "Objective", "M-31")).to_be_focused()
    page.keyboard.type("Reach")
    page.keyboard.press("Enter")
    expect(page.get_by_text("the server cannot be reached").first).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(cell(page, "Objective", "M-31")).to_contain_text("Reach")

    # The whole form keeps what was typed, too.
    page.goto("/kit/milestones/M-31/edit/")
    page.get_by_label("Strategic objective").fill("Far")
    page.reload()
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_label("Strategic objective")).to_have_value("Far")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Store-and-forward MVP")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kept|'))") == []
    complaints.found = [one for one in complaints.found if not MEANT.search(one)]


def test_a_phone_edits_a_refused_value_in_place(page_as, manager, rows):
    page = page_as(manager, width=390)
    page.goto("/kit/roadmap/?view=table")

    cell(page, "Target", "M-31").click()
    editor(page, "Target", "M-31").fill("31 Jun 2030")
    page.keyboard.press("Enter")
    expect(page.get_by_text("June has 30 days")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe_violations(page) == []
    editor(page, "Target", "M-31").fill("30 Jun 2030")
    page.get_by_role("button", name="Save").click()

    expect(cell(page, "Target", "M-31")).to_contain_text("30 Jun 30")
