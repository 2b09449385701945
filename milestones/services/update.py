"""The verbs of a weekly update: what a subteam says each week of a deliverable."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from milestones.models import Contribution, Deliverable, WeeklyUpdate
from milestones.pure.delivery_states import first_day
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam
from pm.services.history import recording

TEXTS = ("achieved", "next", "blocked", "scope_change", "date_change")
EDITABLE = frozenset(TEXTS)


def check_week(week: str, today: date) -> date:
    """The Monday of a week that has begun. Raises DomainError for any other."""
    monday = first_day(week)
    if monday is None:
        raise DomainError("A week is written as 2026-W39.", field="week")
    if monday > today:
        raise DomainError(f"{week} has not begun yet. Write about a week that has.", field="week")
    return monday


def check_says_something(texts: Mapping[str, str]) -> None:
    """Raise DomainError for an update without a word."""
    if not any(texts.get(name, "").strip() for name in TEXTS):
        raise DomainError(
            "Say what was achieved, what comes next or what is in the way. One line is enough.",
            field="achieved",
        )


def check_team(deliverable: Deliverable, subteam: Subteam) -> None:
    """Raise DomainError unless the subteam is accountable for the deliverable or contributes to it."""
    helps = Contribution.objects.filter(deliverable=deliverable, subteam=subteam)
    if subteam.pk != deliverable.accountable_id and not helps.exists():
        raise DomainError(
            f"{subteam} neither is accountable for {deliverable.key} nor contributes to it.", field="subteam"
        )


def write(
    *, deliverable: Deliverable, subteam: Subteam, week: str, actor: Actor, **texts: str
) -> WeeklyUpdate:
    """Write the subteam's update of a week; one a week, the next words are an edit of it."""
    monday = check_week(week, actor.today)
    check_team(deliverable, subteam)
    check_says_something(texts)
    program = deliverable.program
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        if WeeklyUpdate.objects.filter(deliverable=row, subteam=subteam, week=week).exists():
            raise DomainError(
                f"{subteam} wrote of {row.key} in {week} already. Open that update and edit it.", field="week"
            )
        day = min(actor.today, monday + timedelta(days=6))
        made = record.create(
            WeeklyUpdate(
                program=program,
                deliverable=row,
                subteam=subteam,
                week=week,
                by_id=actor.user_id,
                happened_on=day,
                recorded_at=actor.moment,
                **{name: texts.get(name, "").strip() for name in TEXTS},
            ),
            subject=row.key,
            happened_on=day,
        )
        tell(row.milestone, program, actor)
    return made


def edit(
    *,
    update: WeeklyUpdate,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> WeeklyUpdate:
    """Change its words; history keeps what was said before."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = update.program
    with recording(actor, program) as record:
        row = record.lock(update)
        check_says_something({name: changes.get(name, getattr(row, name)) for name in TEXTS})
        if record.update(row, changes, base=base, subject=row.deliverable.key):
            tell(row.deliverable.milestone, program, actor)
    return row
