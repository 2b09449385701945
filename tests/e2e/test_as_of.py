"""A past day in a browser: chosen by keyboard, kept by links, read only, left again; two days compared."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from milestones.models import Milestone
from pm.services.history import recording
from tests.e2e.conftest import faults_of_looks
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.e2e

ACTS = "main form[method=post], main [data-cell], main [hx-post], main [data-move]"


@pytest.fixture
def day(live):
    """Yesterday; since then a milestone got another name, and one was deleted."""
    now = timezone.now()
    due = timezone.localdate() + timedelta(days=30)
    program = ProgramFactory(slug="kit", name="Kittiwake", created_at=now - timedelta(days=9))
    track = TrackFactory(program=program, name="Store")
    usual = {
        "program": program,
        "track": track,
        "status": "PROPOSED",
        "target_from_on": due,
        "target_to_on": due,
    }
    row = MilestoneFactory(number=1, title="Old name", **usual)
    DeliverableFactory(program=program, milestone=row, number=1)
    gone = MilestoneFactory(number=2, title="Given up", **usual)
    with recording(actor(moment=now), program) as record:
        record.update(record.lock(row), {"title": "New name"})
        record.update(record.lock(gone), {"status": "DROPPED"})
    return timezone.localdate() - timedelta(days=1)


def test_a_past_day_is_chosen_read_followed_and_left(day, page_as):
    program = Milestone.objects.first().program
    page = page_as(member_of(program))
    page.goto("/kit/roadmap/?view=table")
    more = page.locator(".past-menu > summary")
    more.focus()
    page.keyboard.press("Enter")
    field = page.locator(".past-menu input[type=date]")
    field.fill(day.isoformat())
    field.press("Enter")

    banner = page.locator(".banner-past")
    expect(banner).to_contain_text("As it was at the end of")
    assert f"view=table&as_of={day}" in page.url
    expect(page.get_by_role("link", name="Given up")).to_be_visible()
    assert page.locator(ACTS).count() == page.locator("#views-menu form").count()
    page.get_by_role("link", name="Old name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Old name")
    assert page.url.endswith(f"?as_of={day}")
    page.mouse.wheel(0, 5000)
    expect(banner).to_be_in_viewport()
    assert page.locator(ACTS).count() == 0
    faults = faults_of_looks(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("New name")

    for path in (f"/kit/roadmap/?as_of={day}", f"/kit/roadmap/compare/?from={day}", "/kit/roadmap/print/"):
        page.goto(path)
        faults += faults_of_looks(page)
    assert faults == []


def test_without_scripts_a_day_is_chosen_and_two_are_compared(day, page_as):
    page = page_as(member_of(Milestone.objects.first().program), js=False)
    page.goto("/kit/milestones/M-1/")
    page.locator(".past-pick input[type=date]").fill(day.isoformat())
    page.locator(".past-pick button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Old name")

    page.goto(f"/kit/roadmap/compare/?from={day}")

    expect(page.locator(".changes")).to_contain_text("Old name → New name")
    expect(page.locator(".changes")).to_contain_text("Proposed → Dropped")
