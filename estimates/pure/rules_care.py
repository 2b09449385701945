"""Rules about care: an owner, a subteam, a word every three weeks."""

from datetime import timedelta

from estimates.pure.finding import Found, Situation, listed, plural
from pm.pure.days import short_day


def no_owner(case: Situation, threshold: float) -> Found | None:
    """Nobody owns the milestone."""
    if case.facts.has_owner:
        return None
    return Found(
        number=1,
        sentence=f"{case.facts.key} has no owner",
        highlight="no owner",
        mend_key=case.facts.key,
    )


def no_update(case: Situation, threshold: float) -> Found | None:
    """Work that should be going on, of which nothing was heard for `threshold` days."""
    facts = case.facts
    starts = facts.planned_start_on
    is_going = facts.status == "IN_PROGRESS" or (
        facts.status == "COMMITTED" and (starts is None or starts <= case.today)
    )
    known = [day for day in (facts.updated_on, facts.created_on, facts.committed_on) if day is not None]
    if not is_going or not known:
        return None
    last = facts.updated_on or max(known)
    days = (case.today - last).days
    if days < threshold:
        return None
    highlight = plural(days, "day")
    heard = f"the last one was on {short_day(last, case.today)}" if facts.updated_on else "none was made yet"
    return Found(
        number=days,
        sentence=f"No update for {highlight}; {heard}",
        highlight=highlight,
        mend_key=facts.key,
        since=last + timedelta(days=int(threshold)),
    )


def deliverable_without_subteam(case: Situation, threshold: float) -> Found | None:
    """Open deliverables that no subteam is accountable for."""
    lacking = [item.key for item in case.facts.items if item.is_open and not item.has_team]
    if not lacking or len(lacking) < threshold:
        return None
    highlight = plural(len(lacking), "deliverable")
    verb = "has" if len(lacking) == 1 else "have"
    return Found(
        number=len(lacking),
        sentence=f"{highlight} {verb} no accountable subteam: {listed(lacking)}",
        highlight=highlight,
        mend_key=lacking[0],
    )
