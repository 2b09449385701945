"""The verbs of the checklist template: what every new deliverable's checklist starts with."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import ChecklistItem, ChecklistTemplateItem
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.registry import Level
from pm.services.history import recording

EDITABLE = frozenset({"kind", "text", "level", "rank"})
SUBJECT = "checklist"


def check(program: Program, kind: str, text: str, *, apart_from: int = 0) -> None:
    """Raise DomainError for a line that says nothing, and for one that stands there already."""
    if kind not in ChecklistItem.Kind.values:
        raise DomainError("Choose what the line is about.", field="kind")
    if kind == ChecklistItem.Kind.OTHER and not text.strip():
        raise DomainError("Write what has to be done.", field="text")
    twins = ChecklistTemplateItem.objects.filter(program=program, kind=kind, text=text.strip())
    if twins.exclude(pk=apart_from).exists():
        raise DomainError("The checklist holds this line already.", field="text")


def add(
    *,
    program: Program,
    kind: str,
    actor: Actor,
    text: str = "",
    level: str = Level.MUST,
    rank: int | None = None,
) -> ChecklistTemplateItem:
    """Add a line for the deliverables to come."""
    check(program, kind, text)
    with recording(actor, program) as record:
        place = ChecklistTemplateItem.objects.filter(program=program).count() if rank is None else rank
        row = ChecklistTemplateItem(program=program, kind=kind, text=text.strip(), level=level, rank=place)
        return record.create(row, subject=SUBJECT)


def edit(
    *,
    item: ChecklistTemplateItem,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> ChecklistTemplateItem:
    """Change a line. The checklists that exist already keep theirs."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, item.program) as record:
        row = record.lock(item)
        check(item.program, changes.get("kind", row.kind), changes.get("text", row.text), apart_from=row.pk)
        record.update(row, changes, base=base, subject=SUBJECT)
    return row


def archive(*, item: ChecklistTemplateItem, actor: Actor) -> ChecklistTemplateItem:
    """Ask for it no more in the deliverables to come."""
    return edit(item=item, changes={"level": Level.OFF}, actor=actor)


def lay(program: Program, kinds: Sequence[str], actor: Actor) -> None:
    """The lines a new program starts with."""
    with recording(actor, program) as record:
        rows = [
            ChecklistTemplateItem(program=program, kind=kind, rank=rank) for rank, kind in enumerate(kinds)
        ]
        record.create_many(rows, subjects=[SUBJECT] * len(rows))
