"""Rules about effort: missing estimates, overruns, grown scope, appetite."""

from estimates.pure.breaker import Breach, breaches, reason_of, unanswered
from estimates.pure.drift import Drift
from estimates.pure.facts import Item, MilestoneFacts
from estimates.pure.finding import Found, Situation, listed, plural
from pm.pure.days import short_day

BROKEN_AT = ("COMMITTED", "IN_PROGRESS")


def held_of(case: Situation) -> list[Item]:
    return [item for item in case.facts.items if not item.is_dropped]


def no_estimate(case: Situation, threshold: float) -> Found | None:
    """What remains is unknown for want of estimates, of the milestone or of deliverables."""
    lacking = case.drift.left.unknown
    if not lacking:
        return None
    if lacking == (case.facts.key,):
        return Found(
            number=1,
            sentence=f"{case.facts.key} has no estimate, so what remains is unknown",
            highlight="no estimate",
            mend_key=case.facts.key,
        )
    highlight = f"{len(lacking)} of {len(held_of(case))}"
    verb = "has" if len(lacking) == 1 else "have"
    return Found(
        number=len(lacking),
        sentence=f"{highlight} deliverables {verb} no estimate, so the rest is unknown: {listed(lacking)}",
        highlight=highlight,
        mend_key=case.facts.key if case.facts.newest is None else lacking[0],
    )


def deliverable_without_estimate(case: Situation, threshold: float) -> Found | None:
    """Deliverables whose size is only what the milestone's own estimate leaves to them."""
    sizes = case.drift.sizes
    if sizes.share is None or len(sizes.spread) < threshold:
        return None
    count, held = len(sizes.spread), len(held_of(case))
    highlight = f"{count} of {held}"
    noun = "deliverable" if held == 1 else "deliverables"
    verb, own, each = ("has", "its", "") if count == 1 else ("have", "their", " each")
    return Found(
        number=count,
        sentence=f"{highlight} {noun} {verb} no estimate of {own} own; "
        f"{plural(sizes.share, 'person-day')}{each} are taken from the milestone's: {listed(sizes.spread)}",
        highlight=highlight,
        mend_key=sizes.spread[0],
    )


def scope_grown(case: Situation, threshold: float) -> Found | None:
    """Scope added less scope removed since the baseline, as a share of the baseline."""
    parts, base = case.drift.parts, case.drift.baseline
    if parts is None or not base or parts.scope / base < threshold or parts.scope <= 0:
        return None
    highlight = f"{parts.scope / base:.0%}".replace("%", " %")
    added = [key for key, days in parts.scope_lines if days > 0]
    blank = f", and {plural(len(parts.added_blank), 'deliverable')} more without an estimate"
    return Found(
        number=round(parts.scope / base, 4),
        sentence=f"Scope grew {highlight} since commitment, by {plural(parts.scope, 'person-day')}: "
        + listed(added)
        + (blank if parts.added_blank else ""),
        highlight=highlight,
        mend_key=case.facts.key,
    )


def estimate_overrun(case: Situation, threshold: float) -> Found | None:
    """Open work that has used up its estimate, without a new statement of what remains."""
    over = [row for row in case.drift.left.overrun if row[1] / row[2] >= threshold]
    if not over:
        return None
    worst = max(over, key=lambda row: row[1] / row[2])
    highlight = f"{worst[1]:.4g} of {worst[2]:.4g}"
    more = f"; {plural(len(over) - 1, 'more item')} likewise" if len(over) > 1 else ""
    return Found(
        number=round(worst[1] / worst[2], 3),
        sentence=f"{worst[0]} has spent {highlight} person-days, is open and was not re-estimated{more}",
        highlight=highlight,
        mend_key=worst[0],
    )


def appetite_spent(case: Situation, threshold: float) -> Found | None:
    """More was spent than we were willing to spend."""
    appetite = case.facts.appetite
    if not appetite or case.drift.spent / appetite <= threshold:
        return None
    highlight = f"{case.drift.spent:.4g} of {appetite:.4g}"
    return Found(
        number=round(case.drift.spent / appetite, 3),
        sentence=f"Spent {highlight} person-days of the appetite",
        highlight=highlight,
        mend_key=case.facts.key,
    )


def effort_missing(case: Situation, threshold: float) -> Found | None:
    """Closed deliverables without any effort entry: what they cost is unknown."""
    lacking = case.drift.unrecorded
    if not lacking or len(lacking) < threshold:
        return None
    highlight = plural(len(lacking), "closed deliverable")
    verb = "has" if len(lacking) == 1 else "have"
    return Found(
        number=len(lacking),
        sentence=f"{highlight} {verb} no effort entered, so the drift is unknown: {listed(lacking)}",
        highlight=highlight,
        mend_key=lacking[0],
    )


def owed_of(facts: MilestoneFacts, drift: Drift) -> tuple[Breach, ...]:
    """The breaches of the circuit breaker that no decision has answered; only of what is committed."""
    if facts.is_budget_line or facts.status not in BROKEN_AT:
        return ()
    found = breaches(
        appetite=facts.appetite,
        baseline=drift.baseline,
        spent=drift.spent,
        forecast=drift.forecast,
        factor=facts.breaker_factor,
    )
    return unanswered(found, facts.decided)


def decision_owed(case: Situation, threshold: float) -> Found | None:
    """The circuit breaker: effort passed a limit, and nobody has decided what to do about it."""
    owed = owed_of(case.facts, case.drift)
    if not owed:
        return None
    return Found(
        number=round(owed[0].figure / owed[0].limit, 3),
        sentence=reason_of(owed),
        highlight=owed[0].highlight,
        mend_key=case.facts.key,
    )


def overbooked(case: Situation, threshold: float) -> Found | None:
    """A subteam of this milestone is allocated beyond its capacity in the days before the target."""
    over = [one for one in case.facts.overbooked if one.allocated > one.available * threshold]
    if not over:
        return None
    worst = max(over, key=lambda one: one.allocated - one.available)
    highlight = f"{worst.allocated:.4g} of {worst.available:.4g}"
    more = f"; {plural(len(over) - 1, 'more subteam')} likewise" if len(over) > 1 else ""
    return Found(
        number=round(worst.allocated / worst.available, 3) if worst.available else worst.allocated,
        sentence=f"{worst.subteam} is allocated {highlight} person-days until "
        f"{short_day(worst.until, case.today)}{more}",
        highlight=highlight,
        mend_key=case.facts.key,
    )
