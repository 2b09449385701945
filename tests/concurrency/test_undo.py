"""Two who undo the same thing at once, and one who undoes while another edits."""

from dataclasses import replace

import pytest

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable, milestone
from pm.errors import DomainError
from pm.models import Change
from pm.queries.undo import deed_of
from pm.services.undo import undo
from tests.concurrency.race import race, refused
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory

pytestmark = pytest.mark.django_db(transaction=True)


def by(number):
    return replace(actor(), request_id=f"request-{number:04}")


def test_of_two_undos_at_once_one_wins_and_nothing_made_meanwhile_is_orphaned():
    row = MilestoneFactory(number=90, title="Before")
    program = row.program
    milestone.edit(milestone=row, changes={"title": "After"}, actor=by(1))
    deed = deed_of(program, Change.objects.latest("pk").pk)

    outcomes = race(*(lambda n=n: undo(deed=deed, actor=by(10 + n)) for n in range(4)))

    row.refresh_from_db()
    assert (refused(outcomes, DomainError), row.title) == (3, "Before")
    assert Change.objects.filter(undoes__in=[one.pk for one in deed.changes]).count() == 1

    made = milestone.create(program=program, track=TrackFactory(program=program), title="New", actor=by(2))
    deed = deed_of(program, Change.objects.filter(noun="milestones.milestone").latest("pk").pk)
    race(
        lambda: undo(deed=deed, actor=by(20)),
        lambda: deliverable.create(program=program, milestone=made, title="Work", actor=by(21)),
    )

    there = Milestone.objects.filter(pk=made.pk).exists()
    assert Deliverable.objects.filter(milestone_id=made.pk).exists() is there
