"""One milestone on one day: drift, projection, days late, level, rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from estimates.pure.drift import Drift, measure_drift
from estimates.pure.facts import MilestoneFacts
from estimates.pure.finding import Situation
from estimates.pure.level import Setting, Verdict, judge, rank_of
from estimates.pure.projection import Projection, days_apart, days_late, project
from pm.pure.days import short_day

MODEL_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that is computed of a milestone."""

    facts: MilestoneFacts
    drift: Drift
    projection: Projection
    days_late: float | None
    drift_from_baseline: int | None
    drift_from_target: int | None
    verdict: Verdict
    value: float | None
    rank: float
    inputs_hash: str


def assess(
    facts: MilestoneFacts, settings: Mapping[str, Setting], median: float | None, today: date
) -> Assessment:
    """Compute one milestone. A function of its arguments alone."""
    drift = measure_drift(facts)
    projection = project(facts, drift.remaining, today)
    late = days_late(facts, projection.end, today) if facts.is_assessed else None
    case = Situation(facts, drift, projection, late, today)
    return Assessment(
        facts=facts,
        drift=drift,
        projection=projection,
        days_late=late,
        drift_from_baseline=days_apart(projection.end, facts.first_target_on),
        drift_from_target=days_apart(projection.end, facts.target_to_on),
        verdict=judge(case, settings),
        value=facts.value if facts.value is not None else median,
        rank=rank_of(late, facts.value, median),
        inputs_hash=hash_of(facts, settings, median),
    )


def hash_of(facts: MilestoneFacts, settings: Mapping[str, Setting], median: float | None) -> str:
    """Equal exactly when the same was known."""
    known = (MODEL_VERSION, facts, sorted(settings.items()), median)
    return sha256(repr(known).encode()).hexdigest()


def summary_of(found: Assessment, today: date) -> str:
    """The level in one sentence, for tables and badges."""
    if found.verdict.reasons:
        return found.verdict.reasons[0].sentence
    if found.verdict.level is None:
        pencilled = found.facts.is_pencilled and found.facts.status == "PROPOSED"
        return "Pencilled into a later period; no date is asked for yet" if pencilled else ""
    end, ahead = found.projection.end, found.drift_from_target
    if end is None or ahead is None:
        return ""
    noun = "day" if ahead == -1 else "days"
    return f"P50 is {short_day(end, today)}, {-ahead} {noun} before the target"
