"""The pages around the roadmap, in a browser: close, invite, join, retry, reword; on a phone, too."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pm.models import JobRun, Membership, User
from pm.permissions import Role
from pm.rules import load_access
from pm.services import membership
from tests.e2e.conftest import faults_of_looks
from tests.factories.actors import actor
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import PASSWORD, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = [pytest.mark.e2e]
# Pages in a state that test_every_page does not see: something is late, failed, drifted or not found.
PATHS = [
    "/kit/",
    "/kit/deliverables/?q=nothing",
    "/kit/deliverables/D-9103/",
    "/kit/features/store/",
    "/kit/features/store/F3/",
    "/kit/jobs/",
]


@pytest.fixture
def program(live):
    return ProgramFactory(slug="kit", name="Kittiwake", is_sample=True)


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="clients", name="Clients", code="CL")


@pytest.fixture
def row(program, team):
    today = timezone.localdate()
    milestone = MilestoneFactory(
        program=program, number=9031, title="Store-and-forward MVP", status="IN_PROGRESS", committed_on=today,
        health="AT_RISK",
    )  # fmt: skip
    row = DeliverableFactory(
        program=program, milestone=milestone, number=9103, title="Client fetch and resume", accountable=team,
        status="IN_PROGRESS", due_on=today - timedelta(days=2),
    )  # fmt: skip
    ChecklistItemFactory(
        program=program, deliverable=row, kind="SPECS", state="DONE", evidence="https://x.example/1"
    )
    ChecklistItemFactory(program=program, deliverable=row, kind="DOGFOODING", rank=1)
    AcceptanceCriterionFactory(program=program, deliverable=row)
    return row


@pytest.fixture
def statement(program, row):
    feature = FeatureFactory(program=program, slug="store", name="Store-and-forward", area="Messaging")
    one = StatementFactory(
        program=program,
        feature=feature,
        number=3,
        revision=2,
        text="A message is kept as long as the node says.",
    )
    PinFactory(
        program=program, deliverable=row, statement=one, quoted_text="A message is kept for seven days."
    )
    return one


@pytest.fixture
def failed(program):
    at = timezone.now() - timedelta(hours=3)
    return JobRun.objects.create(
        program=program, job="pm.none", slot="M-9031", state="FAILED", attempts=5,
        error="ValueError: no pace", requested_at=at, not_before=at, finished_at=at,
    )  # fmt: skip


@pytest.fixture
def lead(program, team):
    return member_of(program, Role.LEAD)


def test_a_checklist_line_is_mended_in_place_and_the_deliverable_closes(page_as, program, team, row):
    page = page_as(member_of(program, Role.SUBTEAM_LEAD, team))
    page.goto("/kit/deliverables/D-9103/")
    expect(page.get_by_role("heading", name="1 of 3 conditions are met. Two are left.")).to_be_visible()

    page.get_by_label("Evidence for Dogfooding").fill("TBD")
    page.get_by_role("button", name="Attach evidence for Dogfooding").click()
    expect(
        page.get_by_text("Done needs evidence: a link, or a sentence that says where to look.")
    ).to_be_visible()
    expect(page.get_by_label("Evidence for Dogfooding")).to_have_value("TBD")
    page.get_by_label("Evidence for Dogfooding").fill("Three people used it for a week")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 of 3 conditions are met. One is left.")).to_be_focused()
    expect(page.locator("#status")).to_have_text(re.compile("Dogfooding is now done. 2 of 3"))
    page.get_by_role("button", name="It holds").click()
    expect(page.get_by_role("button", name="It holds")).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Acceptance criterion of")).click()
    page.keyboard.type("Other words")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="2 of 3 conditions are met. One is left.")).to_be_visible()
    page.get_by_role("button", name="It holds").click()
    page.get_by_role("button", name="Close deliverable").click()

    expect(page.get_by_role("heading", name=re.compile("^Closed on "))).to_be_visible()


def test_a_checklist_line_is_answered_without_script(page_as, program, team, row):
    page = page_as(member_of(program, Role.MEMBER, team), js=False)
    page.goto("/kit/deliverables/D-9103/")

    page.get_by_text("Not needed…").first.click()
    page.get_by_label("Why Dogfooding is not needed").fill("Nothing to use before the MVP.")
    page.get_by_role("button", name="Not needed: Dogfooding").click()

    expect(page.get_by_text("Not needed: Nothing to use before the MVP.")).to_be_visible()


def test_a_person_is_invited_and_joins(page_as, program, team, lead):
    page = page_as(lead)
    page.goto("/kit/people/")
    form = page.locator("#invite")
    form.get_by_label("E-mail address").fill("nils@example.org")
    form.get_by_label("Role").select_option("MEMBER")
    form.get_by_role("checkbox", name="Clients").check()
    form.get_by_role("button", name="Invite", exact=True).click()
    link = page.get_by_label("Invitation link").input_value()

    guest = page_as(None)
    guest.goto(link)
    guest.get_by_label("Your name").fill("Nils Varga")
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Create the account and join").click()

    expect(guest.get_by_role("heading", name="Kittiwake", level=1)).to_be_visible()
    expect(guest.get_by_text("You are member of Kittiwake.")).to_be_visible()
    assert User.objects.get(email="nils@example.org").name == "Nils Varga"


def test_a_failed_run_is_offered_again(page_as, failed, lead):
    page = page_as(lead)
    page.goto("/kit/jobs/")
    page.get_by_role("button", name="Retry").click()

    expect(page.get_by_text("Offered the run again.")).to_be_visible()
    assert JobRun.objects.get(pk=failed.pk).state != "FAILED"


def test_a_statement_is_reworded_in_place(page_as, statement, lead):
    page = page_as(lead)
    page.goto("/kit/features/store/")
    page.get_by_role("link", name="Reword F3").click()
    page.get_by_label("Statement", exact=True).fill("A message is kept for a month.")
    page.get_by_role("button", name="Save").click()

    cell = page.get_by_role("link", name="Reword F3: A message is kept for a month. rev 3")
    expect(cell).to_be_visible()
    expect(page.get_by_role("link", name="D-9103 open, drifted")).to_be_visible()


def test_history_filters_stand_in_the_address_and_back_leads_back(page_as, statement, lead):
    page = page_as(lead)
    page.goto("/kit/features/store/F3/")
    page.get_by_label("Statement", exact=True).fill("A message is kept for a month.")
    page.get_by_role("button", name="Save").click()
    page.goto("/kit/history/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Kind of thing").select_option("milestone")
    expect(page.get_by_text("No change matches the filters")).to_be_visible()
    expect(page).to_have_url(re.compile("noun=milestone"))
    page.go_back()

    expect(page.get_by_text("revision")).not_to_have_count(0)


def test_the_theme_is_chosen_and_kept(page_as, program, lead):
    page = page_as(lead)
    page.goto("/kit/")
    page.get_by_role("button", name="account of").click()
    page.get_by_role("button", name="Dark").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("/kit/$"))


def test_pages_have_no_accessibility_fault_and_fit_their_width(page_as, statement, failed, lead):
    page = page_as(lead)
    faults = []

    for path in PATHS:
        page.goto(path)
        faults += faults_of_looks(page)

    assert faults == []


def test_the_ways_in_have_no_accessibility_fault_and_fit_their_width(page_as, program, lead):
    admin = UserFactory(is_superuser=True)
    own = Membership.objects.get(user=lead)
    _, token = membership.invite(
        program=program, email="nils@example.org", role=Role.STAKEHOLDER, access=load_access(lead, program),
        link_prefix="/", actor=actor(lead, moment=timezone.now()),
    )  # fmt: skip
    faults = []

    for person, path in (
        (admin, "/programs/new/"),
        (lead, f"/kit/people/{own.pk}/deactivate/"),
        (None, f"/invitations/{token}/"),
        (lead, f"/invitations/{token}/"),
        (None, "/invitations/gone/"),
        (UserFactory(), "/"),
    ):
        page = page_as(person)
        page.goto(path)
        faults += faults_of_looks(page)

    assert faults == []
