"""The verbs of a task kind: what a task outside any deliverable can be."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import TaskKind, TaskKindItem
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

EDITABLE = frozenset({"name", "asks_cause", "rank"})
ITEM_EDITABLE = frozenset({"text", "rank"})


def check_name(program: Program, name: str, *, apart_from: int = 0) -> None:
    """Raise DomainError for a name that is none, or is taken."""
    if not name.strip():
        raise DomainError("Write what such a task is.", field="name")
    twins = TaskKind.objects.filter(program=program, name=name.strip()).exclude(pk=apart_from)
    if twins.exists():
        raise DomainError(f"There is a kind of task “{name.strip()}” already.", field="name")


def check_text(text: str) -> None:
    """Raise DomainError for a line that says nothing."""
    if not text.strip():
        raise DomainError("A line says what has to hold before the task is done.", field="text")


def add(
    *,
    program: Program,
    name: str,
    actor: Actor,
    asks_cause: bool = False,
    lines: Sequence[str] = (),
    rank: int | None = None,
) -> TaskKind:
    """Add a kind with its short checklist."""
    check_name(program, name)
    for text in lines:
        check_text(text)
    with recording(actor, program) as record:
        place = TaskKind.objects.filter(program=program).count() if rank is None else rank
        row = record.create(
            TaskKind(program=program, name=name.strip(), asks_cause=asks_cause, rank=place),
            subject=name.strip(),
        )
        items = [
            TaskKindItem(program=program, kind=row, text=text.strip(), rank=number)
            for number, text in enumerate(lines)
        ]
        record.create_many(items, subjects=[row.name] * len(items))
    return row


def edit(
    *, kind: TaskKind, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> TaskKind:
    """Change its name, whether it asks for a cause, its place."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    if "name" in changes:
        check_name(kind.program, changes["name"], apart_from=kind.pk)
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        record.update(row, changes, base=base, subject=row.name)
    return row


def archive(*, kind: TaskKind, actor: Actor, is_archived: bool = True) -> TaskKind:
    """Offer it no more to new tasks, or again."""
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        record.update(row, {"is_archived": is_archived}, subject=row.name)
    return row


def add_item(*, kind: TaskKind, text: str, actor: Actor) -> TaskKindItem:
    """Add a line; tasks that exist keep theirs."""
    check_text(text)
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        rank = TaskKindItem.objects.filter(kind=row).count()
        item = TaskKindItem(program_id=row.program_id, kind=row, text=text.strip(), rank=rank)
        return record.create(item, subject=row.name)


def edit_item(
    *, item: TaskKindItem, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> TaskKindItem:
    """Reword a line, or move it."""
    if unknown := set(changes) - ITEM_EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, item.program) as record:
        row = record.lock(item)
        check_text(changes.get("text", row.text))
        record.update(row, changes, base=base, subject=row.kind.name)
    return row


def remove_item(*, item: TaskKindItem, actor: Actor) -> None:
    """Take a line out of the checklist of the tasks to come."""
    with recording(actor, item.program) as record:
        row = record.lock(item)
        record.delete(row, subject=row.kind.name)
