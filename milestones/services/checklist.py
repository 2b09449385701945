"""The verbs of a line of a deliverable's checklist. Answering it is a verb of the deliverable."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from milestones.models import ChecklistItem, Deliverable
from milestones.services.deliverable import check_open
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"kind", "text"})


def check(kind: str, text: str) -> None:
    """Raise DomainError for a line that does not say what it is about."""
    if kind == ChecklistItem.Kind.OTHER and not text.strip():
        raise DomainError("Write what has to be done.", field="text")


def add(*, deliverable: Deliverable, kind: str, text: str = "", actor: Actor) -> ChecklistItem:
    """Add an open line at the end."""
    check(kind, text)
    program = deliverable.program
    with recording(actor, program) as record:
        held = record.lock(deliverable)
        check_open(held)
        last = ChecklistItem.objects.filter(deliverable=held).aggregate(last=Max("rank"))["last"]
        rank = 0 if last is None else last + 1
        item = ChecklistItem(program=program, deliverable=held, kind=kind, text=text.strip(), rank=rank)
        row = record.create(item, subject=held.key)
        tell(held.milestone, program, actor)
    return row


def edit(
    *,
    item: ChecklistItem,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> ChecklistItem:
    """Change what a line is about; its answer stays."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = item.program
    with recording(actor, program) as record:
        deliverable = record.lock(item.deliverable)
        check_open(deliverable)
        row = record.lock(item)
        check(changes.get("kind", row.kind), changes.get("text", row.text))
        if record.update(row, changes, base=base, subject=deliverable.key):
            tell(deliverable.milestone, program, actor)
    return row


def remove(*, item: ChecklistItem, actor: Actor) -> Deliverable:
    """Take a line away; history keeps it."""
    program = item.program
    with recording(actor, program) as record:
        deliverable = record.lock(item.deliverable)
        check_open(deliverable)
        record.delete(record.lock(item), subject=deliverable.key)
        tell(deliverable.milestone, program, actor)
    return deliverable
