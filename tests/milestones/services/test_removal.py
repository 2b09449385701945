"""Archive, restore and delete."""

from datetime import date

import pytest

from milestones.models import Deliverable, Milestone, Task
from milestones.services import removal
from pm.errors import DomainError
from pm.models import Change
from tests.factories.actors import actor
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory
from tests.factories.settings import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def test_an_idea_or_what_has_ended_is_archived_and_restored(program):
    row = MilestoneFactory(program=program, number=1, status="SHELVED")
    removal.archive(milestone=row, actor=actor())
    assert Milestone.objects.get().is_archived
    removal.archive(milestone=row, is_archived=False, actor=actor())
    going = MilestoneFactory(program=program, number=2)

    with pytest.raises(DomainError) as refusal:
        removal.archive(milestone=going, actor=actor())

    assert not Milestone.objects.filter(is_archived=True).exists()
    assert str(refusal.value) == "M-2 is proposed. Only an idea, or what has ended, is archived."


def test_what_nothing_refers_to_is_deleted_with_its_parts_and_stays_in_history(program):
    work = DeliverableFactory(program=program, number=5, milestone__number=1, title="Lamp")
    ChecklistItemFactory(program=program, deliverable=work)

    removal.delete(row=work, actor=actor())

    gone = Change.objects.filter(kind="DELETE").order_by("pk")
    assert not Deliverable.objects.exists()
    assert [(one.noun, one.subject) for one in gone] == [
        ("milestones.checklistitem", "D-5"), ("milestones.deliverable", "D-5"),
    ]  # fmt: skip
    assert gone[1].payload["title"] == "Lamp"


def test_a_refusal_names_what_refers_and_what_was_said(program):
    work = DeliverableFactory(program=program, number=5, milestone__number=1)
    CommentFactory(program=program, subject="M-1")

    with pytest.raises(DomainError) as refusal:
        removal.delete(row=work.milestone, actor=actor())

    assert str(refusal.value) == "M-1 is referred to by D-5, 1 comment. Mend these first."


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda p: MilestoneFactory(program=p, number=1, status="COMMITTED", committed_on=date(2026, 1, 1)),
         "promised"),
        (lambda p: DeliverableFactory(program=p, number=1, status="IN_PROGRESS"), "begun"),
        (lambda p: TaskFactory(program=p, number=1, status="IN_PROGRESS"), "Only an open task"),
    ],
)  # fmt: skip
def test_what_was_begun_or_promised_is_not_deleted(program, make, words):
    row = make(program)

    with pytest.raises(DomainError, match=words):
        removal.delete(row=row, actor=actor())


def test_an_open_task_is_deleted(program):
    removal.delete(row=TaskFactory(program=program), actor=actor())

    assert not Task.objects.exists()
