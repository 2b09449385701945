"""The latest forecast of milestones, and what stands behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from estimates.models import EffortEntry, Estimate, FlagReason, Forecast
from milestones.models import Deliverable, Milestone
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access


def latest_of(milestone: Milestone) -> Forecast | None:
    """A milestone's latest forecast."""
    return Forecast.objects.filter(milestone=milestone, is_latest=True).first()


def count_reasons(milestone: Milestone) -> int:
    """How many reasons its open flag has."""
    return FlagReason.objects.filter(flag__milestone=milestone, flag__closed_at=None).count()


def own_estimate(milestone: Milestone) -> Estimate | None:
    """Its own newest estimate, not a sum of its deliverables'."""
    return Estimate.objects.totals().filter(milestone=milestone).newest_first().first()


def columns_of(milestone_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the roadmap shows of many milestones: likely person-days, P50, claimed share; in two queries.

    Where a milestone has no estimate of its own, the sum its forecast was made with stands in.
    """
    found: dict[int, dict[str, Any]] = {
        pk: {"days": None, "p50_on": None, "claimed": None} for pk in milestone_ids
    }
    forecasts = Forecast.objects.filter(milestone_id__in=milestone_ids, is_latest=True)
    for pk, p50_on, progress, details in forecasts.values_list(
        "milestone_id", "p50_on", "progress", "details"
    ):
        found[pk] |= {"days": details.get("size"), "p50_on": p50_on, "claimed": progress}
    own = Estimate.objects.totals().filter(milestone_id__in=milestone_ids)
    for pk, likely in own.order_by("happened_on", "recorded_at", "pk").values_list(
        "milestone_id", "likely_days"
    ):
        if pk is not None:
            found[pk]["days"] = likely
    return found


def items_of(deliverable_ids: Sequence[int]) -> dict[int, list[float | None]]:
    """Likely, spent and left of deliverables, as their milestones' forecasts have them; in two queries."""
    rows = list(
        Deliverable.objects.filter(pk__in=deliverable_ids).values_list("pk", "number", "milestone_id")
    )
    milestones = {milestone_id for _, _, milestone_id in rows}
    forecasts = Forecast.objects.filter(milestone_id__in=milestones, is_latest=True)
    items = {pk: details.get("items", {}) for pk, details in forecasts.values_list("milestone_id", "details")}
    found = {pk: items.get(milestone_id, {}).get(f"D-{number}") for pk, number, milestone_id in rows}
    return {pk: one for pk, one in found.items() if one is not None}


@dataclass(frozen=True, slots=True)
class Effort:
    """What is estimated of and spent on one deliverable."""

    total: Estimate | None
    remaining: Estimate | None
    spent: Decimal | None
    weeks: tuple[tuple[str, str, Decimal], ...]  # week, subteam, person-days; the newest first


def effort_of(deliverable: Deliverable, *, weeks: int = 6) -> Effort:
    """Estimates and effort of one deliverable, in four queries."""
    own = Estimate.objects.filter(deliverable=deliverable).newest_first()
    entries = EffortEntry.objects.filter(deliverable=deliverable)
    lines = entries.order_by("-week", "subteam__name").values_list("week", "subteam__name", "person_days")
    return Effort(
        total=own.filter(purpose=Estimate.Purpose.TOTAL).first(),
        remaining=own.filter(purpose=Estimate.Purpose.REMAINING).first(),
        spent=entries.aggregate(spent=Sum("person_days"))["spent"],
        weeks=tuple(lines[:weeks]),
    )


def count_risky(program: Program, access: Access) -> int:
    """How many open milestones are late or at risk, internal ones only for people of the program."""
    rows = Milestone.objects.in_program(program).open()
    rows = rows.filter(health__in=[Milestone.Health.LATE, Milestone.Health.AT_RISK])
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL)).count()
