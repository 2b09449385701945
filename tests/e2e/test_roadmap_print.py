"""The roadmap and a milestone on paper: how many pages, that nothing is cut off."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.milestones import DeliverableFactory, MilestoneFactory, TrackFactory
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.e2e

PAGE = re.compile(rb"/Type\s*/Page\b")
SIZE = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
CLIPPED = """() => [...document.querySelectorAll('.sheet :is(th, td, header p)')]
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1 && !cell.querySelector('svg'))
    .map(cell => cell.textContent)"""
OVER = """() => [...document.querySelectorAll('.sheet')]
    .map(sheet => sheet.getBoundingClientRect().height / 96 * 25.4).filter(height => height > 194)"""
WORDS = "Store and forward on nodes that opted in, with receipts that survive a restart of the station"


def plan(program, count):
    """Milestones in six tracks; every seventh has a long title, every fifth has slipped."""
    today = timezone.localdate()
    tracks = [TrackFactory(program=program, name=f"Theme {n} of the plan", rank=n) for n in range(6)]
    owner = UserFactory(name="Ada Quill")
    for n in range(count):
        due = today + timedelta(days=n * 2)
        MilestoneFactory(
            program=program, track=tracks[n % 6], number=n + 1,
            title=WORDS if n % 7 == 0 else f"Milestone {n}",
            status="IN_PROGRESS", committed_on=today - timedelta(days=60), planned_start_on=today,
            target_from_on=due, target_to_on=due,
            health="LATE" if n % 9 == 0 else "ON_TRACK", owner=owner,
            first_target_on=due - timedelta(days=42 * (n % 5 == 0)), push_count=n % 5 == 0,
        )  # fmt: skip


def printed(page):
    """How many pages its PDF has, and whether they lie."""
    file = page.pdf(prefer_css_page_size=True)
    width, height = (float(side) for side in SIZE.search(file).groups())
    return len(PAGE.findall(file)), width > height


def test_sixty_milestones_lie_on_one_sheet_and_more_on_sheets_with_headings(live, page_as):
    people = {}
    for count in (12, 60, 130):
        program = ProgramFactory(slug=f"plan-{count}")
        people[count] = member_of(program)
        plan(program, count)
    found = {}
    for count, person in people.items():
        page = page_as(person)
        page.goto(f"/plan-{count}/roadmap/print/?target_from={timezone.localdate():%Y-%m-%d}")
        page.emulate_media(media="print")
        assert page.evaluate(CLIPPED) == []
        assert page.evaluate(OVER) == []
        assert "Target from: " in page.locator(".sheet header").first.text_content()
        found[count] = printed(page)

    assert found == {12: (1, True), 60: (1, True), 130: (4, True)}
    heads = page.locator(".pr-lane")
    assert heads.count() > 6
    assert page.locator(".pr-lane", has_text="continued").count() >= 1


def test_a_full_milestone_takes_three_pages(live, page_as):
    program = ProgramFactory(slug="kit")
    row = MilestoneFactory(
        program=program, number=5, narrative="Stations lose the link.\n\n" * 12, scope_in="Quota",
        risks_text="Old phones. " * 40, status="IN_PROGRESS", committed_on=timezone.localdate(),
    )  # fmt: skip
    for number in range(1, 15):
        DeliverableFactory(program=program, milestone=row, number=number)
    page = page_as(member_of(program))

    page.goto("/kit/milestones/M-5/")

    assert printed(page)[0] <= 3
