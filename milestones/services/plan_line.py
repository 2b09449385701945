"""The verbs of a plan line: a milestone in a half-year, with the effort it asks of each subteam."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milestones.models import Milestone, PlanLine, PlannedEffort
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam
from pm.services.history import recording

PERIOD = re.compile(r"^\d{4}H[12]$")


def check_efforts(efforts: Mapping[Subteam, Decimal]) -> None:
    """Raise DomainError for effort below nothing."""
    if any(days < 0 for days in efforts.values()):
        raise DomainError("Planned effort cannot be less than 0 person-days.")


def put(
    *, milestone: Milestone, period: str, rank: int, efforts: Mapping[Subteam, Decimal], actor: Actor
) -> PlanLine:
    """Put a milestone into a half-year, once, with its planned effort in person-days by subteam."""
    if not PERIOD.match(period):
        raise DomainError(f"“{period}” is no half-year. Write it like 2026H1.", field="period")
    check_efforts(efforts)
    program = milestone.program
    with recording(actor, program) as record:
        record.lock(milestone)  # of two who plan it at once, the second is told
        if PlanLine.objects.filter(milestone=milestone, period=period).exists():
            raise DomainError(f"{milestone.key} is in {period} already.", field="period")
        line = record.create(
            PlanLine(program=program, milestone=milestone, period=period, rank=rank), subject=milestone.key
        )
        record.create_many(
            [
                PlannedEffort(program=program, plan_line=line, subteam=subteam, person_days=days)
                for subteam, days in efforts.items()
            ],
            subjects=[milestone.key] * len(efforts),
        )
        tell(milestone, program, actor)
    return line


def edit(
    *,
    line: PlanLine,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    efforts: Mapping[Subteam, Decimal | None] | None = None,
    actor: Actor,
) -> PlanLine:
    """Change the rank, and the planned effort of the subteams given: None takes a subteam's away."""
    check_efforts({team: days for team, days in (efforts or {}).items() if days is not None})
    program, milestone = line.program, line.milestone
    with recording(actor, program) as record:
        row = record.lock(line)
        record.update(row, {"rank": changes.get("rank", row.rank)}, base=base, subject=milestone.key)
        held = {one.subteam_id: one for one in PlannedEffort.objects.filter(plan_line=row)}
        for subteam, days in (efforts or {}).items():
            effort = held.get(subteam.pk)
            if effort is not None and days is None:
                record.delete(effort, subject=milestone.key)
            elif effort is not None:
                record.update(record.lock(effort), {"person_days": days}, subject=milestone.key)
            elif days is not None:
                effort = PlannedEffort(program=program, plan_line=row, subteam=subteam, person_days=days)
                record.create(effort, subject=milestone.key)
        tell(milestone, program, actor)
    return row


def remove(*, line: PlanLine, actor: Actor) -> Milestone:
    """Take a milestone out of a half-year it was put into by mistake."""
    program, milestone = line.program, line.milestone
    with recording(actor, program) as record:
        record.delete(record.lock(line), subject=milestone.key)
        tell(milestone, program, actor)
    return milestone
