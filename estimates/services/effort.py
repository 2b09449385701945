"""Effort spent: one figure per week, subteam and deliverable (or budget line)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from estimates.models import EffortEntry
from estimates.models.effort import WEEK_PATTERN
from estimates.queries.estimate import Target
from estimates.services import recompute
from milestones.models import Deliverable, Milestone
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Program, Subteam
from pm.services.history import Recorder, recording

MOST_DAYS_A_WEEK = Decimal(500)


class EffortRefused(DomainError):
    """Effort that cannot be booked so; the message says where it goes."""


def log_week(
    *,
    target: Target,
    subteam: Subteam,
    week: str,
    person_days: Decimal,
    actor: Actor,
    base: Decimal | None = None,
) -> EffortEntry:
    """Set what a subteam spent in a week. `base` is the figure the editor saw, None when there was none.

    Raises EffortRefused, or StaleEdit when somebody else set another figure meanwhile.
    """
    last = check(target, subteam, week, person_days, actor.today)
    program = target.program
    with recording(actor, program) as record:
        record.lock(target)
        found = EffortEntry.objects.filter(**about(target), subteam=subteam, week=week).first()
        if found is None:
            row = EffortEntry(
                **about(target),
                subteam=subteam,
                week=week,
                person_days=person_days,
                by_id=actor.user_id,
                happened_on=min(last, actor.today),
                recorded_at=actor.moment,
            )
            found = record.create(row, subject=target.key)
        elif not change(record, record.lock(found), person_days, base, target.key):
            return found
        milestone_id = target.pk if isinstance(target, Milestone) else target.milestone_id
        recompute.request_one(milestone_id=milestone_id, program=program, now=actor.moment)
    return found


def about(target: Target) -> dict[str, Any]:
    """The columns that say what effort was spent on."""
    return {
        "program_id": target.program_id,
        "milestone": target if isinstance(target, Milestone) else None,
        "deliverable": target if isinstance(target, Deliverable) else None,
    }


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of an effort form: its name there, of what, which week, what was typed, what was seen."""

    name: str
    target: Target
    week: str
    person_days: Decimal
    base: Decimal | None


def log_sheet(*, program: Program, subteam: Subteam, figures: Sequence[Figure], actor: Actor) -> int:
    """Set many figures of one subteam, all or none; how many. What clashes is told for all lines at once."""
    conflicts: list[Conflict] = []
    with recording(actor, program):
        for one in figures:
            try:
                log_week(target=one.target, subteam=subteam, week=one.week, person_days=one.person_days,
                         base=one.base, actor=actor)  # fmt: skip
            except StaleEdit as stale:
                conflicts += [replace(conflict, field=one.name) for conflict in stale.conflicts]
            except EffortRefused as refusal:
                raise EffortRefused(str(refusal), field=one.name) from refusal
        if conflicts:
            raise StaleEdit(conflicts)
    return len(figures)


def change(
    record: Recorder, found: EffortEntry, person_days: Decimal, base: Decimal | None, key: str
) -> list[str]:
    """Set the week's figure where it is still the one that was seen; the names of what changed."""
    if base is None and found.person_days != person_days:
        raise StaleEdit([Conflict("person_days", None, found.person_days, person_days)])
    return record.update(found, {"person_days": person_days}, base={"person_days": base}, subject=key)


def check(target: Target, subteam: Subteam, week: str, person_days: Decimal, today: date) -> date:
    """The week's last day; raises EffortRefused with what is wrong."""
    if isinstance(target, Milestone) and target.kind != Milestone.Kind.BUDGET_LINE:
        raise EffortRefused(f"Effort is spent on deliverables. Log it on one of those of {target.key}.")
    if subteam.program_id != target.program_id:
        raise EffortRefused(f"{subteam} is not a subteam of this program.")
    if not 0 <= person_days <= MOST_DAYS_A_WEEK:
        raise EffortRefused(f"A week of a subteam holds 0 to {MOST_DAYS_A_WEEK} person-days.")
    if not re.fullmatch(WEEK_PATTERN, week):
        raise EffortRefused(f"“{week}” is no week. Write it as 2026-W39.")
    try:
        first = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        last = date.fromisocalendar(int(week[:4]), int(week[6:]), 7)
    except ValueError:
        raise EffortRefused(f"The year {week[:4]} has no week {week[6:]}.") from None
    if first > today:
        raise EffortRefused(f"{week} has not begun. Effort is logged when it was spent.")
    return last
