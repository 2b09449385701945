"""One amount of effort as people write it: "4.5 months", "3 weeks", "90 d", "12.5"; kept in person-days."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
MOST_DAYS = Decimal(1_000_000)
DAYS_PER_WEEK = Decimal(5)
DAY_WORDS = frozenset({"d", "day", "days", "pd", "person-day", "person-days"})
WEEK_WORDS = frozenset({"w", "wk", "week", "weeks", "person-week", "person-weeks"})
MONTH_WORDS = frozenset({"m", "mo", "month", "months", "pm", "person-month", "person-months"})
AMOUNT = re.compile(r"(?P<number>[+-]?[0-9]{1,9}(?:[.,][0-9]{1,4})?)\s*(?P<unit>[a-z][a-z-]*)?", re.I)


class EffortProblem(ValueError):
    """A text that is no effort; the message says what would be one."""


def parse_days(text: str, *, days_per_month: int, bare: str = "d") -> Decimal | None:
    """Person-days of a text, None of an empty one or a dash; `bare` is the unit of a number without one."""
    written = " ".join(text.split())
    if written in {"", "-", "\N{EN DASH}"}:
        return None
    match = AMOUNT.fullmatch(written)
    factor = days_of_unit(match["unit"] or bare, days_per_month) if match else None
    if match is None or factor is None:
        shown = written if len(written) <= 40 else written[:39] + "…"
        raise EffortProblem(f"“{shown}” is no effort. Months such as 4.5 months, or days such as 90 d.")
    days = (Decimal(match["number"].replace(",", ".")) * factor).quantize(CENT, ROUND_HALF_UP)
    if days < 0:
        raise EffortProblem("Effort is 0 person-days or more.")
    if days >= MOST_DAYS:
        raise EffortProblem("Effort is less than a million person-days. Check the unit.")
    return days


def days_of_unit(unit: str, days_per_month: int) -> Decimal | None:
    """Person-days of one unit; None for a word that is none."""
    word = unit.lower()
    if word in DAY_WORDS:
        return Decimal(1)
    if word in WEEK_WORDS:
        return DAYS_PER_WEEK
    return Decimal(days_per_month) if word in MONTH_WORDS else None


def short(value: Decimal) -> str:
    """A number without needless zeros: 6, 4.5."""
    return f"{value.normalize():f}"
