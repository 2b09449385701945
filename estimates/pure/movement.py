"""What changed between two looks at the same milestone, and the two sentences that introduce it."""

from dataclasses import dataclass
from datetime import date

from estimates.pure.level import AT_RISK, LATE, ORDER
from pm.pure.days import short_day

NEW, WORSE, RECOVERED = "NEW", "WORSE", "RECOVERED"
RISKY = frozenset({AT_RISK, LATE})
WORSE_BY_DAYS = 7


@dataclass(frozen=True, slots=True)
class Look:
    """A level and the expected days late; no level: nothing was computed yet."""

    level: str | None
    days_late: float | None = None


def moved(then: Look, now: Look) -> str | None:
    """Newly at risk, worse, recovered, or none of these. A week later at the same level is worse too."""
    if now.level is None:
        return None
    before = ORDER[then.level] if then.level else 0
    if now.level in RISKY and then.level not in RISKY:
        return NEW
    if ORDER[now.level] > before and then.level is not None:
        return WORSE
    if ORDER[now.level] < before:
        return RECOVERED
    slid = (now.days_late or 0) - (then.days_late or 0) if then.days_late is not None else 0
    return WORSE if now.level in RISKY and slid >= WORSE_BY_DAYS else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the lead sentence of a ranked milestone is made of. Effort in months."""

    level: str
    today: date
    target: date | None
    end: date | None
    claimed: float | None
    spent: str
    appetite: str


def lead_of(case: Figures) -> str:
    """One or two sentences with the numbers that matter most."""
    done = f"{round(case.claimed * 100)} % claimed" if case.claimed is not None else ""
    money = f"{case.spent} of {case.appetite} months spent" if case.appetite else ""
    state = " with ".join(part for part in (done, money) if part)
    if case.end is None:
        return blind_lead(case, state)
    ends = f"At this pace it ends around {short_day(case.end, case.today)}"
    if case.target is not None:
        ends += f", {against(case.end, case.target)}"
    return f"{sentence(state)} {ends}." if state else f"{ends}."


def blind_lead(case: Figures, state: str) -> str:
    """The lead where no end can be told."""
    parts = ["No end can be told.", sentence(state)]
    if case.level == "UNKNOWN":
        parts.append("Unknown is not green.")
    return " ".join(part for part in parts if part)


def sentence(words: str) -> str:
    """Words with a capital and a full stop; nothing for nothing."""
    return f"{words[0].upper()}{words[1:]}." if words else ""


def against(end: date, target: date) -> str:
    """`22 days after the target`."""
    days = (end - target).days
    if days == 0:
        return "on the day of the target"
    noun = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {noun} {'after' if days > 0 else 'before'} the target"
