"""Half-years, as they are written: `2026H1`."""

from datetime import date


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
