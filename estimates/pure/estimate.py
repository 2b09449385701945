"""Estimates as people write them: person-days, months, a range, a size, people for a time.

`parse_estimate` reads "4.5 months", "90 d", "60–90–140", "M" and "2 people for 3 months", and refuses the
rest with a sentence. Everything becomes low, likely and high in person-days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DAYS_PER_WEEK = Decimal(5)
WEEKS_PER_MONTH = Decimal(4)
CENT = Decimal("0.01")
MOST_DAYS = Decimal(100_000)
Days = tuple[Decimal, Decimal, Decimal]
# Low, likely and high person-days of each size: half and double, as wide as finished work has been.
SIZES: dict[str, Days] = {
    "S": (Decimal(5), Decimal(10), Decimal(20)),
    "M": (Decimal(15), Decimal(30), Decimal(60)),
    "L": (Decimal(30), Decimal(60), Decimal(120)),
    "XL": (Decimal(60), Decimal(120), Decimal(240)),
}
WAYS = "“90 d”, “4.5 months”, “60–90–140”, “M” or “2 people for 3 months” all work."

NUMBER = r"\d{1,7}(?:[.,]\d{1,2})?"
DASH = r"\s*(?:-|\N{EN DASH}|\N{EM DASH}|to)\s*"
UNIT = r"(?P<unit>[a-z][a-z-]*)?"
ONE = re.compile(rf"(?P<likely>{NUMBER})\s*{UNIT}", re.I)
TWO = re.compile(rf"(?P<low>{NUMBER}){DASH}(?P<high>{NUMBER})\s*{UNIT}", re.I)
THREE = re.compile(rf"(?P<low>{NUMBER}){DASH}(?P<likely>{NUMBER}){DASH}(?P<high>{NUMBER})\s*{UNIT}", re.I)
COUNTS = {"half": "0.5", "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
          "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10"}  # fmt: skip
COUNT = rf"(?:{NUMBER}|{'|'.join(COUNTS)})"
PEOPLE = re.compile(
    rf"(?P<people>{COUNT})\s+(?:an?\s+)?(?P<who>[^\d,;+]+?)\s+(?:for|over|x|×)\s+"
    rf"(?P<time>{COUNT})\s*(?P<unit>[a-z]+)",
    re.I,
)
BETWEEN = re.compile(r"\s*(?:[,;+\n]|\band\b)\s*", re.I)
DAY_WORDS = frozenset({"d", "day", "days", "pd", "person-day", "person-days"})
WEEK_WORDS = frozenset({"w", "wk", "week", "weeks", "person-week", "person-weeks"})
MONTH_WORDS = frozenset({"mo", "month", "months", "pm", "person-month", "person-months"})


class EstimateProblem(ValueError):
    """A text that is no estimate; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Line:
    """So many people for so many months."""

    people: Decimal
    months: Decimal
    text: str

    def days(self, days_per_month: int) -> Decimal:
        return self.people * self.months * days_per_month


@dataclass(frozen=True, slots=True)
class Parsed:
    """An estimate read from text, in person-days; `kind` is the code the table keeps."""

    kind: str
    low: Decimal
    likely: Decimal
    high: Decimal
    text: str
    size: str = ""
    lines: tuple[Line, ...] = ()


def parse_estimate(
    text: str, *, days_per_month: int, allows_zero: bool = False, sizes: Mapping[str, Days] | None = None
) -> Parsed:
    """Read an estimate; raises EstimateProblem with the sentence for the field. `sizes` are the program's."""
    written = " ".join(text.split())
    if not written:
        raise EstimateProblem(f"An estimate is missing. {WAYS}")
    if len(written) > 300:
        raise EstimateProblem(f"That is longer than an estimate. {WAYS}")
    if written.upper() in SIZES:
        size = written.upper()
        return Parsed("TSHIRT", *(sizes or SIZES)[size], written, size)
    found = _read_numbers(written, days_per_month) or _read_people(written, days_per_month)
    if found is None:
        shown = written if len(written) <= 40 else written[:39] + "…"
        raise EstimateProblem(f"“{shown}” does not read as an estimate. {WAYS}")
    _check(found, allows_zero)
    return found


def _check(found: Parsed, allows_zero: bool) -> None:
    if not found.low <= found.likely <= found.high:
        raise EstimateProblem(
            f"Low, likely and high are {found.low.normalize():f}, {found.likely.normalize():f} and "
            f"{found.high.normalize():f}: write them from small to large."
        )
    if found.likely == 0 and not allows_zero:
        raise EstimateProblem("Work takes more than 0 person-days. Leave the estimate empty while unknown.")
    if found.high > MOST_DAYS:
        raise EstimateProblem("That is more than 100,000 person-days. Check the unit.")


def _read_numbers(text: str, days_per_month: int) -> Parsed | None:
    match = THREE.fullmatch(text) or ONE.fullmatch(text)
    if match is None:
        pair = TWO.fullmatch(text)
        if pair is None:
            return None
        unit = f" {pair['unit']}" if pair["unit"] else ""
        raise EstimateProblem(
            f"“{text}” has no likely value. Write low, likely and high, such as "
            f"“{pair['low']}–{_middle(pair['low'], pair['high'])}–{pair['high']}{unit}”."
        )
    factor = _days_per(match["unit"], days_per_month)
    if factor is None:
        return None
    parts = match.groupdict()
    likely = _days(parts["likely"], factor)
    low = _days(parts.get("low") or parts["likely"], factor)
    high = _days(parts.get("high") or parts["likely"], factor)
    return Parsed("RANGE", low, likely, high, text)


def _read_people(text: str, days_per_month: int) -> Parsed | None:
    lines: list[Line] = []
    for part in BETWEEN.split(text):
        match = PEOPLE.fullmatch(part)
        factor = _days_per(match["unit"], days_per_month) if match else None
        if match is None or factor is None:
            return None
        months = (_number(match["time"]) * factor / days_per_month).quantize(CENT, ROUND_HALF_UP)
        line = Line(_number(match["people"]), months, match["who"].strip())
        if line.people <= 0 or line.months <= 0:
            raise EstimateProblem(f"“{part}” comes to nothing: give at least one person and some time.")
        lines.append(line)
    total = sum((line.days(days_per_month) for line in lines), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    return Parsed("ALLOCATION", total, total, total, text, lines=tuple(lines))


def _days_per(unit: str | None, days_per_month: int) -> Decimal | None:
    """Person-days of one unit; a number without one is in person-days."""
    word = (unit or "d").lower()
    if word in DAY_WORDS:
        return Decimal(1)
    if word in WEEK_WORDS:
        return DAYS_PER_WEEK
    return Decimal(days_per_month) if word in MONTH_WORDS else None


def _number(text: str) -> Decimal:
    return Decimal(COUNTS.get(text.lower(), text.replace(",", ".")))


def _days(text: str, factor: Decimal) -> Decimal:
    return (_number(text) * factor).quantize(CENT, ROUND_HALF_UP)


def _middle(low: str, high: str) -> str:
    return f"{((_number(low) + _number(high)) / 2).normalize():f}"
