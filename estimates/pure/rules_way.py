"""Rules about what stands in the way, or may: blockers, things nobody confirmed, risks nobody looks at."""

from datetime import date, timedelta

from estimates.pure.facts import Block, Outside
from estimates.pure.finding import Found, Situation, listed, plural


def blocked(case: Situation, threshold: float) -> Found | None:
    """A blocker has been open for at least `threshold` days."""
    old = [one for one in case.facts.blocks if (case.today - one.opened_on).days >= threshold]
    if not old:
        return None
    old.sort(key=lambda one: (one.opened_on, one.key))
    days = (case.today - old[0].opened_on).days
    highlight = plural(days, "day")
    return Found(
        number=days,
        sentence=f"Blocked for {highlight}: {listed([named(one) for one in old])}",
        highlight=highlight,
        mend_key=old[0].key,
        since=old[0].opened_on + timedelta(days=int(threshold)),
    )


def named(one: Block) -> str:
    """`B-2 on D-7`."""
    return f"{one.key} on {one.item_key}" if one.item_key else one.key


def dependency_unconfirmed(case: Situation, threshold: float) -> Found | None:
    """Something external is needed within `threshold` days, or was, and is not confirmed."""
    near = [one for one in case.facts.unconfirmed if (one.needed_by_on - case.today).days <= threshold]
    if not near:
        return None
    near.sort(key=lambda one: (one.needed_by_on, one.key))
    first, more = near[0], len(near) - 1
    highlight, when = when_needed(first, case.today)
    rest = f"; {more} more likewise" if more else ""
    return Found(
        number=(first.needed_by_on - case.today).days,
        sentence=f"{first.key} “{first.title}” {when} and is not confirmed{rest}",
        highlight=highlight,
        mend_key=first.key,
        since=first.needed_by_on - timedelta(days=int(threshold)),
    )


def risk_unreviewed(case: Situation, threshold: float) -> Found | None:
    """Nobody has looked at an open risk for at least `threshold` weeks."""
    old = [one for one in case.facts.hazards if weeks_since(one.seen_on, case.today) >= threshold]
    if not old:
        return None
    old.sort(key=lambda one: (one.seen_on, one.key))
    first, more = old[0], len(old) - 1
    weeks = weeks_since(first.seen_on, case.today)
    highlight = plural(weeks, "week")
    verb = "was not reviewed for" if first.is_reviewed else "was raised and never reviewed, for"
    rest = f"; {more} more likewise" if more else ""
    return Found(
        number=weeks,
        sentence=f"{first.key} “{first.title}” {verb} {highlight}{rest}",
        highlight=highlight,
        mend_key=first.key,
        since=first.seen_on + timedelta(weeks=int(threshold)),
    )


def weeks_since(day: date, today: date) -> int:
    return (today - day).days // 7


def when_needed(one: Outside, today: date) -> tuple[str, str]:
    """The days in words, and the words that hold them."""
    days = (one.needed_by_on - today).days
    if days == 0:
        return "today", "is needed today"
    highlight = plural(abs(days), "day")
    return (
        (highlight, f"is needed in {highlight}") if days > 0 else (highlight, f"was needed {highlight} ago")
    )
