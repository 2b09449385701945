"""Rules about dates: passed, overdue, missing, pushed, out of reach at this pace."""

from datetime import timedelta

from estimates.pure.facts import Item
from estimates.pure.finding import Found, Situation, listed, plural
from pm.pure.days import short_day

DAY = timedelta(days=1)
TIMES = {1: "once", 2: "twice"}


def target_passed(case: Situation, threshold: float) -> Found | None:
    """The target's far end lies more than `threshold` days behind."""
    target = case.facts.target_to_on
    if target is None or (case.today - target).days <= threshold:
        return None
    days = (case.today - target).days
    pushes = case.facts.push_count
    pushed = f", pushed {TIMES.get(pushes, f'{pushes} times')} before" if pushes else ""
    highlight = plural(days, "day")
    return Found(
        number=days,
        sentence=f"The target of {short_day(target, case.today)} passed {highlight} ago{pushed}",
        highlight=highlight,
        mend_key=case.facts.key,
        since=target + DAY,
    )


def overdue_of(case: Situation) -> list[Item]:
    """The open deliverables whose due date has passed, the oldest first."""
    late = [item for item in case.facts.items if item.is_open and item.due_on and item.due_on < case.today]
    return sorted(late, key=lambda item: (item.due_on, item.key))


def deliverables_overdue(case: Situation, threshold: float) -> Found | None:
    """At least this share of the deliverables that are not dropped is overdue."""
    held = [item for item in case.facts.items if not item.is_dropped]
    late = overdue_of(case)
    if not late or len(late) / len(held) < threshold:
        return None
    needed = next(n for n in range(1, len(late) + 1) if n / len(held) >= threshold)
    crossed = late[needed - 1].due_on
    highlight = f"{len(late)} of {len(held)}"
    return Found(
        number=len(late) / len(held),
        sentence=f"{highlight} deliverables {are(late)} overdue: {listed([item.key for item in late])}",
        highlight=highlight,
        mend_key=late[0].key,
        since=crossed + DAY if crossed else None,
    )


def deliverable_overdue(case: Situation, threshold: float) -> Found | None:
    """At least this many deliverables are overdue."""
    held = [item for item in case.facts.items if not item.is_dropped]
    late = overdue_of(case)
    if not late or len(late) < threshold:
        return None
    first = late[0].due_on
    days = (case.today - first).days if first else 0
    highlight = f"{len(late)} of {len(held)}"
    return Found(
        number=len(late),
        sentence=f"{highlight} deliverables {are(late)} overdue, by up to {plural(days, 'day')}: "
        f"{listed([item.key for item in late])}",
        highlight=highlight,
        mend_key=late[0].key,
        since=first + DAY if first else None,
    )


def are(items: list[Item]) -> str:
    return "is" if len(items) == 1 else "are"


def no_date(case: Situation, threshold: float) -> Found | None:
    """There is no target date."""
    if case.facts.target_to_on is not None:
        return None
    return Found(
        number=1,
        sentence=f"{case.facts.key} has no target date, so nothing can say whether it is late",
        highlight="no target date",
        mend_key=case.facts.key,
    )


def target_pushed(case: Situation, threshold: float) -> Found | None:
    """The committed target was moved later this many times."""
    pushes = case.facts.push_count
    if pushes < threshold:
        return None
    first, last = case.facts.first_target_on, case.facts.target_to_on
    moved = ""
    if first and last:
        days = (last - first).days
        moved = f": {short_day(first, case.today)} → {short_day(last, case.today)}, {days:+d} d"
    highlight = TIMES.get(pushes, f"{pushes} times")
    return Found(
        number=pushes,
        sentence=f"The committed target was pushed {highlight}{moved}",
        highlight=highlight,
        mend_key=case.facts.key,
        since=case.facts.pushed_on,
    )


def reach_of(case: Situation) -> tuple[float, float] | None:
    """What the pace fits before the target, and effort left ÷ that. None when either is unknown or moot."""
    target, pace, start = case.facts.target_to_on, case.projection.pace, case.projection.start
    left = case.drift.remaining
    if target is None or not pace or start is None or not left or target < case.today:
        return None
    fits = pace * max((target - start).days, 1) / 7
    return fits, left / fits


def effort_against_pace(case: Situation, threshold: float) -> Found | None:
    """Effort left is more than `threshold` times what the pace fits before the target."""
    reach = reach_of(case)
    return tell_reach(case, *reach) if reach and reach[1] > threshold else None


def effort_near_pace(case: Situation, threshold: float) -> Found | None:
    """Effort left is at least `threshold` times what the pace fits before the target."""
    reach = reach_of(case)
    return tell_reach(case, *reach) if reach and reach[1] >= threshold else None


def tell_reach(case: Situation, fits: float, ratio: float) -> Found:
    target = short_day(case.facts.target_to_on, case.today)
    highlight = f"{ratio:.1f} ×"
    return Found(
        number=round(ratio, 3),
        sentence=f"{plural(case.drift.remaining or 0.0, 'person-day')} are left and the pace fits {fits:.1f} "
        f"before {target}: {highlight} as much",
        highlight=highlight,
        mend_key=case.facts.key,
    )


def no_pace(case: Situation, threshold: float) -> Found | None:
    """What remains is known, but no pace to project its end with."""
    if case.drift.remaining is None or case.projection.end is not None:
        return None
    left = plural(case.drift.remaining, "person-day")
    return Found(
        number=round(case.drift.remaining, 2),
        sentence=f"No end can be told for the {left} left: fewer than 2 weeks of effort and no allocation",
        highlight=left,
        mend_key=case.facts.key,
    )
