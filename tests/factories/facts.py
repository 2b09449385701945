"""Facts of a milestone as the rules of its level read them; no database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from estimates.pure.assess import assess
from estimates.pure.facts import Guess, Item, MilestoneFacts
from estimates.pure.level import Setting, Verdict, defaults

TODAY = date(2026, 3, 2)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TARGET = date(2026, 4, 30)


def guess(likely: float, **more: object) -> Guess:
    """An estimate of that many person-days, made when the work began."""
    return Guess(likely, AT.date(), AT, **more)


def item(key: str = "D-1", size: float | None = 20, **more: object) -> Item:
    """A deliverable in progress."""
    totals = (guess(size),) if size is not None else ()
    return Item(**({"key": key, "status": "IN_PROGRESS", "totals": totals, "created_on": AT.date(),
                    "created_at": AT} | more))  # fmt: skip


def milestone(*items: Item, **more: object) -> MilestoneFacts:
    """In progress, on time, all known: 20 person-days left at 5 a week, 59 days before the target."""
    usual = {
        "id": 1,
        "key": "M-1",
        "status": "IN_PROGRESS",
        "target_to_on": TARGET,
        "first_target_on": TARGET,
        "committed_on": AT.date(),
        "created_on": AT.date(),
        "updated_on": TODAY,
        "planned_people": 1.0,
        "value": 5.0,
        "items": items or (item(),),
    }
    return MilestoneFacts(**(usual | more))


def verdict(facts: MilestoneFacts, today: date = TODAY, **settings: Setting) -> Verdict:
    """What the rules say, with those settings of theirs."""
    return assess(facts, defaults() | settings, None, today).verdict


def found(facts: MilestoneFacts, rule: str, **settings: Setting) -> Any:
    """The reason that this rule gives, or None."""
    return next((one for one in verdict(facts, **settings).reasons if one.rule == rule), None)


def overdue(count: int, of: int) -> MilestoneFacts:
    """So many of its deliverables are overdue, each by a day more than the one before."""
    days = [TODAY - timedelta(days=n + 1) if n < count else TARGET for n in range(of)]
    return milestone(*(item(f"D-{n}", 2, due_on=day) for n, day in enumerate(days)))
