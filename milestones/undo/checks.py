"""Whether what an undo leaves can be: the rules of the verbs, asked of the rows as they stand then."""

from collections.abc import Mapping, Sequence
from typing import Any

from milestones.models import (
    AcceptanceCriterion,
    Contribution,
    Deliverable,
    Dependency,
    Handover,
    HandoverItem,
    Milestone,
    Side,
    Task,
    TaskCriterion,
)
from milestones.queries.gate import open_conditions
from milestones.services import dependency
from milestones.services.handover import WHILE_OFFERED, check_receiver, check_sides
from milestones.services.milestone import check_links
from milestones.services.spec import check_changing
from pm.actor import Actor
from pm.errors import DomainError

Changed = Mapping[int, frozenset[str]]
UNDER_WAY = ("IN_PROGRESS", "CLOSE_REQUESTED", "CLOSED")
ENDED = ("DELIVERED", "REVIEWED")
OFFERED, ACCEPTED = Handover.Status.OFFERED, Handover.Status.ACCEPTED
STEP_MARKS = frozenset(
    {"status", "offered_on", "offered_by", "accepted_on", "accepted_by", "returned_because"}
)


def refuse(sentence: str) -> None:
    """Nothing is undone, because."""
    raise DomainError(f"Nothing was undone: {sentence}")


def worded(row: Any) -> str:
    """A state as people read it inside a sentence."""
    return str(row.get_status_display()).lower()


def milestones(rows: Sequence[Milestone], changed: Changed, actor: Actor) -> None:
    """Work under way stands on a commitment; what is delivered has nothing open."""
    for row in rows:
        if {"follows", "budget_line"} & changed[row.pk]:
            check_links(row.pk, row.follows, row.budget_line)
        if not {"status", "committed_on"} & changed[row.pk]:
            continue
        held = Deliverable.objects.filter(milestone=row, is_close_imported=False).order_by("number")
        begun = held.filter(status__in=UNDER_WAY).first()
        if row.committed_on is None and begun is not None:
            refuse(f"{begun.key} began once {row.key} was committed. Put it back or move it first.")
        left = held.open().first()
        if row.status in ENDED and left is not None:
            refuse(f"{left.key} of {row.key} is open. Close or drop it first.")


def deliverables(rows: Sequence[Deliverable], changed: Changed, actor: Actor) -> None:
    """It belongs to a milestone that can hold it, and is closed only with its gate met."""
    for row in rows:
        names, goal = changed[row.pk], row.milestone
        if {"status", "milestone"} & names:
            if row.status in UNDER_WAY and goal.committed_on is None and not row.is_close_imported:
                refuse(f"{row.key} is under way and {goal.key} is not committed. Commit it first.")
            if row.is_open and not goal.is_open:
                refuse(
                    f"{goal.key} is {goal.get_status_display().lower()}, and {row.key} would be open in it."
                )
        if "milestone" in names:
            dependency.check_place(row)
        is_closed = row.status == Deliverable.Status.CLOSED and row.accepted_by_id is None
        is_judged = "status" in names and is_closed and not row.is_close_imported
        if is_judged and (missing := open_conditions(row)):
            refuse(f"{row.key} would be closed, but {'; '.join(missing)}.")
        if "accountable" in names and row.accountable_id is not None:
            twice = Contribution.objects.filter(deliverable=row, subteam=row.accountable_id)
            if twice.exists():
                refuse(f"{row.accountable} contributes to {row.key} by now. Take that away first.")


def of_open_deliverable(rows: Sequence[Any], changed: Changed, actor: Actor) -> None:
    """What a deliverable was closed with stays until it is reopened."""
    for row in rows:
        if not row.deliverable.is_open:
            refuse(f"{row.deliverable.key} is {worded(row.deliverable)}. Reopen it to change its answers.")


def of_changing_milestone(rows: Sequence[Any], changed: Changed, actor: Actor) -> None:
    """What an ended milestone was to show stays as it is."""
    for row in rows:
        check_changing(row.milestone)


def dependencies(rows: Sequence[Dependency], changed: Changed, actor: Actor) -> None:
    """Nothing waits for itself."""
    for row in rows:
        if row.status == Dependency.Status.OPEN:
            dependency.hold_graph(row.program)
            fields = {name: getattr(row, name) for name in (*dependency.ENDS, "title")}
            dependency.check_ends(row.program, fields, without=row.pk)


def handovers(rows: Sequence[Handover], changed: Changed, actor: Actor) -> None:
    """The contract of what is offered stands; who gives never takes."""
    for row in rows:
        names, items = changed[row.pk], HandoverItem.objects.filter(handover=row, is_done=False)
        if "status" not in names and names - STEP_MARKS:
            kept = row.status == ACCEPTED or (row.status == OFFERED and bool(names - WHILE_OFFERED))
            if kept:
                refuse(
                    f"{row.key} is {row.get_status_display().lower()}: its contract stands as both saw it."
                )
            check_sides(row.kind, row.giver, row.receiver, row.receiving_deliverable)
        if "status" not in names:
            continue
        if row.status in {OFFERED, ACCEPTED} and items.filter(side=Side.GIVE).exists():
            refuse(f"{row.key} lacks evidence by now. Bring it, then offer.")
        if row.status == ACCEPTED:
            check_receiver(row, actor)
            if items.exists():
                refuse(f"{row.key} is not agreed to in every line.")


def handover_items(rows: Sequence[HandoverItem], changed: Changed, actor: Actor) -> None:
    """The giver's lines change while it lies with the giver, the receiver's ticks while it is offered."""
    for row in rows:
        handover = row.handover
        is_tick = row.side == Side.ACCEPT and changed[row.pk] == frozenset({"is_done"})
        fits = handover.status == OFFERED if is_tick else handover.status not in {OFFERED, ACCEPTED}
        if not fits:
            refuse(f"{handover.key} is {worded(handover)}: its lines stand as both saw them.")
        if is_tick:
            check_receiver(handover, actor)


def tasks(rows: Sequence[Task], changed: Changed, actor: Actor) -> None:
    """A done task has every criterion met; an open one lies in an open deliverable."""
    for row in rows:
        left = TaskCriterion.objects.filter(task=row, is_met=False)
        if "status" in changed[row.pk] and row.status == Task.Status.DONE and left.exists():
            refuse(f"{row.key} has criteria that are not met by now.")


def criteria_of_tasks(rows: Sequence[TaskCriterion], changed: Changed, actor: Actor) -> None:
    """The criteria of a done task stay met."""
    for row in rows:
        if row.task.status == Task.Status.DONE and not row.is_met:
            refuse(f"{row.task.key} is done. Reopen it to change its criteria.")


def criteria(rows: Sequence[AcceptanceCriterion], changed: Changed, actor: Actor) -> None:
    """As of every answer of a deliverable."""
    of_open_deliverable(rows, changed, actor)
