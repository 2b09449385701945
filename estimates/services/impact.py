"""Impact: metrics stated before commitment, observed after delivery, reviewed at 30 and at 90 days."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from estimates.models import ImpactMetric, ImpactObservation, ImpactReview
from milestones.models import Milestone
from milestones.services import milestone as milestones
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"name", "unit", "source", "baseline", "expected", "by_on"})


def taken(milestone: Milestone, name: str) -> DomainError:
    return DomainError(f"{milestone.key} has a metric “{name}” already. Choose another name.", field="name")


def add_metric(*, milestone: Milestone, name: str, actor: Actor, **fields: Any) -> ImpactMetric:
    """State a figure that the milestone is meant to move."""
    try:
        with recording(actor, milestone.program) as record:
            return record.create(
                ImpactMetric(program=milestone.program, milestone=milestone, name=name, **fields),
                subject=milestone.key,
            )
    except IntegrityError:
        raise taken(milestone, name) from None


def edit_metric(
    *, metric: ImpactMetric, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> ImpactMetric:
    """Change what a metric says."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    milestone = metric.milestone
    try:
        with recording(actor, metric.program) as record:
            row = record.lock(metric)
            record.update(row, changes, base=base, subject=milestone.key)
            return row
    except IntegrityError:
        raise taken(milestone, str(changes.get("name", ""))) from None


def remove_metric(*, metric: ImpactMetric, actor: Actor) -> None:
    """Take a metric back that was never observed; history keeps it whole."""
    with recording(actor, metric.program) as record:
        row = record.lock(metric)
        if count := row.observations.count():
            times = "once" if count == 1 else f"{count} times"
            raise DomainError(f"“{row.name}” was observed {times}, so it stays.")
        record.delete(row, subject=row.milestone.key)


def observe(
    *, metric: ImpactMetric, value: Decimal, actor: Actor, happened_on: date | None = None, note: str = ""
) -> ImpactObservation:
    """Append what the figure was on a day."""
    day = happened_on or actor.today
    if day > actor.today:
        raise DomainError("An observation is of today or earlier.", field="happened_on")
    with recording(actor, metric.program) as record:
        row = ImpactObservation(
            program=metric.program, metric=metric, value=value, note=note, by_id=actor.user_id,
            happened_on=day, recorded_at=actor.moment,
        )  # fmt: skip
        return record.create(row, subject=metric.milestone.key, happened_on=day)


def review(
    *,
    milestone: Milestone,
    moment: str,
    verdict: str,
    feedback: str,
    actor: Actor,
    realised_value: int | None = None,
) -> ImpactReview:
    """Look back at T+30 or T+90, once each. The realised value goes to the milestone."""
    program = milestone.program
    if milestone.delivered_on is None:
        raise DomainError(
            f"{milestone.key} is not delivered yet. Its impact is reviewed 30 and 90 days after."
        )
    if not feedback.strip():
        raise DomainError("Say in a sentence what came of it.", field="feedback")
    try:
        with recording(actor, program) as record:
            row = record.create(
                ImpactReview(
                    program=program, milestone=milestone, moment=moment, verdict=verdict, feedback=feedback,
                    realised_value=realised_value, by_id=actor.user_id, happened_on=actor.today,
                    recorded_at=actor.moment,
                ),
                subject=milestone.key,
            )  # fmt: skip
            if realised_value is not None:
                changes = {"realised_value": realised_value}
                milestones.edit(milestone=milestone, changes=changes, actor=actor, why=str(row))
            return row
    except IntegrityError:
        words = ImpactReview.Moment(moment).label
        raise DomainError(f"{milestone.key} was reviewed {words} already.", field="moment") from None
