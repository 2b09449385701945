"""Capacity of a subteam in a half-year, revised by appending; and its absences."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from estimates.models import Absence, Capacity
from estimates.queries.allocation import touched_by
from estimates.queries.capacity import capacity_now
from estimates.services import recompute
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Program, Subteam
from pm.models.period import PERIOD_PATTERN
from pm.services.history import recording

SAID = ("people", "support_percent", "note")
MOST_PEOPLE = Decimal(1000)
ABSENCE_EDITABLE = frozenset({"subteam", "from_on", "to_on", "person_days", "reason"})


def set_capacity(
    *,
    subteam: Subteam,
    period: str,
    people: Decimal,
    support_percent: int,
    actor: Actor,
    note: str = "",
    seen: Mapping[str, Any] | None = None,
    happened_on: date | None = None,
) -> Capacity:
    """Append what a subteam has in a half-year. `seen` is what the editor saw of it, empty for nothing."""
    check_period(period)
    check_share(people, support_percent)
    program = subteam.program
    with recording(actor, program) as record:
        record.lock(subteam)
        newest = capacity_now(subteam, period)
        row = Capacity(
            program=program, subteam=subteam, period=period, people=people, support_percent=support_percent,
            note=note, by_id=actor.user_id, happened_on=happened_on or actor.today, recorded_at=actor.moment,
        )  # fmt: skip
        if newest is not None and said(newest) == said(row):
            return newest
        check_seen(newest, row, seen)
        record.create(row, subject=subteam.slug)
        ask_for(program, subteam, actor)
    return row


def check_seen(newest: Capacity | None, mine: Capacity, seen: Mapping[str, Any] | None) -> None:
    """Raise StaleEdit for what somebody else revised since the editor saw it."""
    if newest is None or seen is None:
        return
    conflicts = [
        Conflict(name, seen.get(name), getattr(newest, name), getattr(mine, name))
        for name in SAID
        if seen.get(name) != getattr(newest, name) != getattr(mine, name)
    ]
    if conflicts:
        raise StaleEdit(conflicts)


def said(row: Capacity) -> tuple[object, ...]:
    """What a capacity says."""
    return (row.people, row.support_percent, row.note)


def check_period(period: str) -> None:
    if not re.fullmatch(PERIOD_PATTERN, period):
        raise DomainError(f"“{period}” is no half-year. Write it like 2026H1.", field="period")


def check_share(people: Decimal, support_percent: int) -> None:
    if not 0 <= people <= MOST_PEOPLE:
        raise DomainError(f"A subteam has 0 to {MOST_PEOPLE} people; part-time counts in parts, such as 2.5.",
                          field="people")  # fmt: skip
    if not 0 <= support_percent <= 100:
        raise DomainError("Support takes 0 to 100 per cent of the time.", field="support_percent")


def ask_for(program: Program, subteam: Subteam, actor: Actor) -> None:
    """Ask for new figures of every milestone that this subteam is allocated to."""
    for milestone_id in touched_by(program, subteam.pk, actor.today):
        recompute.request_one(milestone_id=milestone_id, program=program, now=actor.moment)


def check_span(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise DomainError("It ends before it begins. Give the later day as its end.", field="to_on")


def add_absence(
    *, subteam: Subteam, from_on: date, to_on: date, person_days: Decimal, actor: Actor, reason: str = ""
) -> Absence:
    """Take person-days from a subteam: a reason, never a person."""
    check_span(from_on, to_on)
    check_absent(person_days)
    program = subteam.program
    with recording(actor, program) as record:
        row = record.create(
            Absence(program=program, subteam=subteam, from_on=from_on, to_on=to_on, person_days=person_days,
                    reason=reason),
            subject=subteam.slug,
        )  # fmt: skip
        ask_for(program, subteam, actor)
    return row


def check_absent(person_days: Decimal) -> None:
    if person_days <= 0:
        raise DomainError("An absence takes more than 0 person-days.", field="person_days")


def edit_absence(
    *, absence: Absence, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Absence:
    """Change an absence."""
    if unknown := set(changes) - ABSENCE_EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = absence.program
    with recording(actor, program) as record:
        row = record.lock(absence)
        check_span(changes.get("from_on", row.from_on), changes.get("to_on", row.to_on))
        check_absent(changes.get("person_days", row.person_days))
        before = row.subteam
        if record.update(row, changes, base=base, subject=row.subteam.slug):
            for subteam in {before, row.subteam}:
                ask_for(program, subteam, actor)
    return row


def remove_absence(*, absence: Absence, actor: Actor) -> None:
    """Give the days back; history keeps the row whole."""
    program = absence.program
    with recording(actor, program) as record:
        row = record.lock(absence)
        subteam = row.subteam
        record.delete(row, subject=subteam.slug)
        ask_for(program, subteam, actor)
