"""When it ends at the pace it has, and how late that is."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from estimates.pure.facts import MilestoneFacts
from pm.pure.days import short_day
from pm.pure.periods import iso_week

WINDOW_WEEKS = 6
WEEKS_NEEDED = 2
DAYS_PER_WEEK = 5.0
FURTHEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Projection:
    """The end at the present pace; `end` is None when it cannot be told, and `basis` says why."""

    end: date | None
    basis: str
    pace: float | None = None  # person-days a week
    start: date | None = None  # the day the pace is counted from


def window_of(today: date) -> tuple[str, ...]:
    """The six whole ISO weeks before this one."""
    return tuple(iso_week(today - timedelta(weeks=back)) for back in range(WINDOW_WEEKS, 0, -1))


def project(facts: MilestoneFacts, remaining: float | None, today: date) -> Projection:
    """Today (or the planned start, while not begun) and the effort left at the pace."""
    if remaining is None:
        return Projection(None, "What remains is unknown, so no end can be told.")
    if remaining <= 0:
        return Projection(today, "Nothing is left to do.", start=today)
    recorded = recorded_pace(facts, today)
    if recorded is not None:
        pace, weeks = recorded
        span = f"the last {weeks} weeks" if weeks > 1 else "the last week"
        return reach(today, remaining, pace, f"{pace:.1f} person-days a week, recorded over {span}", today)
    if facts.planned_people:
        return planned_end(facts, facts.planned_people, remaining, today)
    return Projection(
        None,
        f"Effort in fewer than {WEEKS_NEEDED} of the last {WINDOW_WEEKS} weeks and no allocation: "
        "there is no pace.",
    )


def recorded_pace(facts: MilestoneFacts, today: date) -> tuple[float, int] | None:
    """Person-days a week over the window, counted from the first week of all; None with too few entries."""
    window = window_of(today)
    entries = {week: days for week, days in facts.weeks if week in window}
    if len(entries) < WEEKS_NEEDED:
        return None
    since = max(facts.first_week or window[0], window[0])
    weeks = sum(week >= since for week in window)
    pace = sum(entries.values()) / weeks
    return (pace, weeks) if pace > 0 else None


def planned_end(facts: MilestoneFacts, people: float, remaining: float, today: date) -> Projection:
    """The end at the pace of the allocation: people × 5 person-days a week."""
    pace = people * DAYS_PER_WEEK
    begins = facts.planned_start_on
    waits = facts.status != "IN_PROGRESS" and begins is not None and begins > today
    start = begins if waits and begins is not None else today
    noun = "person" if people == 1 else "people"
    after = f", from its planned start {short_day(start, today)}" if waits else ""
    return reach(
        start, remaining, pace, f"{pace:.1f} person-days a week, planned: {people:g} {noun}{after}", today
    )


def reach(start: date, remaining: float, pace: float, basis: str, today: date) -> Projection:
    """Start + effort left ÷ pace, in calendar days, never further than ten years."""
    days = math.ceil(round(remaining / pace * 7, 6))
    if days > FURTHEST_DAYS:
        return Projection(today + timedelta(days=FURTHEST_DAYS), f"{basis}; more than ten years", pace, start)
    return Projection(start + timedelta(days=days), basis, pace, start)


def days_late(facts: MilestoneFacts, end: date | None, today: date) -> float | None:
    """Expected days late against the target's far end. None: unknown, which is not on time."""
    target = facts.target_to_on
    if target is None:
        return None
    if end is not None:
        return float(max(0, (end - target).days))
    return float((today - target).days) if target < today else None


def days_apart(end: date | None, start: date | None) -> int | None:
    """Days from one date to another; None when one of them is unknown."""
    return None if end is None or start is None else (end - start).days
