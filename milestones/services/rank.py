"""One verb for every list that people put in order: deliverables, tasks, tracks, ideas."""

from collections.abc import Sequence
from typing import TypeVar

from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable, Milestone, Task, Track
from milestones.queries.rank import Ranked, beside
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

Row = TypeVar("Row", AcceptanceCriterion, ChecklistItem, Deliverable, Milestone, Task, Track)


def place(*, row: Row, to: int, actor: Actor) -> Row:
    """Put a row at a place of its list, counted from 1; the others move up or down.

    Places are written as far as the order needs them, all as one change set.
    """
    with recording(actor, row.program) as record:
        # Locked by id: two people who order one list wait for each other, never in a ring.
        list(beside(row).select_for_update(of=("self",), no_key=True).order_by("pk"))
        rows = list(beside(row))
        found: Row | None = next((one for one in rows if one.pk == row.pk), None)
        if found is None:
            raise DomainError(f"{named(row)} stands in no order here: it is not open in this list any more.")
        rows.remove(found)
        rows.insert(max(0, min(to - 1, len(rows))), found)
        moved = [(one, rank) for one, rank in wanted(rows, found) if one.rank != rank]
        if len(moved) > 1:
            record.group(f"{named(row)} at place {rows.index(found) + 1} of {len(rows)}")
        for one, rank in moved:
            record.update(one, {"rank": rank}, subject=subject_of(one))
    return found


def wanted(rows: Sequence[Ranked], moved: Ranked) -> list[tuple[Ranked, int]]:
    """The rank of each row; of ideas only down to the last that was ever given one."""
    if isinstance(moved, ChecklistItem):
        # No two lines of a kind share a rank, not even half-way: all go on to ranks that nobody holds.
        free = max(one.rank for one in rows) + 1
        return [(one, n) for n, one in enumerate(rows, free)] if is_out_of_order(rows) else []
    last = len(rows)
    if isinstance(moved, Milestone):
        last = max(n for n, one in enumerate(rows, 1) if one.rank or one is moved)
    return [(one, n) for n, one in enumerate(rows[:last], 1)]


def is_out_of_order(rows: Sequence[Ranked]) -> bool:
    """Whether their ranks do not say this order yet."""
    places = [(one.rank, one.pk) for one in rows]
    return places != sorted(places)


def named(row: Ranked) -> str:
    """How a sentence names the row."""
    if isinstance(row, ChecklistItem):
        return f"“{row.text or row.get_kind_display()}”"
    if isinstance(row, AcceptanceCriterion):
        return f"“{row.text}”"
    return row.name if isinstance(row, Track) else row.key


def subject_of(row: Ranked) -> str:
    """What the change is about: the row itself, or what it is a line of."""
    if isinstance(row, AcceptanceCriterion | ChecklistItem):
        return row.deliverable.key
    return row.slug if isinstance(row, Track) else ""
