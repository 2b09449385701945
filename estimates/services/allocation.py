"""Allocations: so many people of a subteam, from–to, for a milestone or a deliverable."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from estimates.models import Allocation
from estimates.queries.estimate import Target
from estimates.services.capacity import ask_for, check_span
from milestones.models import Milestone
from milestones.services.milestone import check_owner, check_years, tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam, User
from pm.services.history import recording

EDITABLE = frozenset({"subteam", "person", "people", "from_on", "to_on", "note"})
MOST_PEOPLE = Decimal(1000)


def create(
    *,
    target: Target,
    subteam: Subteam,
    people: Decimal,
    from_on: date,
    to_on: date,
    actor: Actor,
    person: User | None = None,
    note: str = "",
) -> Allocation:
    """Promise a share of a subteam, optionally of one person, to a milestone or a deliverable."""
    check_days(from_on, to_on)
    check_people(people, person)
    program = target.program
    check_owner(program, person)
    if not target.is_open:
        raise DomainError(f"{target.key} is {target.get_status_display().lower()}: nobody is needed for it.")
    with recording(actor, program) as record:
        row = record.create(
            Allocation(
                program=program, subteam=subteam, person=person, people=people, from_on=from_on, to_on=to_on,
                note=note, by_id=actor.user_id, happened_on=actor.today, recorded_at=actor.moment,
                **{"milestone" if isinstance(target, Milestone) else "deliverable": target},
            ),
            subject=target.key,
        )  # fmt: skip
        announce(row, subteam, actor)
    return row


def check_days(from_on: date, to_on: date) -> None:
    check_years(from_on, to_on)
    check_span(from_on, to_on)


def check_people(people: Decimal, person: User | None) -> None:
    if not 0 < people <= MOST_PEOPLE:
        raise DomainError("An allocation is of more than 0 people; half a person is 0.5.", field="people")
    if person is not None and people > 1:
        raise DomainError("One person is at most 1. Leave the person empty to allocate more.", field="people")


def target_of(row: Allocation) -> Target:
    """What it is for."""
    found = row.milestone or row.deliverable
    if found is None:
        raise DomainError("This allocation is of nothing any more.")
    return found


def announce(row: Allocation, subteam: Subteam, actor: Actor) -> None:
    """Ask for new figures of this milestone and of all that share the subteam."""
    target = target_of(row)
    milestone = target if isinstance(target, Milestone) else target.milestone
    tell(milestone, row.program, actor)
    ask_for(row.program, subteam, actor)


def edit(
    *, allocation: Allocation, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Allocation:
    """Change who, how many and when; what it is for stays."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = allocation.program
    with recording(actor, program) as record:
        row = record.lock(allocation)
        check_days(changes.get("from_on", row.from_on), changes.get("to_on", row.to_on))
        check_people(changes.get("people", row.people), changes.get("person", row.person))
        if "person" in changes:
            check_owner(program, changes["person"])
        before = row.subteam
        if record.update(row, changes, base=base, subject=target_of(row).key):
            announce(row, before, actor)
            if row.subteam_id != before.pk:
                ask_for(program, row.subteam, actor)
    return row


def remove(*, allocation: Allocation, actor: Actor) -> None:
    """Take the promise back; history keeps the row whole."""
    with recording(actor, allocation.program) as record:
        row = record.lock(allocation)
        announce(row, row.subteam, actor)
        record.delete(row, subject=target_of(row).key)
