"""Imprecise dates: from, to, and the text as written; unknown when neither.

`parse_date` reads what people write in plans and never guesses: a day without a year is read only with a
`default_year`, and says so in `year_assumed`. `parse_date_strict` is for forms: it refuses with a sentence.
`format_imprecise` prints the short form of the pages ("30 Sep", "29 Jan 27", "Q1 2027").
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field

EN_DASH = "\N{EN DASH}"
MONTHS = tuple(calendar.month_name)
SHORT = tuple(calendar.month_abbr)
MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS) if n} | {
    name.lower(): n for n, name in enumerate(SHORT) if n
}
MONTH_NUMBERS["sept"] = 9
MONTH = "(?P<month>" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
PLANNED_YEARS = range(1990, 2101)  # far enough either way, and no drawing can overflow
YEAR = r"(?P<year>\d{4})"
LONGEST = 120  # a date longer than this is a sentence

FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{YEAR}-(?P<number>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"{YEAR}/(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})",
        rf"{DAY}(?:\s+of)?[\s-]*{MONTH}(?:[\s,-]*(?P<year>\d{{4}}|'?\d{{2}}))?",
        rf"{MONTH}\s*{DAY}(?:,?\s+{YEAR})?",
        rf"{MONTH}(?:[\s,-]+{YEAR})?",
        rf"{YEAR}-(?P<number>\d{{2}})",
        rf"Q(?P<quarter>[1-4])(?:[\s/-]*{YEAR})?",
        rf"{YEAR}[\s/-]*Q(?P<quarter>[1-4])",
        rf"H(?P<half>[12])(?:[\s/-]*{YEAR})?",
        rf"{YEAR}[\s/-]*H(?P<half>[12])",
        rf"{YEAR}",
    )
)
SLASHED = re.compile(rf"(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.]{YEAR}")
PART = re.compile(r"(?:the\s+)?(?P<part>beginning|start|early|mid|middle|late|end)(?:[\s-]+(?:of\s+)?)", re.I)
LEAD = re.compile(r"(?:by|on|until|before|due)\s+", re.I)
PERIOD_WORD = re.compile(r"\s+(?:period|half)$", re.I)
RANGE = re.compile(r"\s+(?:to|until)\s+|\s*[\u2013\u2014]\s*|\s+-\s+")
THIRDS = {"beginning": 0, "start": 0, "early": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A stretch of days somebody wrote down; `start` and `end` are both set, or neither is.

    `year_assumed`: the text names no year and the caller's default was used.
    """

    start: dt.date | None
    end: dt.date | None
    text: str
    year_assumed: bool = field(default=False, compare=False)

    @property
    def is_known(self) -> bool:
        return self.end is not None

    @property
    def is_exact(self) -> bool:
        """Whether it names one day."""
        return self.end is not None and self.start == self.end


UNKNOWN = ImpreciseDate(None, None, "")


class DateProblem(ValueError):
    """A text that is no date; `suggestion` is a text that would do, or empty."""

    def __init__(self, sentence: str, suggestion: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.suggestion = suggestion


def parse_date(text: str, *, default_year: int | None = None) -> ImpreciseDate:
    """Read a date as written; unknown, with its text kept, where it names no stretch of days."""
    written = " ".join(text.split())
    try:
        found = _read(written, default_year)
    except DateProblem:
        found = None
    if found is None:
        return ImpreciseDate(None, None, written)
    start, end, assumed = found
    return ImpreciseDate(start, end, written, assumed)


def parse_date_strict(text: str, *, default_year: int | None = None) -> ImpreciseDate:
    """Read a date from a form; empty and TBD are unknown, anything unreadable raises DateProblem."""
    written = " ".join(text.split())
    if not written or written.rstrip(".").upper() in {"TBD", "TBC", "TODO", "UNKNOWN", "NONE", "-", EN_DASH}:
        return ImpreciseDate(None, None, written)
    found = _read(written, default_year)
    if found is None:
        shown = written if len(written) <= 40 else written[:39] + "…"
        raise DateProblem(f"“{shown}” does not read as a date. {_ways(default_year)}")
    start, end, assumed = found
    return ImpreciseDate(start, end, written, assumed)


def format_imprecise(value: ImpreciseDate, today: dt.date) -> str:
    """The short form: a day without its year when that is this year, a whole month, quarter, half or year."""
    if value.start is None or value.end is None:
        return EN_DASH
    start, end = value.start, value.end
    if start == end:
        return _day(start, today)
    whole = start.day == 1 and end == _last(end.year, end.month) and start.year == end.year
    if whole:
        length, first = end.month - start.month + 1, start.month - 1
        if length == 1:
            return f"{SHORT[start.month]} {start.year:04d}"
        if length == 3 and first % 3 == 0:
            return f"Q{first // 3 + 1} {start.year:04d}"
        if length == 6 and first % 6 == 0:
            return f"H{first // 6 + 1} {start.year:04d}"
        if length == 12:
            return f"{start.year:04d}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{EN_DASH}{_day(end, today)}"
    shown = f"{start.day} {SHORT[start.month]}" if start.year == end.year else _day(start, today)
    return f"{shown} {EN_DASH} {_day(end, today)}"


def _day(day: dt.date, today: dt.date) -> str:
    short = f"{day.year % 100:02d}" if 2000 <= day.year <= 2099 else f"{day.year:04d}"
    year = "" if day.year == today.year else f" {short}"
    return f"{day.day} {SHORT[day.month]}{year}"


def _last(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


Stretch = tuple[dt.date, dt.date, bool]


def _read(text: str, default_year: int | None) -> Stretch | None:
    """The stretch a text names, None where it names none; DateProblem where it is impossible."""
    if len(text) > LONGEST:
        return None
    head = text.split("(", 1)[0].strip().rstrip(".")
    candidate = head
    while candidate:
        found = _read_range(candidate, default_year)
        if found is not None:
            tail_names_year = found[2] and re.search(r"\d{4}", head[len(candidate) :])
            return None if tail_names_year else found
        cut = max(candidate.rfind(mark) for mark in (",", ";", " - "))
        candidate = candidate[:cut].strip() if cut > 0 else ""
    return None


def _read_range(text: str, default_year: int | None) -> Stretch | None:
    found = _read_one(text, default_year)
    if found is not None:
        return found
    parts = RANGE.split(text)
    if len(parts) != 2:
        return None
    right = _read_one(parts[1], default_year)
    if right is None:
        return None
    left = _read_one(parts[0], right[1].year)
    if left is None and parts[0].strip().isdigit():  # 1–15 Sep
        left = _read_one(f"{parts[0].strip()} {SHORT[right[0].month]}", right[0].year)
    if (
        left is not None and left[2] and left[0].month > right[1].month and right[1].year > 1
    ):  # 1 Nov – 3 Jan 27
        left = _read_one(parts[0], right[1].year - 1)
    if left is None or left[0] > right[1]:
        return None
    return left[0], right[1], right[2]


def _read_one(text: str, default_year: int | None) -> Stretch | None:
    text = PERIOD_WORD.sub("", LEAD.sub("", text.strip(), count=1))
    part = PART.match(text)
    if part is not None:
        whole = _read_form(text[part.end() :], default_year)
        return None if whole is None else _third(whole, THIRDS[part["part"].lower()])
    return _read_form(text, default_year)


def _third(whole: Stretch, which: int) -> Stretch | None:
    """Early, mid or late: ten days of a month, one third of the months of a longer stretch."""
    start, end, assumed = whole
    months = end.month - start.month + 1
    if start == end:
        return None
    if months == 1:
        first = start.replace(day=1 + 10 * which)
        return first, end if which == 2 else start.replace(day=10 * (which + 1)), assumed
    size = months // 3
    first_month = start.month + which * size
    return dt.date(start.year, first_month, 1), _last(start.year, first_month + size - 1), assumed


def _read_form(text: str, default_year: int | None) -> Stretch | None:
    slashed = SLASHED.fullmatch(text)
    if slashed is not None:
        return _read_slashed(slashed)
    for form in FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _stretch(match.groupdict(), default_year)
    return None


def _read_slashed(match: re.Match[str]) -> Stretch:
    """Day and month are told apart by a number above 12, never by habit."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a <= 12 and b <= 12 and a != b and a and b:
        one, two = f"{a} {SHORT[b]} {year}", f"{b} {SHORT[a]} {year}"
        raise DateProblem(f"{match[0]} can be {one} or {two}. Write the month as a word.", one)
    day, month = (a, b) if b <= 12 else (b, a)
    return _one_day(year, month, day, assumed=False)


def _stretch(parts: dict[str, str | None], default_year: int | None) -> Stretch:
    year, assumed = _year(parts.get("year"), default_year)
    if year is None:
        raise DateProblem(_no_year(parts))
    month = MONTH_NUMBERS[name.lower()] if (name := parts.get("month")) else int(parts.get("number") or 0)
    if parts.get("day"):
        return _one_day(year, month, int(parts["day"] or 0), assumed=assumed)
    if parts.get("quarter"):
        first, length = 3 * int(parts["quarter"] or 0) - 2, 3
    elif parts.get("half"):
        first, length = 6 * int(parts["half"] or 0) - 5, 6
    elif month or "month" in parts or "number" in parts:
        first, length = month, 1
    else:
        first, length = 1, 12
    _check_year(year)
    if not 1 <= first <= 12:
        raise DateProblem(f"There is no month {first} in year {year}. {_ways(default_year)}")
    return dt.date(year, first, 1), _last(year, first + length - 1), assumed


def _year(written: str | None, default_year: int | None) -> tuple[int | None, bool]:
    if written is None:
        usable = default_year if default_year is not None and default_year in PLANNED_YEARS else None
        return usable, usable is not None
    digits = written.removeprefix("'")
    return (2000 + int(digits) if len(digits) == 2 else int(digits)), False


def _one_day(year: int, month: int, day: int, *, assumed: bool) -> Stretch:
    _check_year(year)
    if not 1 <= month <= 12:
        raise DateProblem(f"There is no month {month} in year {year}. {_ways(None)}")
    longest = calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        name = f"{MONTHS[month]} {year}" if month == 2 else MONTHS[month]
        near = 1 if day < 1 else longest
        sentence = f"{name} has {longest} days; a day, “Oct {year}” or “Q4 {year}” all work."
        raise DateProblem(sentence, f"{near} {SHORT[month]} {year}")
    found = dt.date(year, month, day)
    return found, found, assumed


def _check_year(year: int) -> None:
    if year not in PLANNED_YEARS:
        raise DateProblem(
            f"{year} lies outside the years a plan can hold: {PLANNED_YEARS[0]} to {PLANNED_YEARS[-1]}."
        )


def _no_year(parts: dict[str, str | None]) -> str:
    if parts.get("day"):
        return "The day has no year; write it with its year."
    return "There is no year in it; write it with its year."


def _ways(year: int | None) -> str:
    if year is None:
        return "A day with its year, a month or a quarter all work."
    return f"A day, “Oct {year}” or “Q4 {year}” all work."
