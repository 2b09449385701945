"""What a subteam can do in some days: people × working days × (1 − support) − absences, in person-days."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Span:
    """So many people, or person-days, from a day to a day, both included."""

    amount: Decimal
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of a program: its weekdays (0 is Monday) less its holidays."""

    weekdays: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def count(self, first: date, last: date) -> int:
        """Working days from the first to the last, both included; 0 when they are the other way round."""
        days = (last - first).days + 1
        if days <= 0:
            return 0
        weeks, rest = divmod(days, 7)
        loose = sum((first.weekday() + step) % 7 in self.weekdays for step in range(rest))
        free = sum(first <= day <= last and day.weekday() in self.weekdays for day in self.holidays)
        return weeks * len(self.weekdays) + loose - free

    def overlap(self, span: Span, first: date, last: date) -> int:
        """Working days of a span that lie between two days."""
        return self.count(max(first, span.from_on), min(last, span.to_on))


def calendar_of(weekdays: str, holidays: Iterable[date]) -> WorkingCalendar:
    """The calendar of a program's own text, such as `01234`."""
    return WorkingCalendar(frozenset(int(one) for one in weekdays), frozenset(holidays))


def bounds(period: str) -> tuple[date, date]:
    """The first and the last day of a half-year."""
    year = int(period[:4])
    first, last = ((1, 1), (6, 30)) if period[5] == "1" else ((7, 1), (12, 31))
    return date(year, *first), date(year, *last)


def halves(first: date, last: date) -> list[str]:
    """The half-years that two days touch, in order."""
    found: list[str] = []
    year, half = first.year, 1 if first.month <= 6 else 2
    while (year, half) <= (last.year, 1 if last.month <= 6 else 2):
        found.append(f"{year:04d}H{half}")
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return found


def rounded(days: Decimal) -> Decimal:
    return days.quantize(CENT, ROUND_HALF_UP)


def shown(days: Decimal) -> Decimal:
    """Person-days as tables print them, to a tenth: the sum of a column is the sum of what is seen."""
    return days.quantize(TENTH, ROUND_HALF_UP)


def away(calendar: WorkingCalendar, absences: Iterable[Span], first: date, last: date) -> Decimal:
    """Person-days of absences between two days; one that reaches further gives its share by working days."""
    total = NOTHING
    for absence in absences:
        inside = calendar.overlap(absence, first, last)
        whole = calendar.count(absence.from_on, absence.to_on)
        if whole == 0:
            total += absence.amount if first <= absence.from_on <= last else NOTHING
        else:
            total += absence.amount * inside / whole
    return rounded(total)


def available(people: Decimal, support_percent: int, working_days: int, absent: Decimal = NOTHING) -> Decimal:
    """Person-days left for the plan, never below 0."""
    return max(NOTHING, rounded(people * working_days * (100 - support_percent) / 100 - absent))


def allocated(calendar: WorkingCalendar, spans: Iterable[Span], first: date, last: date) -> Decimal:
    """Person-days that allocations ask for between two days."""
    asked = (span.amount * calendar.overlap(span, first, last) for span in spans)
    return rounded(sum(asked, NOTHING))


@dataclass(frozen=True, slots=True)
class Demand:
    """What allocations ask for from a day on: their level from each day it changes, and the sum before it."""

    calendar: WorkingCalendar
    starts: tuple[date, ...]
    levels: tuple[Decimal, ...]
    totals: tuple[Decimal, ...]

    def until(self, day: date) -> Decimal:
        """Person-days up to and with a day, without going over every allocation again."""
        place = bisect_right(self.starts, day) - 1
        if place < 0:
            return NOTHING
        since = self.levels[place] * self.calendar.count(self.starts[place], day)
        return rounded(self.totals[place] + since)


def demand_from(calendar: WorkingCalendar, spans: Iterable[Span], first: date) -> Demand:
    """The demand of these allocations from a day on."""
    changes: dict[date, Decimal] = defaultdict(lambda: NOTHING)
    for span in spans:
        if span.to_on >= first:
            changes[max(first, span.from_on)] += span.amount
            changes[span.to_on + timedelta(days=1)] -= span.amount
    starts = sorted(changes)
    levels = list(accumulate(changes[day] for day in starts))
    totals = [NOTHING]
    for start, end, level in zip(starts, starts[1:], levels, strict=False):
        totals.append(totals[-1] + level * calendar.count(start, end - timedelta(days=1)))
    return Demand(calendar, tuple(starts), tuple(levels), tuple(totals))


@dataclass(frozen=True, slots=True)
class Team:
    """What is known of one subteam in a period: None of `people` where no capacity is recorded."""

    people: Decimal | None
    support_percent: int
    absences: Sequence[Span]
    allocations: Sequence[Span]
    planned: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Fit:
    """What a subteam has and what is asked of it, in person-days; None where its people are unknown."""

    working_days: int
    away: Decimal
    available: Decimal | None
    kept: Decimal
    planned: Decimal
    allocated: Decimal

    @property
    def asked(self) -> Decimal:
        """What it has to do: the larger of plan and allocations, and what budget lines keep."""
        return max(self.planned, self.allocated) + self.kept

    @property
    def left(self) -> Decimal | None:
        return None if self.available is None else self.available - self.asked

    @property
    def fits(self) -> bool | None:
        return None if self.left is None else self.left >= 0


def fit(calendar: WorkingCalendar, team: Team, period: str, *, kept_percent: int = 0) -> Fit:
    """How a half-year's plan fits one subteam. `kept_percent` is what budget lines keep of its capacity."""
    first, last = bounds(period)
    days, absent = calendar.count(first, last), away(calendar, team.absences, first, last)
    has = None if team.people is None else available(team.people, team.support_percent, days, absent)
    return Fit(
        working_days=days,
        away=shown(absent),
        available=None if has is None else shown(has),
        kept=NOTHING if has is None else shown(has * kept_percent / 100),
        planned=shown(team.planned),
        allocated=shown(allocated(calendar, team.allocations, first, last)),
    )


def in_window(
    calendar: WorkingCalendar,
    capacity: dict[str, tuple[Decimal, int]],
    absences: Sequence[Span],
    first: date,
    last: date,
) -> Decimal | None:
    """Person-days a subteam has between two days; None while a half-year of them has no capacity recorded."""
    total = NOTHING
    for period in halves(first, last):
        if period not in capacity:
            return None
        people, support = capacity[period]
        start, end = bounds(period)
        start, end = max(first, start), min(last, end)
        absent = away(calendar, absences, start, end)
        total += available(people, support, calendar.count(start, end), absent)
    return total


@dataclass(frozen=True, slots=True)
class Booking:
    """What a subteam is allocated to and what it has, in person-days up to a day."""

    subteam: str
    allocated: float
    available: float
    until: date
