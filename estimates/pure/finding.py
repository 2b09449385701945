"""What a rule sees and what it finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from estimates.pure.drift import Drift
from estimates.pure.facts import MilestoneFacts
from estimates.pure.projection import Projection

SHOWN_KEYS = 3


@dataclass(frozen=True, slots=True)
class Situation:
    """A milestone on a day: the facts and what follows from them."""

    facts: MilestoneFacts
    drift: Drift
    projection: Projection
    days_late: float | None
    today: date


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: a number, a sentence that holds it (`highlight`), since when, where to mend it.

    `since` is None when the records do not tell; the flag then counts from the day it was first seen.
    """

    number: float
    sentence: str
    highlight: str
    mend_key: str
    since: date | None = None


Check = Callable[[Situation, float], Found | None]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as data. `blinds`: while it is found, the level is at best unknown, whatever its weight.

    `covers` names a lighter rule about the same thing, which is then not said too.
    """

    id: str
    title: str
    weight: str
    threshold: float
    unit: str
    source: str
    mend: str
    check: Check
    blinds: bool = False
    covers: str = ""


def plural(count: float, noun: str) -> str:
    """`1 day`, `3 days`, `1.5 person-days`."""
    shown = f"{round(count, 1):g}"
    return f"{shown} {noun}" if shown == "1" else f"{shown} {noun}s"


def listed(keys: Sequence[str]) -> str:
    """`D-1, D-2, D-3 and 2 more`."""
    shown, more = keys[:SHOWN_KEYS], len(keys) - SHOWN_KEYS
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
