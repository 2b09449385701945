"""Where the marks of the charts stand, in percent of their axis. The numbers stand beside them in text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pm.pure.days import MONTHS, short_day

MARGIN = timedelta(days=14)
LEAST_DAYS = 84
MOST_TICKS = 6
ROOM = 1.04  # of the longest bar, so that its end is seen


def pc(share: float) -> str:
    """A share of the axis as an attribute: `25.27%`."""
    return f"{min(max(share, 0.0), 1.0) * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Tick:
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A time axis: months, today, the target (a stretch when imprecise) and the projected end."""

    ticks: tuple[Tick, ...]
    today: str
    target: str
    target_from: str
    target_label: str
    target_anchor: str
    end: str
    late_from: str


def axis_of(today: date, target_from: date | None, target_to: date | None, end: date | None) -> Axis | None:
    """The axis of a milestone; None when it has neither a target nor an end."""
    days = [day for day in (target_from, target_to, end) if day is not None]
    if not days:
        return None
    left = min(today, *days) - MARGIN
    right = max(today, *days) + MARGIN
    right = max(right, left + timedelta(days=LEAST_DAYS))
    width = (right - left).days

    def place(day: date | None) -> str:
        return pc((day - left).days / width) if day is not None else ""

    where = (target_to - left).days / width if target_to else 0.5
    return Axis(
        ticks=tuple(Tick(place(day), label) for day, label in month_ticks(left, right)),
        today=place(today),
        target=place(target_to),
        target_from=place(target_from) if target_from != target_to else "",
        target_label=short_day(target_to, today) if target_to else "",
        target_anchor="start" if where < 0.1 else "end" if where > 0.9 else "middle",
        end=place(end),
        late_from=place(target_to) if end and target_to and end > target_to else "",
    )


def month_ticks(left: date, right: date) -> Iterator[tuple[date, str]]:
    """The firsts of months, of quarters or of years: few enough to read."""
    months = (right.year - left.year) * 12 + right.month - left.month
    step = next((one for one in (1, 2, 3, 6) if months / one <= MOST_TICKS), 12)
    years = max(1, round(months / 12 / MOST_TICKS)) if step == 12 else 1
    for number in range(left.year * 12 + left.month, right.year * 12 + right.month):
        year, month = divmod(number, 12)
        if month % step == 0 and (step < 12 or year % years == 0):
            day = date(year, month + 1, 1)
            yield day, str(year) if step == 12 or (month == 0 and step > 1) else MONTHS[month]


@dataclass(frozen=True, slots=True)
class Spend:
    """Spent within the forecast, and the appetite as a mark."""

    forecast: str
    spent: str
    appetite: str


def spend_of(spent: float, forecast: float | None, appetite: float | None) -> Spend | None:
    """The bar of effort; None when there is nothing to draw."""
    longest = max(spent, forecast or 0.0, appetite or 0.0) * ROOM
    if longest <= 0:
        return None
    return Spend(
        forecast=pc(max(spent, forecast or 0.0) / longest),
        spent=pc(spent / longest),
        appetite=pc(appetite / longest) if appetite else "",
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: where it begins, how wide it is, and the line that leads down to it."""

    x: str
    width: str
    link: str


def waterfall(baseline: float, parts: Sequence[float], appetite: float | None) -> tuple[list[Step], str]:
    """The baseline, each part from where the one before ended, and the total; and the appetite's place."""
    ends = [baseline]
    for part in parts:
        ends.append(ends[-1] + part)
    longest = max(*ends, baseline, appetite or 0.0) * ROOM or 1.0
    steps = [Step("0%", pc(baseline / longest), "")]
    for before, after in zip(ends, ends[1:], strict=False):
        low, high = min(before, after) / longest, max(before, after) / longest
        steps.append(Step(pc(low), pc(high - low), pc(before / longest)))
    steps.append(Step("0%", pc(ends[-1] / longest), ""))
    return steps, pc(appetite / longest) if appetite else ""
