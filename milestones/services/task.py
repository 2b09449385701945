"""The verbs of a task: in a deliverable, or on its own as one of the program's kinds."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import Deliverable, Task, TaskCriterion, TaskKind, TaskKindItem
from milestones.pure.delivery_states import TASK_STEPS, is_week
from milestones.pure.states import Step, find_step
from milestones.services.milestone import check_owner
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers

EDITABLE = frozenset({"title", "text", "assignee", "subteam", "planned_week", "external_url"})
Status = Task.Status


def check_fields(program: Program, fields: Mapping[str, Any]) -> None:
    """Raise DomainError for a title that is none, a stranger as assignee, a week of no calendar."""
    if not fields.get("title", "-").strip():
        raise DomainError("Write in a few words what is to be done.", field="title")
    check_owner(program, fields.get("assignee"))
    week = fields.get("planned_week", "")
    if week and not is_week(week):
        raise DomainError(
            "A week is written as 2026-W39. Leave it empty when none is planned.", field="planned_week"
        )


def check_place(deliverable: Deliverable | None, kind: TaskKind | None) -> None:
    """Raise DomainError for a task that is nowhere, or in a deliverable that has ended."""
    if deliverable is None and kind is None:
        raise DomainError(
            "Name the deliverable it belongs to. A task outside any deliverable has a kind.", field="kind"
        )
    if deliverable is not None and not deliverable.is_open:
        raise DomainError(
            f"{deliverable.key} is {deliverable.get_status_display().lower()}. "
            "Reopen it, or choose a deliverable that is open.",
            field="deliverable",
        )


def create(
    *,
    program: Program,
    title: str,
    actor: Actor,
    deliverable: Deliverable | None = None,
    kind: TaskKind | None = None,
    caused_by: Deliverable | None = None,
    criteria: Sequence[str] = (),
    **fields: Any,
) -> Task:
    """Create a task with the next key. Its criteria are its kind's lines, then its own.

    A task of a kind that asks for its cause moves to the deliverable that caused it.
    """
    if kind is not None and kind.asks_cause and caused_by is not None and deliverable is None:
        deliverable = caused_by
    check_fields(program, {"title": title, **fields})
    check_place(deliverable, kind)
    if kind is not None and kind.is_archived:
        raise DomainError(f"“{kind.name}” is not in use any more. Choose another kind.", field="kind")
    lines = list(TaskKindItem.objects.filter(kind=kind).order_by("rank", "pk")) if kind else []
    texts = [line.text for line in lines] + [text.strip() for text in criteria if text.strip()]
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=Task.LETTER)
        row = record.create(
            Task(
                program=program,
                title=title.strip(),
                number=number,
                deliverable=deliverable,
                kind=kind,
                caused_by=caused_by,
                created_at=actor.moment,
                rank=Task.objects.filter(deliverable=deliverable).count() if deliverable else 0,
                **fields,
            )
        )
        add_lines(record, row, texts, first=0)
    return row


def add_lines(record: Recorder, row: Task, texts: Sequence[str], *, first: int) -> list[TaskCriterion]:
    """Criteria of a task, after those that are there."""
    rows = [
        TaskCriterion(program_id=row.program_id, task=row, text=text[:300], rank=first + number)
        for number, text in enumerate(texts)
    ]
    return record.create_many(rows, subjects=[row.key] * len(rows))


def edit(
    *, task: Task, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Task:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    check_fields(task.program, changes)
    with recording(actor, task.program) as record:
        row = record.lock(task)
        record.update(row, changes, base=base)
    return row


def move(
    *,
    task: Task,
    deliverable: Deliverable | None,
    kind: TaskKind | None = None,
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Task:
    """Put it into a deliverable, or outside of all as one of the program's kinds."""
    with recording(actor, task.program) as record:
        row = record.lock(task)
        check_place(deliverable, kind or row.kind)
        changes: dict[str, Any] = {"deliverable": deliverable}
        if kind is not None:
            changes["kind"] = kind
        record.update(row, changes, base=base)
    return row


def name_cause(*, task: Task, deliverable: Deliverable, actor: Actor) -> Task:
    """Say which deliverable caused it: it moves there."""
    with recording(actor, task.program) as record:
        row = record.lock(task)
        if row.kind is None or not row.kind.asks_cause:
            raise DomainError(f"{row.key} is no test. Move it to the deliverable it belongs to.")
        check_place(deliverable, row.kind)
        record.update(row, {"caused_by": deliverable, "deliverable": deliverable})
    return row


def take_step(*, task: Task, to: str, base_status: str | None = None, reason: str = "", actor: Actor) -> Task:
    """Take a step of the table of states. Raises IllegalStep with what is missing, in words."""
    with recording(actor, task.program) as record:
        row = record.lock(task)
        base = {"status": base_status} if base_status is not None else None
        step = find_step(TASK_STEPS, row.status, to)
        if step is None and row.status != to and base_status in {None, row.status}:
            raise IllegalStep(
                f"{row.key} is {row.get_status_display().lower()}; "
                f"it cannot become {Status(to).label.lower()} in one step."
            )
        if step is not None and base_status in {None, row.status}:
            refuse_unready(row, step, reason)
        done_on = actor.today if to == Status.DONE else None
        changes = {"status": to, **({"done_on": done_on} if step is not None else {})}
        record.update(row, changes, base=base, why=reason)
    return row


def refuse_unready(row: Task, step: Step, reason: str) -> None:
    """Raise IllegalStep unless what the step needs holds."""
    if step.needs_reason and not reason.strip():
        raise IllegalStep(
            f"To {step.verb.lower()} {row.key}, write one sentence that says why.", field="reason"
        )
    if "cause" in step.needs and row.deliverable_id is None and row.kind and row.kind.asks_cause:
        raise IllegalStep(f"Say first which deliverable caused {row.key}. It moves there.")
    if "criteria" in step.needs:
        left = TaskCriterion.objects.filter(task=row, is_met=False).order_by("rank", "pk")
        if missing := [f"“{one.text}” is not met" for one in left]:
            raise IllegalStep(f"{row.key} is not done yet: {'; '.join(missing)}.")


def add_criterion(*, task: Task, text: str, actor: Actor) -> TaskCriterion:
    """Add an acceptance criterion, not met yet."""
    if not text.strip():
        raise DomainError("A criterion is a sentence that holds when the task is done.", field="text")
    with recording(actor, task.program) as record:
        row = record.lock(task)
        check_unfinished(row)
        [made] = add_lines(record, row, [text.strip()], first=TaskCriterion.objects.filter(task=row).count())
    return made


def meet(
    *, criterion: TaskCriterion, is_met: bool, base: Mapping[str, Any] | None = None, actor: Actor
) -> TaskCriterion:
    """Say that a criterion is met, or that it is not met any more."""
    with recording(actor, criterion.program) as record:
        task = record.lock(criterion.task)
        check_unfinished(task)
        row = record.lock(criterion)
        record.update(row, {"is_met": is_met}, base=base, subject=task.key)
    return row


def remove_criterion(*, criterion: TaskCriterion, actor: Actor) -> None:
    """Take a criterion away; history keeps it."""
    with recording(actor, criterion.program) as record:
        task = record.lock(criterion.task)
        check_unfinished(task)
        record.delete(record.lock(criterion), subject=task.key)


def check_unfinished(row: Task) -> None:
    """Raise DomainError for a task that is done or dropped: it keeps its answers until it is reopened."""
    if not row.is_open:
        raise DomainError(
            f"{row.key} is {row.get_status_display().lower()}. Reopen it to change its criteria."
        )
