"""A copy of a milestone with what is taken along."""

from datetime import date

import pytest

from milestones.models import ChecklistItem, Deliverable, Pin, Risk, Task
from milestones.services.duplicate import Part, Plan, duplicate
from pm.models import ChangeSet
from tests.factories.actors import actor
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import (
    ChecklistItemFactory,
    DeliverableFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import ProgramFactory
from tests.factories.spec import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    program = ProgramFactory(slug="kit")
    milestone = MilestoneFactory(
        program=program, number=3, title="Relay", value=7, status="IN_PROGRESS",
        committed_on=date(2026, 1, 5), target_from_on=date(2026, 6, 30), target_to_on=date(2026, 6, 30),
        first_target_on=date(2026, 6, 30),
    )  # fmt: skip
    row = DeliverableFactory(
        program=program, milestone=milestone, number=8, title="Lamp", due_on=date(2026, 5, 29)
    )
    ChecklistItemFactory(deliverable=row, program=program, kind="CODE", state="DONE", evidence="Here.")
    TaskFactory(
        program=program, deliverable=row, number=91, title="Build", status="DONE", done_on=date(2026, 2, 1)
    )
    TaskFactory(program=program, deliverable=row, number=92, title="Gone", status="DROPPED")
    statement = StatementFactory(program=program, revision=4)
    PinFactory(program=program, deliverable=row, statement=statement, revision=2)
    RiskFactory(program=program, milestone=milestone, number=90, title="Rain")
    return row


def test_a_copy_takes_along_what_is_ticked_and_begins_anew(work):
    plan = Plan("Copy of Relay", [work], frozenset(Part), weeks=26)

    made = duplicate(original=work.milestone, plan=plan, actor=actor())

    copy = Deliverable.objects.get(milestone=made)
    assert (made.title, made.status, made.value, made.committed_on) == ("Copy of Relay", "PROPOSED", 7, None)
    assert (made.target_to_on, copy.due_on) == (date(2026, 12, 29), date(2026, 11, 27))
    assert (copy.title, copy.status) == ("Lamp", "PLANNED")
    assert list(ChecklistItem.objects.filter(deliverable=copy).values_list("kind", "state", "evidence")) == [
        ("CODE", "OPEN", "")
    ]
    assert list(Task.objects.filter(deliverable=copy).values_list("title", "status")) == [("Build", "OPEN")]
    assert list(Pin.objects.filter(deliverable=copy).values_list("revision", flat=True)) == [4]
    assert list(Risk.objects.filter(milestone=made).values_list("title", flat=True)) == ["Rain"]
    assert ChangeSet.objects.get().title == "Copy of M-3"


def test_a_bare_copy_has_no_dates_and_no_work(work):
    made = duplicate(original=work.milestone, plan=Plan("Bare"), actor=actor())

    assert (made.target_to_on, made.deliverables.count(), Risk.objects.count()) == (None, 0, 1)
