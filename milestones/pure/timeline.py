"""A stretch of the calendar drawn in per cent: what the timeline shows, and where things stand on it."""

from dataclasses import dataclass
from datetime import date, timedelta

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Zoom:
    """How much is shown at once, how far one page turn goes, and what the two header lines name."""

    name: str
    label: str
    shown_months: int
    step_months: int
    major_months: int
    minor_months: int  # 0: weeks


ZOOMS = {
    zoom.name: zoom
    for zoom in (
        Zoom("month", "Month", 3, 1, 1, 0),
        Zoom("quarter", "Quarter", 9, 3, 3, 1),
        Zoom("half", "Half", 18, 6, 6, 3),
        Zoom("year", "Year", 36, 12, 12, 3),
    )
}
DEFAULT_ZOOM = "quarter"


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the grid with its name in the header, at a per cent of the width."""

    at: float
    label: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A bar: where it begins and how wide it is, in per cent of the window."""

    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `start` up to, not including, `end`."""

    zoom: Zoom
    start: date
    end: date

    @property
    def title(self) -> str:
        """July 2026 to March 2027."""
        last = self.end - timedelta(days=1)
        return f"{FULL[self.start.month - 1]} {self.start.year} to {FULL[last.month - 1]} {last.year}"

    @property
    def previous(self) -> date:
        return add_months(self.start, -self.zoom.step_months)

    @property
    def next(self) -> date:
        return add_months(self.start, self.zoom.step_months)

    def at(self, day: date) -> float:
        """Where the morning of a day stands, in per cent; outside the window below 0 or above 100."""
        return (day - self.start).days / (self.end - self.start).days * 100

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end

    def span(self, first: date, last: date) -> Span | None:
        """The part of the days `first` to `last`, both counted, that lies in the window."""
        left = max(self.at(first), 0.0)
        right = min(self.at(last + timedelta(days=1)), 100.0)
        return Span(left, right - left) if right > left else None

    def ticks(self) -> list[Tick]:
        """The grid lines with their names, major ones first where both fall on a day."""
        major = [
            Tick(self.at(day), name_of(day, self.zoom.major_months, is_major=True), is_major=True)
            for day in months_between(self.start, self.end, self.zoom.major_months)
        ]
        return major + [Tick(self.at(day), label, is_major=False) for day, label in self._minor()]

    def _minor(self) -> list[tuple[date, str]]:
        if self.zoom.minor_months:
            days = months_between(self.start, self.end, self.zoom.minor_months)
            return [(day, name_of(day, self.zoom.minor_months, is_major=False)) for day in days]
        monday = self.start + timedelta(days=-self.start.weekday() % 7)
        count = (self.end - monday).days // 7 + 1
        weeks = (monday + timedelta(days=7 * n) for n in range(count))
        return [(day, f"{day.day} {SHORT[day.month - 1]}") for day in weeks if day < self.end]


def window_of(zoom: Zoom, day: date) -> Window:
    """The window that begins with the zoom's unit around a day."""
    start = floor_month(clamp(day), zoom.step_months)
    return Window(zoom, start, add_months(start, zoom.shown_months))


def window_from(zoom: Zoom, day: date) -> Window:
    """The window that begins with the month of a day."""
    start = clamp(day).replace(day=1)
    return Window(zoom, start, add_months(start, zoom.shown_months))


def clamp(day: date) -> date:
    """A day that leaves room for a window on both sides."""
    return min(max(day, date(FIRST_YEAR, 1, 1)), date(LAST_YEAR, 1, 1))


def floor_month(day: date, months: int) -> date:
    """The first day of the month, quarter, half or year around a day."""
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def add_months(first: date, months: int) -> date:
    """The first of a month, so many months later."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months_between(start: date, end: date, step: int) -> list[date]:
    """The starts of months, quarters, halves or years inside a window, and its own start."""
    found = [start]
    day = add_months(floor_month(start, step), step)
    while day < end:
        found.append(day)
        day = add_months(day, step)
    return found


def name_of(day: date, months: int, *, is_major: bool) -> str:
    """Jul, Q3, H2 or 2026; a major one carries its year."""
    if months == 12:
        return str(day.year)
    short = {
        1: SHORT[day.month - 1],
        3: f"Q{(day.month - 1) // 3 + 1}",
        6: f"H{(day.month - 1) // 6 + 1}",
    }[months]
    return f"{short} {day.year}" if is_major else short


def half_year_of(day: date) -> tuple[date, date]:
    """The first and the last day of the half-year around a day."""
    start = floor_month(day, 6)
    return start, add_months(start, 6) - timedelta(days=1)
