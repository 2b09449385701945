"""Days in words, for sentences that are made before any template."""

import datetime as dt

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def short_day(day: dt.date | None, today: dt.date) -> str:
    """`30 Sep`, or `29 Jan 27` in another year; an en dash for none."""
    if day is None:
        return "–"
    short = f"{day.day} {MONTHS[day.month - 1]}"
    return short if day.year == today.year else f"{short} {day.year % 100:02d}"


def long_day(day: dt.date) -> str:
    """`Monday 21 Sep 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def distance(day: dt.date, today: dt.date) -> str:
    """`today`, `in 4 days`, `3 days over`."""
    days = (day - today).days
    if days == 0:
        return "today"
    noun = "day" if abs(days) == 1 else "days"
    return f"in {days} {noun}" if days > 0 else f"{-days} {noun} over"
