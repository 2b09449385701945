"""The whole form's verbs: one change set, whichever of the dates moves first."""

from datetime import date

import pytest

from milestones.models import Milestone, PlanLine
from milestones.services import milestone as milestones
from milestones.services import revision, target
from pm.errors import DomainError, StaleEdit
from pm.pure.dates import ImpreciseDate
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory, TrackFactory

pytestmark = pytest.mark.django_db

APRIL, JUNE, AUGUST = date(2026, 4, 30), date(2026, 6, 30), date(2026, 8, 31)


def day(on):
    return ImpreciseDate(on, on, on.isoformat())


def planned():
    return MilestoneFactory(number=31, planned_start_on=JUNE, target_from_on=JUNE, target_to_on=JUNE)


@pytest.mark.parametrize(("start", "end"), [(AUGUST, AUGUST), (APRIL, APRIL), (date(2026, 1, 1), JUNE)])
def test_start_and_target_move_together(start, end):
    row = planned()

    revision.revise(
        milestone=row,
        changes={"planned_start_on": start},
        base={"planned_start_on": JUNE},
        goal=day(end) if end != JUNE else None,
        seen=ImpreciseDate(JUNE, JUNE, ""),
        actor=actor(),
    )

    row.refresh_from_db()
    assert (row.planned_start_on, row.target_to_on) == (start, end)


def test_every_clash_is_told_at_once_and_nothing_is_written():
    row = planned()
    milestones.edit(milestone=row, changes={"title": "Theirs"}, actor=actor())
    target.move(milestone=row, start=AUGUST, end=AUGUST, text="31 Aug", actor=actor())

    with pytest.raises(StaleEdit) as stale:
        revision.revise(
            milestone=row,
            changes={"title": "Mine", "value": 3},
            base={"title": row.title, "value": None},
            goal=day(date(2026, 7, 31)),
            seen=ImpreciseDate(JUNE, JUNE, ""),
            actor=actor(),
        )

    told = {one.field: (one.base, one.theirs, one.mine) for one in stale.value.conflicts}
    assert told["title"] == (row.title, "Theirs", "Mine")
    assert told["target"] == (
        ImpreciseDate(JUNE, JUNE, ""),
        ImpreciseDate(AUGUST, AUGUST, "31 Aug"),
        day(date(2026, 7, 31)),
    )
    assert Milestone.objects.get().value is None


def test_what_cannot_be_planned_leaves_no_milestone_behind():
    track = TrackFactory()

    with pytest.raises(DomainError, match="no half-year"):
        revision.begin(program=track.program, track=track, title="Far", period="soon", actor=actor())

    assert (Milestone.objects.count(), PlanLine.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"capacity_percent": 20}, "Only a budget line has a share"),
        ({"budget_line": "self"}, "is no budget line"),
    ],
)
def test_what_does_not_fit_the_kind_is_refused(fields, sentence):
    row = planned()
    fields = {name: row if value == "self" else value for name, value in fields.items()}

    with pytest.raises(DomainError, match=sentence):
        milestones.edit(milestone=row, changes=fields, actor=actor())
