"""The circuit breaker: when a decision is owed, and which decision has answered it.

A breach is a figure beyond its limit. A standing decision answers the breaches that were seen when it was
recorded, up to a fifth beyond the figure it saw: what was decided at 7 months is decided again at 8.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SPENT, FORECAST, BASELINE = "spent", "forecast", "baseline"
REGROWTH = 1.2


@dataclass(frozen=True, slots=True)
class Breach:
    """A figure beyond its limit, both in person-days."""

    kind: str
    figure: float
    limit: float

    @property
    def highlight(self) -> str:
        return f"{self.figure:.4g} of {self.limit:.4g}"

    @property
    def sentence(self) -> str:
        """What happened, as the second half of a sentence."""
        if self.kind == SPENT:
            return f"{self.highlight} person-days of the appetite are spent"
        if self.kind == FORECAST:
            return f"the forecast passed the appetite: P50 is {self.highlight} person-days"
        return f"the forecast passed the baseline too far: P50 is {self.highlight} person-days allowed"


def breaches(
    *, appetite: float | None, baseline: float | None, spent: float, forecast: float | None, factor: float
) -> tuple[Breach, ...]:
    """Every limit that is passed, the heaviest first. What is unknown passes nothing."""
    found: list[Breach] = []
    if appetite and spent > appetite:
        found.append(Breach(SPENT, round(spent, 2), round(appetite, 2)))
    if appetite and forecast is not None and forecast > appetite:
        found.append(Breach(FORECAST, round(forecast, 2), round(appetite, 2)))
    if baseline and forecast is not None and forecast > baseline * factor:
        found.append(Breach(BASELINE, round(forecast, 2), round(baseline * factor, 2)))
    return tuple(found)


def unanswered(found: Iterable[Breach], decided: Iterable[Breach]) -> tuple[Breach, ...]:
    """The breaches that the newest standing decision did not see, or that have grown far beyond it."""
    seen = {one.kind: one for one in decided}
    return tuple(one for one in found if not is_answered(one, seen.get(one.kind)))


def is_answered(now: Breach, seen: Breach | None) -> bool:
    """Whether a decision that saw `seen` has decided this breach, too."""
    return seen is not None and now.limit >= seen.limit and now.figure <= seen.figure * REGROWTH


def reason_of(owed: Iterable[Breach]) -> str:
    """Why a decision is owed, in one sentence; empty for none."""
    first = next(iter(owed), None)
    return "" if first is None else f"A decision is owed: {first.sentence}"
