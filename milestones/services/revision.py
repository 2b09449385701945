"""The verbs of the whole form of a milestone: fields, target and half-year in one change set."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Milestone, Track
from milestones.services import milestone as milestones
from milestones.services import plan_line, target
from pm.actor import Actor
from pm.errors import Conflict, StaleEdit
from pm.models import Program
from pm.pure.dates import UNKNOWN, ImpreciseDate
from pm.services.history import recording


def begin(
    *,
    program: Program,
    track: Track,
    title: str,
    goal: ImpreciseDate = UNKNOWN,
    period: str = "",
    actor: Actor,
    **fields: Any,
) -> Milestone:
    """Create a milestone, and put it into a half-year when one is named."""
    with recording(actor, program):
        row = milestones.create(
            program=program,
            track=track,
            title=title,
            target_from_on=goal.start,
            target_to_on=goal.end,
            target_text=goal.text,
            actor=actor,
            **fields,
        )
        if period:
            plan_line.put(milestone=row, period=period, rank=0, efforts={}, actor=actor)
    return row


def revise(
    *,
    milestone: Milestone,
    changes: Mapping[str, Any],
    base: Mapping[str, Any],
    goal: ImpreciseDate | None = None,
    seen: ImpreciseDate = UNKNOWN,
    reason_class: str = "",
    reason: str = "",
    actor: Actor,
) -> Milestone:
    """Change fields, and the target when `goal` is given. Raises StaleEdit with every clash at once."""
    program, row = milestone.program, milestone
    clashes: list[Conflict] = []

    def move() -> Milestone:
        if goal is None:
            return row
        return target.move(
            milestone=row,
            start=goal.start,
            end=goal.end,
            text=goal.text,
            base=dict(zip(target.TARGET_FIELDS, (seen.start, seen.end, seen.text), strict=True)),
            reason_class=reason_class,
            reason=reason,
            actor=actor,
        )

    def edit() -> Milestone:
        return milestones.edit(milestone=row, changes=changes, base=base, actor=actor, why=reason)

    with recording(actor, program) as record:
        now = record.lock(milestone)
        verbs = (edit, move) if is_earlier(goal, now.target_to_on) else (move, edit)
        for verb in verbs:
            try:
                row = verb()
            except StaleEdit as stale:
                clashes += stale.conflicts
        if clashes:
            raise StaleEdit(joined(clashes, goal, seen))
    return row


def is_earlier(goal: ImpreciseDate | None, end: date | None) -> bool:
    """Whether the target comes nearer: then the planned start moves first, else the target does."""
    return goal is not None and goal.end is not None and end is not None and goal.end < end


def joined(clashes: list[Conflict], goal: ImpreciseDate | None, seen: ImpreciseDate) -> list[Conflict]:
    """The clashes by field; those of both ends of the target and of its text are one."""
    others = [one for one in clashes if one.field not in target.TARGET_FIELDS]
    ends = {one.field: one for one in clashes if one.field in target.TARGET_FIELDS}
    if not ends or goal is None:
        return others
    values: list[Any] = [
        ends[name].theirs if name in ends else value
        for name, value in zip(target.TARGET_FIELDS, (seen.start, seen.end, seen.text), strict=True)
    ]
    by = next(iter(ends.values())).by
    return [*others, Conflict("target", seen, ImpreciseDate(*values), goal, by)]
