"""Decisions: what stands, what was seen at that moment, what the newest one has answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from estimates.models import Decision, Forecast
from estimates.pure.breaker import Breach, breaches
from milestones.models import Milestone
from pm.models import Program

FIGURES = ("spent_days", "remaining_days", "forecast_days", "baseline_days", "progress")


def decisions_of(program: Program, *, sees_internal: bool) -> QuerySet[Decision]:
    """The decisions this reader may see, the newest first."""
    rows = Decision.objects.in_program(program).visible(sees_internal=sees_internal)
    return rows.select_related("milestone", "bet", "by").order_by("-happened_on", "-recorded_at", "-pk")


def numbers_of(milestone: Milestone) -> dict[str, Any]:
    """What is known of a milestone now, as it is kept with a decision or a review; effort in person-days."""
    made = Forecast.objects.filter(milestone=milestone, is_latest=True).first()
    figures = {name.removesuffix("_days"): getattr(made, name, None) for name in FIGURES}
    appetite = None if milestone.appetite_days is None else float(milestone.appetite_days)
    seen = breaches(
        appetite=appetite,
        baseline=figures["baseline"],
        spent=figures["spent"] or 0.0,
        forecast=figures["forecast"],
        factor=float(milestone.program.breaker_factor),
    )
    target = milestone.target_to_on
    return {
        **figures,
        "appetite": appetite,
        "p50_on": made.p50_on.isoformat() if made and made.p50_on else None,
        "target_on": target.isoformat() if target else None,
        "level": made.level if made else None,
        "value": milestone.value,
        "as_of": made.day.isoformat() if made else None,
        "owed": milestone.decision_owed_reason,
        "breaches": [[one.kind, one.figure, one.limit] for one in seen],
    }


def decided_of(milestone_ids: Sequence[int]) -> dict[int, tuple[Breach, ...]]:
    """The breaches that the newest standing decision of each milestone saw; in one statement."""
    rows = (
        Decision.objects.standing()
        .filter(milestone_id__in=milestone_ids)
        .order_by("recorded_at", "pk")
        .values_list("milestone_id", "numbers")
    )
    return {
        milestone_id: tuple(Breach(*one) for one in numbers.get("breaches", ()))
        for milestone_id, numbers in rows
    }
