"""The latest forecast of milestones, and what stands behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DateField, DecimalField, F, FloatField, JSONField, Value

from estimates.models import EffortEntry, Estimate, FlagReason, Forecast
from milestones.models import Deliverable, Milestone
from pm.models import Program
from pm.permissions import Permission
from pm.queries.together import read_together
from pm.rules import Access

NOTHING_KNOWN: dict[str, Any] = {
    "days": None,
    "p50_on": None,
    "claimed": None,
    "closed_days": None,
    "held_days": None,
    "remaining": None,
    "unsized": (),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What is computed of one milestone, and its own estimate that is no sum of its deliverables'."""

    forecast: Forecast | None
    own: Estimate | None

    @property
    def columns(self) -> dict[str, Any]:
        """The same as `columns_of` reads for many."""
        made = self.forecast
        found = dict(NOTHING_KNOWN)
        if made is not None:
            found |= columns_in(made.details, made.p50_on, made.progress, made.remaining_days)
        return found | ({"days": self.own.likely_days} if self.own else {})


def figures_of(milestone_id: int) -> Figures:
    """The latest forecast of a milestone and its newest own estimate, in one statement."""
    latest = Forecast.objects.filter(milestone_id=milestone_id, is_latest=True)
    own = Estimate.objects.totals().filter(milestone_id=milestone_id).newest_first()
    made, estimated = read_together(latest[:1], own[:1])
    return Figures(forecast=made[0] if made else None, own=estimated[0] if estimated else None)


def columns_of_one(milestone_id: int) -> dict[str, Any]:
    """The same as `columns_of` reads for many, as plain values, for the row that an edit gives back."""
    latest = Forecast.objects.filter(milestone_id=milestone_id, is_latest=True)
    found = dict(NOTHING_KNOWN)
    for made in latest.values_list("details", "p50_on", "progress", "remaining_days")[:1]:
        found |= columns_in(*made)
    own = Estimate.objects.totals().filter(milestone_id=milestone_id).newest_first()
    for likely in own.values_list("likely_days", flat=True)[:1]:
        found["days"] = likely
    return found


def columns_in(
    details: dict[str, Any], p50_on: date | None, progress: float | None, remaining: float | None
) -> dict[str, Any]:
    """What the columns take from a forecast and what stands behind it."""
    return {
        "days": details.get("size"),
        "p50_on": p50_on,
        "claimed": progress,
        "closed_days": details.get("closed_days"),
        "held_days": details.get("held_days"),
        "remaining": remaining,
        "unsized": details.get("unsized", ()),
    }


def items_of(milestone_ids: Iterable[int]) -> dict[int, dict[str, list[float | None]]]:
    """Likely, spent and left of the deliverables of many milestones, by milestone and key; in one query."""
    rows = Forecast.objects.filter(milestone_id__in=list(milestone_ids), is_latest=True)
    return {pk: details.get("items", {}) for pk, details in rows.values_list("milestone_id", "details")}


def reasons_of(milestone: Milestone) -> list[str]:
    """The sentences of its open flag, the heaviest first as they were written."""
    rows = FlagReason.objects.filter(flag__milestone=milestone, flag__closed_at=None).order_by("pk")
    return list(rows.values_list("sentence", flat=True))


def columns_of(milestone_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the roadmap shows of many milestones: likely person-days, P50, claimed share; in one statement.

    Where a milestone has no estimate of its own, the sum its forecast was made with stands in.
    """
    found = {pk: dict(NOTHING_KNOWN) for pk in milestone_ids}
    own: dict[int, tuple[Any, ...]] = {}
    for pk, likely, *stand, details, p50_on, progress, remaining in figures_and_estimates(milestone_ids):
        if likely is None:
            found[pk] |= columns_in(details, p50_on, progress, remaining)
        else:
            own[pk] = max(own.get(pk, ()), (*stand, likely))
    for pk, (*_, likely) in own.items():
        found[pk]["days"] = likely
    return found


def figures_and_estimates(milestone_ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """The latest forecasts and all estimates of whole milestones: the two as one list of lines."""
    names = ("of", "likely", "on", "moment", "ident", "what", "p50", "share", "left_days")
    forecasts = Forecast.objects.filter(milestone_id__in=milestone_ids, is_latest=True).annotate(
        of=F("milestone_id"), likely=Value(None, DecimalField()), on=F("day"), moment=F("made_at"),
        ident=F("pk"), what=F("details"), p50=F("p50_on"), share=F("progress"), left_days=F("remaining_days"),
    )  # fmt: skip
    own = Estimate.objects.totals().filter(milestone_id__in=milestone_ids).annotate(
        of=F("milestone_id"), likely=F("likely_days"), on=F("happened_on"), moment=F("recorded_at"),
        ident=F("pk"), what=Value(None, JSONField()), p50=Value(None, DateField()),
        share=Value(None, FloatField()), left_days=Value(None, FloatField()),
    )  # fmt: skip
    return forecasts.values_list(*names).union(own.values_list(*names), all=True)


@dataclass(frozen=True, slots=True)
class Effort:
    """What is estimated of and spent on one deliverable."""

    total: Estimate | None
    remaining: Estimate | None
    spent: Decimal | None
    weeks: tuple[tuple[str, str, Decimal], ...]  # week, subteam, person-days; the newest first


def effort_of(deliverable: Deliverable, *, weeks: int = 6) -> Effort:
    """Estimates and effort of one deliverable, in two queries: neither has many rows."""
    own = list(Estimate.objects.filter(deliverable=deliverable).newest_first())
    entries = EffortEntry.objects.filter(deliverable=deliverable).order_by("-week", "subteam__name")
    lines = list(entries.values_list("week", "subteam__name", "person_days"))
    return Effort(
        total=next((row for row in own if row.purpose == Estimate.Purpose.TOTAL), None),
        remaining=next((row for row in own if row.purpose == Estimate.Purpose.REMAINING), None),
        spent=sum((days for _, _, days in lines), Decimal(0)) if lines else None,
        weeks=tuple(lines[:weeks]),
    )


def count_risky(program: Program, access: Access) -> int:
    """How many open milestones are late or at risk, internal ones only for people of the program."""
    rows = Milestone.objects.in_program(program).open()
    rows = rows.filter(health__in=[Milestone.Health.LATE, Milestone.Health.AT_RISK])
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL)).count()
