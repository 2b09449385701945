"""The verbs of a plan line: a milestone in a half-year, with the effort it asks of each subteam."""

import re
from collections.abc import Mapping
from decimal import Decimal

from milestones.models import Milestone, PlanLine, PlannedEffort
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam
from pm.services.history import recording

PERIOD = re.compile(r"^\d{4}H[12]$")


def put(
    *, milestone: Milestone, period: str, rank: int, efforts: Mapping[Subteam, Decimal], actor: Actor
) -> PlanLine:
    """Put a milestone into a half-year, once, with its planned effort in person-days by subteam."""
    if not PERIOD.match(period):
        raise DomainError(f"“{period}” is no half-year. Write it like 2026H1.")
    if PlanLine.objects.filter(milestone=milestone, period=period).exists():
        raise DomainError(f"{milestone.key} is in {period} already.")
    if any(days < 0 for days in efforts.values()):
        raise DomainError("Planned effort cannot be less than 0 person-days.")
    program = milestone.program
    with recording(actor, program) as record:
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
