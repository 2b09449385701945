"""The at-risk page in a browser: computed again while one looks, reviewed, estimated; on a phone, too."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from estimates.services.forecast import compute
from pm.models import JobRun
from pm.permissions import Role
from pm.services import job
from tests.e2e.conftest import faults_of_looks
from tests.factories.estimates import EstimateFactory, part, running, worked
from tests.factories.pm import ProgramFactory, member_of

pytestmark = [pytest.mark.e2e]
PATHS = [
    "/kit/at-risk/",
    "/kit/at-risk/?level=ON_TRACK",
    "/kit/at-risk/progress/",
    "/kit/milestones/M-31/",
    "/kit/milestones/M-31/estimate/",
    "/kit/milestones/M-31/effort/",
    "/kit/deliverables/D-103/estimate/",
]


@pytest.fixture
def program(live):
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def milestone(program):
    today = timezone.localdate()
    target = today - timedelta(days=10)
    row = running(
        program=program, number=31, title="Store-and-forward MVP", target_from_on=target, target_to_on=target,
        first_target_on=target, committed_on=today - timedelta(days=90), value=9, appetite_days=50,
        owner_call="WATCH", owner_call_confidence=60, owner_call_text="Nearly there.", owner_call_on=today,
    )  # fmt: skip
    EstimateFactory(program=program, milestone=row, deliverable=None, likely_days=60, is_baseline=True)
    year, week, _ = (today - timedelta(weeks=1)).isocalendar()
    worked(part(row, 45, number=103, title="Client fetch"), f"{year}-W{week:02d}", days=15)
    compute(program=program, today=today, now=timezone.now())
    return row


@pytest.fixture
def manager(program):
    return member_of(program, Role.MANAGER)


def work():
    """What the workers would do."""
    for run in JobRun.objects.open().order_by("pk"):
        now = timezone.now()
        taken = job.claim(run_id=run.pk, now=now)
        if taken is not None:
            job.perform(run=taken, now=now)


@pytest.mark.smoke
def test_a_recompute_is_watched_until_it_is_done(page_as, milestone, manager):
    page = page_as(manager)
    page.goto("/kit/at-risk/")
    page.get_by_role("button", name="Compute now").click()

    expect(page.get_by_text("Computing, 0 of 1 part done")).to_be_visible()
    work()

    expect(page.get_by_role("button", name="Compute now")).to_be_visible()
    assert JobRun.objects.filter(state="DONE").count() == 2


def test_a_recompute_without_script_is_a_form_and_a_page(page_as, milestone, manager):
    page = page_as(manager, js=False)
    page.goto("/kit/at-risk/")

    page.get_by_role("button", name="Compute now").click()

    expect(page).to_have_url(re.compile(r"/kit/at-risk/$"))
    expect(page.get_by_text("Computing, 0 of 1 part done")).to_be_visible()


def test_the_page_is_marked_reviewed(page_as, milestone, manager):
    page = page_as(manager)
    page.goto("/kit/at-risk/")
    expect(page.get_by_text("1 newly at risk")).to_be_visible()

    page.get_by_role("button", name="Mark reviewed").click()

    expect(page.get_by_text("0 newly at risk")).to_be_visible()


def test_a_reason_leads_to_its_mend(page_as, milestone, manager):
    page = page_as(manager)
    page.goto("/kit/at-risk/")

    page.get_by_role("link", name=re.compile("passed 10 days ago")).click()

    expect(page).to_have_url(re.compile(r"/kit/milestones/M-31/target/"))


def test_an_estimate_is_edited_in_its_cell(page_as, milestone, manager):
    page = page_as(manager)
    page.goto("/kit/milestones/M-31/")
    page.get_by_role("link", name=re.compile("Estimate of M-31")).click()
    field = page.get_by_role("textbox", name="Estimate of M-31")

    field.fill("60-140")
    field.press("Enter")
    expect(page.get_by_text("has no likely value")).to_be_visible()
    expect(field).to_have_value("60-140")
    field.fill("60-90-140")
    field.press("Enter")

    expect(page.get_by_role("link", name="Estimate of M-31, in months: 4.5. Edit")).to_be_focused()


def test_pages_have_no_accessibility_fault_and_no_sideways_scroll(page_as, milestone, manager):
    page = page_as(manager)
    faults = []

    for path in PATHS:
        page.goto(path)
        faults += faults_of_looks(page)

    assert faults == []
