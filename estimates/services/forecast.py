"""Computing drift, level and flags: forecasts are appended, flags opened and closed, health pushed down."""

from collections.abc import Sequence
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

from estimates.models import Flag, Forecast
from estimates.pure.assess import MODEL_VERSION, Assessment, assess, summary_of
from estimates.pure.breaker import reason_of
from estimates.pure.drift import Lines
from estimates.pure.facts import Item
from estimates.pure.rules_effort import owed_of
from estimates.queries.facts import load_facts
from estimates.rules import settings_of
from estimates.services.flag import write_flags
from milestones.models import Milestone
from milestones.services.health import HealthRow, set_health
from pm.models import Program
from pm.services.history import computing

BATCH = 500


def compute(
    *, program: Program, today: date, now: datetime, milestone_ids: Sequence[int] | None = None
) -> int:
    """Compute these milestones, or all that are open, as of a day; returns how many have new figures.

    A function of the records, the day and the flags before: what did not change since the last time on the
    same day is left alone.
    """
    scope = Milestone.objects.in_program(program)
    if milestone_ids is None:
        scope = scope.filter(Q(pk__in=scope.open().values("pk")) | Q(pk__in=flagged(program)))
    else:
        scope = scope.filter(pk__in=list(milestone_ids))
    settings = settings_of(program)
    middle = median_value(program)
    found = [
        assess(facts, settings, middle, today)
        for facts in load_facts(program=program, milestones=scope, today=today)
    ]
    with computing():
        fresh, owed = lock_fresh(found, today, now)
        write_forecasts(program, fresh, today, now)
        write_flags(program=program, found=fresh, today=today, now=now)
        set_health(rows=[health_of(one, today, owed[one.facts.id]) for one in fresh], at=now)
    return len(fresh)


def flagged(program: Program) -> QuerySet[Flag, int]:
    """Milestones that may have ended with their flag open."""
    return Flag.objects.filter(program=program, closed_at=None).values_list("milestone_id", flat=True)


def median_value(program: Program) -> float | None:
    """The middle of the values stated in the program; None when none is."""
    values = Milestone.objects.in_program(program).exclude(value=None).values_list("value", flat=True)
    stated = [float(value) for value in values if value is not None]
    return float(median(stated)) if stated else None


def lock_fresh(
    found: list[Assessment], today: date, now: datetime
) -> tuple[list[Assessment], dict[int, date | None]]:
    """Those whose inputs changed since their last forecast of this day, and since when each owes a decision.

    The milestones are locked first; one that somebody computed after we read is left to their figures.
    """
    ids = [one.facts.id for one in found]
    locked = Milestone.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    owed = dict(locked.values_list("pk", "decision_owed_on"))
    latest = {
        milestone_id: (inputs, day, made_at)
        for milestone_id, inputs, day, made_at in Forecast.objects.filter(
            milestone_id__in=ids, is_latest=True
        ).values_list("milestone_id", "inputs_hash", "day", "made_at")
    }
    fresh: list[Assessment] = []
    for one in found:
        inputs, day, made_at = latest.get(one.facts.id, ("", None, None))
        is_same = inputs == one.inputs_hash and day == today
        if not is_same and (made_at is None or made_at <= now):
            fresh.append(one)
    return fresh, owed


def write_forecasts(program: Program, found: list[Assessment], today: date, now: datetime) -> None:
    """Append a forecast each; it is the latest one from now on."""
    ids = [one.facts.id for one in found]
    Forecast.objects.filter(milestone_id__in=ids, is_latest=True).update(is_latest=False)
    Forecast.objects.bulk_create([forecast_of(program, one, today, now) for one in found], batch_size=BATCH)


def forecast_of(program: Program, one: Assessment, today: date, now: datetime) -> Forecast:
    drift, parts = one.drift, one.drift.parts
    return Forecast(
        program=program,
        milestone_id=one.facts.id,
        made_at=now,
        day=today,
        model_version=MODEL_VERSION,
        inputs_hash=one.inputs_hash,
        level=one.verdict.level or Milestone.Health.UNKNOWN,
        baseline_days=drift.baseline,
        spent_days=drift.spent,
        remaining_days=drift.remaining,
        forecast_days=drift.forecast,
        effort_drift_days=drift.drift,
        part_finished_days=parts.finished if parts else None,
        part_scope_days=parts.scope if parts else None,
        part_remaining_days=parts.reestimated if parts else None,
        part_class_days=parts.reference_class if parts else None,
        progress=drift.progress,
        p50_on=one.projection.end,
        p50_basis=one.projection.basis,
        pace_days_per_week=one.projection.pace,
        date_drift_baseline_days=one.drift_from_baseline,
        date_drift_target_days=one.drift_from_target,
        expected_days_late=one.days_late,
        value=one.value,
        is_value_stated=one.facts.value is not None,
        rank_score=one.rank,
        details=details_of(one),
    )


def details_of(one: Assessment) -> dict[str, Any]:
    """What stands behind the figures, as the pages show it."""
    drift, parts = one.drift, one.drift.parts
    return {
        "baseline_on": drift.baseline_on.isoformat() if drift.baseline_on else None,
        "is_baseline_own": drift.is_baseline_own,
        "has_effort": drift.has_effort,
        "unrecorded": list(drift.unrecorded),
        "unknown": list(drift.left.unknown),
        "spread": list(drift.sizes.spread) if drift.sizes.share is not None else [],
        "share": drift.sizes.share,
        "loose": drift.left.loose,
        "overrun": [key for key, _, _ in drift.left.overrun],
        "stated_on": drift.left.stated_on.isoformat() if drift.left.stated_on else None,
        "finished": pairs(parts.finished_lines) if parts else [],
        "scope": pairs(parts.scope_lines) if parts else [],
        "added_blank": list(parts.added_blank) if parts else [],
        "remaining": pairs(parts.reestimated_lines) if parts else [],
        "size": size_of(one),
        "closed_days": round(drift.work.closed_days, 2),
        "held_days": round(drift.work.total_days, 2),
        "unsized": [key for key, size in drift.sizes.of.items() if size is None],
        "items": {item.key: item_figures(one, item) for item in one.facts.items},
    }


def size_of(one: Assessment) -> float | None:
    """The whole work as estimated now: the own estimate, else the sum; None while a part is unknown."""
    own, sizes = one.facts.newest, one.drift.sizes.of.values()
    if own is not None and own.is_own:
        return own.likely
    known = [size for size in sizes if size is not None]
    return round(sum(known), 2) if known and len(known) == len(sizes) else None


def item_figures(one: Assessment, item: Item) -> list[float | None]:
    """Likely, spent and left of a deliverable; None is unknown, or over."""
    left = one.drift.left.by_item.get(item.key)
    size = one.drift.sizes.of.get(item.key) if not item.is_dropped else None
    return [None if days is None else round(days, 2) for days in (size, item.spent, left)]


def pairs(lines: Lines) -> list[list[object]]:
    return [[key, round(days, 2)] for key, days in lines]


def health_of(one: Assessment, today: date, owed_on: date | None) -> HealthRow:
    """What is pushed down to the milestone; a decision stays owed since the day it became so."""
    owed = owed_of(one.facts, one.drift)
    return HealthRow(
        milestone_id=one.facts.id,
        level=one.verdict.level or Milestone.Health.UNKNOWN,
        reason=summary_of(one, today),
        rank_score=one.rank,
        decision_owed_on=(owed_on or today) if owed else None,
        decision_owed_reason=reason_of(owed),
    )
