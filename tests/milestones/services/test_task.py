"""A task: where it lives, what it asks, its steps."""

import pytest

from milestones.models import Task, TaskCriterion
from milestones.pure.delivery_states import TASK_STEPS
from milestones.services import task as service
from pm.errors import DomainError, Gone, IllegalStep, StaleEdit
from pm.models import Change
from tests.factories.actors import NOW, actor
from tests.factories.delivery import TaskCriterionFactory, TaskFactory, TaskKindFactory, TaskKindItemFactory
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliverable():
    return DeliverableFactory(number=7)


def test_a_task_gets_a_key_its_place_and_its_criteria(deliverable):
    made = [
        service.create(
            program=deliverable.program, deliverable=deliverable, title=title, criteria=[" It holds. ", ""],
            actor=actor(),
        )
        for title in ("Write", "Read")
    ]  # fmt: skip

    assert [(row.key, row.rank, row.status) for row in made] == [("T-1", 0, "OPEN"), ("T-2", 1, "OPEN")]
    assert list(TaskCriterion.objects.values_list("task", "text")) == [(row.pk, "It holds.") for row in made]
    assert Change.objects.filter(subject="T-1", kind="CREATE").count() == 2


def test_an_orphan_has_a_kind_and_its_checklist(deliverable):
    kind = TaskKindFactory(program=deliverable.program, name="Bug")
    TaskKindItemFactory(kind=kind, text="It is reproduced.")

    row = service.create(program=kind.program, title="Crash", kind=kind, criteria=["Own."], actor=actor())

    assert (row.deliverable, row.kind) == (None, kind)
    assert list(row.criteria.order_by("rank").values_list("text", flat=True)) == ["It is reproduced.", "Own."]


def test_a_test_moves_to_the_deliverable_that_caused_it(deliverable):
    kind = TaskKindFactory(program=deliverable.program, asks_cause=True)
    later = service.create(program=kind.program, title="Soak", kind=kind, actor=actor())
    at_once = service.create(
        program=kind.program, title="Soak", kind=kind, caused_by=deliverable, actor=actor()
    )

    with pytest.raises(IllegalStep, match="which deliverable caused T-1"):
        service.take_step(task=later, to="DONE", actor=actor())
    later = service.name_cause(task=later, deliverable=deliverable, actor=actor())

    assert {(row.deliverable, row.caused_by) for row in (later, at_once)} == {(deliverable, deliverable)}
    with pytest.raises(DomainError, match="is no test"):
        service.name_cause(task=TaskFactory(), deliverable=deliverable, actor=actor())


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"title": "  "}, "what is to be done"),
        ({}, "A task outside any deliverable has a kind"),
        ({"planned_week": "2025-W53"}, "A week is written as"),
        ({"assignee": "stranger"}, "is not in"),
        ({"kind": "archived"}, "not in use any more"),
        ({"deliverable": "closed"}, "D-7 is dropped"),
    ],
)
def test_what_no_task_can_be_is_refused(fields, match):
    program = ProgramFactory()
    made = {
        "stranger": lambda: UserFactory(),
        "archived": lambda: TaskKindFactory(program=program, is_archived=True),
        "closed": lambda: DeliverableFactory(program=program, number=7, status="DROPPED"),
    }
    fields = {name: made[value]() if value in made else value for name, value in fields.items()}

    with pytest.raises(DomainError, match=match):
        service.create(program=program, actor=actor(), **{"title": "Write", **fields})

    assert not Task.objects.exists()


def test_edit_writes_what_changed_and_refuses_what_it_does_not_know():
    row = TaskFactory(title="Old")

    service.edit(task=row, changes={"title": "New"}, base={"title": "Old"}, actor=actor())

    with pytest.raises(StaleEdit):
        service.edit(task=row, changes={"title": "Mine"}, base={"title": "Old"}, actor=actor())
    with pytest.raises(DomainError, match="status cannot be edited here"):
        service.edit(task=row, changes={"status": "DONE"}, actor=actor())
    row.refresh_from_db()
    assert row.title == "New"


def test_move_goes_to_an_open_deliverable_or_out_with_a_kind(deliverable):
    row = TaskFactory(program=deliverable.program)
    kind = TaskKindFactory(program=deliverable.program)

    service.move(task=row, deliverable=deliverable, actor=actor())
    with pytest.raises(DomainError, match="has a kind"):
        service.move(task=row, deliverable=None, actor=actor())
    moved = service.move(task=row, deliverable=None, kind=kind, actor=actor())

    assert (moved.deliverable, moved.kind) == (None, kind)


def test_every_pair_of_states_obeys_the_table():
    legal = {(step.source, step.target): step for step in TASK_STEPS}
    for source in Task.Status.values:
        for target in set(Task.Status.values) - {source}:
            row = TaskFactory(status=source, done_on=NOW.date() if source == "DONE" else None)
            step = legal.get((source, target))
            if step is None:
                with pytest.raises(IllegalStep, match="in one step"):
                    service.take_step(task=row, to=target, actor=actor())
                continue
            if step.needs_reason:
                with pytest.raises(IllegalStep, match="write one sentence"):
                    service.take_step(task=row, to=target, actor=actor())
            row = service.take_step(task=row, to=target, reason="It is so.", actor=actor())
            assert (row.status, row.done_on) == (target, NOW.date() if target == "DONE" else None)


def test_done_waits_for_its_criteria_and_then_keeps_them():
    one = TaskCriterionFactory(text="It holds.")
    with pytest.raises(IllegalStep, match="“It holds.” is not met"):
        service.take_step(task=one.task, to="DONE", actor=actor())
    with pytest.raises(StaleEdit):
        service.take_step(task=one.task, to="DONE", base_status="IN_PROGRESS", actor=actor())

    service.meet(criterion=one, is_met=True, base={"is_met": False}, actor=actor())
    extra = service.add_criterion(task=one.task, text="One more.", actor=actor())
    service.remove_criterion(criterion=extra, actor=actor())
    done = service.take_step(task=one.task, to="DONE", actor=actor())

    for late in (
        lambda: service.meet(criterion=one, is_met=False, actor=actor()),
        lambda: service.add_criterion(task=done, text="Late.", actor=actor()),
        lambda: service.remove_criterion(criterion=one, actor=actor()),
    ):
        with pytest.raises(DomainError, match="is done. Reopen it"):
            late()
    with pytest.raises(DomainError, match="A criterion is a sentence"):
        service.add_criterion(task=done, text=" ", actor=actor())
    with pytest.raises((Gone, DomainError)):
        service.remove_criterion(criterion=extra, actor=actor())
