"""From rules to reasons to a level. On track < watch < unknown < at risk < late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from estimates.pure.finding import Found, RuleRow, Situation
from estimates.pure.rule_table import RULE_ROWS

ON_TRACK, WATCH, UNKNOWN, AT_RISK, LATE = "ON_TRACK", "WATCH", "UNKNOWN", "AT_RISK", "LATE"
ORDER = {ON_TRACK: 0, WATCH: 1, UNKNOWN: 2, AT_RISK: 3, LATE: 4}
WEIGHTS = {"INFO": 0, "WATCH": 1, "AT_RISK": 2}
PASSED = "target_passed"


@dataclass(frozen=True, slots=True)
class Setting:
    """The weight and threshold a rule has in a program."""

    weight: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that found something: everything a flag keeps."""

    rule: str
    weight: str
    number: float
    threshold: float
    unit: str
    sentence: str
    highlight: str
    mend: str
    mend_key: str
    since: date | None
    level: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A level and its reasons, the heaviest first. No level: nothing to judge."""

    level: str | None
    reasons: tuple[Reason, ...] = ()


def defaults() -> dict[str, Setting]:
    return {row.id: Setting(row.weight, row.threshold) for row in RULE_ROWS}


def judge(case: Situation, settings: Mapping[str, Setting]) -> Verdict:
    """Run every rule that is not off; a blinding one speaks even then, as a reason not to see."""
    if not case.facts.is_assessed:
        return Verdict(None)
    reasons: list[Reason] = []
    covered: set[str] = set()
    for row in RULE_ROWS:
        setting = settings.get(row.id) or Setting(row.weight, row.threshold)
        if row.id in covered or (setting.weight == "OFF" and not row.blinds):
            continue
        found = row.check(case, setting.threshold)
        if found is not None:
            reasons.append(reason_of(row, setting, found))
            covered.add(row.covers)
    ordered = sorted(reasons, key=lambda one: (-ORDER[one.level], -WEIGHTS[one.weight]))
    return Verdict(heaviest(one.level for one in ordered), tuple(ordered))


def reason_of(row: RuleRow, setting: Setting, found: Found) -> Reason:
    weight = "INFO" if setting.weight == "OFF" else setting.weight
    return Reason(
        rule=row.id,
        weight=weight,
        number=found.number,
        threshold=setting.threshold,
        unit=row.unit,
        sentence=found.sentence,
        highlight=found.highlight,
        mend=mend_of(row, found),
        mend_key=found.mend_key,
        since=found.since,
        level=level_of(row, weight),
    )


def mend_of(row: RuleRow, found: Found) -> str:
    """The name of the page that mends it; an estimate has one per kind of thing."""
    if row.mend != "estimate":
        return row.mend
    return "milestone_estimate" if found.mend_key.startswith("M-") else "deliverable_estimate"


def level_of(row: RuleRow, weight: str) -> str:
    """What a reason of this weight makes of a milestone."""
    if weight == "AT_RISK":
        return LATE if row.id == PASSED else AT_RISK
    if row.blinds:
        return UNKNOWN
    return WATCH if weight == "WATCH" else ON_TRACK


def heaviest(levels: Iterable[str]) -> str:
    return max(levels, key=ORDER.__getitem__, default=ON_TRACK)


def rank_of(days_late: float | None, value: float | None, median: float | None) -> float:
    """Expected days late × value; the program's median where it is not stated, 1 where none is."""
    weight = value if value is not None else median if median is not None else 1.0
    return (days_late or 0.0) * weight
