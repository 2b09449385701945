"""The verbs of a handover kind: the contract between two kinds of subteam."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import HandoverKind, HandoverKindItem, Side
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program, Subteam
from pm.services.history import Recorder, recording

EDITABLE = frozenset({"name", "giver_kind", "receiver_kind", "rank"})
ITEM_EDITABLE = frozenset({"text", "side", "rank"})


def check_name(program: Program, name: str, *, apart_from: int = 0) -> None:
    """Raise DomainError for a name that is none, or is taken."""
    if not name.strip():
        raise DomainError("Write what passes from whom to whom.", field="name")
    twins = HandoverKind.objects.filter(program=program, name=name.strip())
    if twins.exclude(pk=apart_from).exists():
        raise DomainError(f"There is a kind of handover “{name.strip()}” already.", field="name")


def check_line(text: str, side: str) -> None:
    """Raise DomainError for a line that says nothing, or is of no side."""
    if not text.strip():
        raise DomainError("A line is a sentence: what is brought, or what is agreed to.", field="text")
    if side not in Side.values:
        raise DomainError("Choose who answers the line: the giver or the receiver.", field="side")


def add(
    *,
    program: Program,
    name: str,
    giver_kind: str,
    receiver_kind: str,
    actor: Actor,
    give: Sequence[str] = (),
    accept: Sequence[str] = (),
    rank: int | None = None,
) -> HandoverKind:
    """Add a contract with its two lists."""
    check_name(program, name)
    for field, kind in (("giver_kind", giver_kind), ("receiver_kind", receiver_kind)):
        if kind not in Subteam.Kind.values:
            raise DomainError("Choose a kind of subteam.", field=field)
    lines = [(Side.GIVE, text) for text in give] + [(Side.ACCEPT, text) for text in accept]
    for side, text in lines:
        check_line(text, side)
    with recording(actor, program) as record:
        place = HandoverKind.objects.filter(program=program).count() if rank is None else rank
        row = record.create(
            HandoverKind(
                program=program,
                name=name.strip(),
                giver_kind=giver_kind,
                receiver_kind=receiver_kind,
                rank=place,
            ),
            subject=name.strip(),
        )
        add_lines(record, row, lines, first=0)
    return row


def add_lines(
    record: Recorder, kind: HandoverKind, lines: Sequence[tuple[str, str]], *, first: int
) -> list[HandoverKindItem]:
    """Lines of a contract, after those that are there."""
    rows = [
        HandoverKindItem(
            program_id=kind.program_id, kind=kind, side=side, text=text.strip(), rank=first + rank
        )
        for rank, (side, text) in enumerate(lines)
    ]
    return record.create_many(rows, subjects=[kind.name] * len(rows))


def edit(
    *, kind: HandoverKind, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> HandoverKind:
    """Change its name, between whom it is, its place. Handovers that exist keep their lines."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    if "name" in changes:
        check_name(kind.program, changes["name"], apart_from=kind.pk)
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        record.update(row, changes, base=base, subject=row.name)
    return row


def archive(*, kind: HandoverKind, actor: Actor, is_archived: bool = True) -> HandoverKind:
    """Offer it no more to new handovers, or again."""
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        record.update(row, {"is_archived": is_archived}, subject=row.name)
    return row


def add_item(*, kind: HandoverKind, side: str, text: str, actor: Actor) -> HandoverKindItem:
    """Add a line to the contract; handovers that exist keep theirs."""
    check_line(text, side)
    with recording(actor, kind.program) as record:
        row = record.lock(kind)
        first = HandoverKindItem.objects.filter(kind=row).count()
        [item] = add_lines(record, row, [(side, text)], first=first)
    return item


def edit_item(
    *, item: HandoverKindItem, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> HandoverKindItem:
    """Reword a line, give it to the other side, move it."""
    if unknown := set(changes) - ITEM_EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, item.program) as record:
        row = record.lock(item)
        check_line(changes.get("text", row.text), changes.get("side", row.side))
        record.update(row, changes, base=base, subject=row.kind.name)
    return row


def remove_item(*, item: HandoverKindItem, actor: Actor) -> None:
    """Take a line out of the contract."""
    with recording(actor, item.program) as record:
        row = record.lock(item)
        record.delete(row, subject=row.kind.name)
