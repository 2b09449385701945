"""Half-years, as they are written: `2026H1`."""

import re
from datetime import date

from pm.pure.dates import PLANNED_YEARS

HALF_YEAR = re.compile(r"[0-9]{4}H[12]")


def half_year(day: date) -> str:
    """The half-year a day lies in."""
    return f"{day.year:04d}H{1 if day.month <= 6 else 2}"


def following(period: str) -> str:
    """The half-year after that one."""
    year, half = int(period[:4]), period[5]
    return f"{year:04d}H2" if half == "1" else f"{year + 1:04d}H1"


def preceding(period: str) -> str:
    """The half-year before that one."""
    year, half = int(period[:4]), period[5]
    return f"{year:04d}H1" if half == "2" else f"{year - 1:04d}H2"


def iso_week(day: date) -> str:
    """The ISO week a day lies in: `2026-W39`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def is_half_year(code: str) -> bool:
    """Whether a text names a half-year that a plan can hold: `2026H1`."""
    return bool(HALF_YEAR.fullmatch(code)) and int(code[:4]) in PLANNED_YEARS


def first_day(period: str) -> date:
    """The first day of a half-year."""
    return date(int(period[:4]), 1 if period[5] == "1" else 7, 1)


def last_day(period: str) -> date:
    """The last day of a half-year."""
    year = int(period[:4])
    return date(year, 6, 30) if period[5] == "1" else date(year, 12, 31)
