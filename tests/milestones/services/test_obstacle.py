"""What blockers and unknowns share: their place, their days."""

from datetime import date, timedelta

import pytest

from milestones.services import blocker as blockers
from milestones.services import deliverable as deliverables
from milestones.services.milestone import NotAMember
from pm.errors import DomainError, StaleEdit
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import UserFactory
from tests.factories.spec import BlockerFactory, UnknownFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def part():
    return DeliverableFactory()


def create(program, **fields):
    return blockers.create(program=program, title="The mast is down", actor=actor(), **fields)


def test_of_a_deliverable_it_is_the_milestones_too_and_open_since_today(part):
    row = create(part.program, deliverable=part)

    assert (row.milestone, row.opened_on, row.key) == (part.milestone, TODAY, "B-1")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "a milestone or a deliverable"),
        ({"delay_low_days": 5, "delay_high_days": 3}, "least delay is above"),
        ({"opened_on": TODAY + timedelta(days=1)}, "a day to come"),
        ({"resolve_by_on": date(1900, 1, 1)}, "years a plan can hold"),
        ({"status": "RESOLVED"}, "status cannot be edited here"),
    ],
)
def test_create_refuses(part, fields, sentence):
    place = {"milestone": part.milestone} if fields else {}
    with pytest.raises(DomainError, match=sentence):
        create(part.program, **place, **fields)


def test_a_deliverable_of_another_milestone_is_refused(part):
    other = MilestoneFactory(program=part.program)
    with pytest.raises(DomainError, match=f"{part.key} belongs to {part.milestone.key}, not to {other.key}"):
        create(part.program, milestone=other, deliverable=part)


def test_an_owner_is_in_the_program_and_a_title_there(part):
    with pytest.raises(NotAMember):
        create(part.program, deliverable=part, owner=UserFactory())
    with pytest.raises(DomainError, match="what stops the work"):
        blockers.create(program=part.program, title="", milestone=part.milestone, actor=actor())


def test_edit_keeps_place_and_days_together(part):
    row = create(part.program, deliverable=part, delay_high_days=5)
    other = DeliverableFactory(program=part.program)

    blockers.edit(
        blocker=row,
        changes={"deliverable": other, "milestone": other.milestone, "action": "Ask"},
        actor=actor(),
    )

    row.refresh_from_db()
    assert (row.deliverable, row.milestone, row.action) == (other, other.milestone, "Ask")
    for changes, sentence in (
        ({"delay_low_days": 6}, "least delay"),
        ({"milestone": part.milestone}, "belongs to"),
        ({"opened_on": None}, "since which day"),
        ({"title": " "}, "what stops the work"),
    ):
        with pytest.raises(DomainError, match=sentence):
            blockers.edit(blocker=row, changes=changes, actor=actor())
    with pytest.raises(StaleEdit):
        blockers.edit(blocker=row, changes={"action": "Wait"}, base={"action": ""}, actor=actor())


def test_what_stands_in_the_way_follows_a_deliverable_that_moves(part):
    rows = [
        make(program=part.program, milestone=part.milestone, deliverable=part)
        for make in (BlockerFactory, UnknownFactory)
    ]
    other = MilestoneFactory(program=part.program)

    deliverables.move(deliverable=part, to=other, reason="Smaller", actor=actor())

    for row in rows:
        row.refresh_from_db()
    assert [row.milestone for row in rows] == [other, other]
