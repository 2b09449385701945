"""What blockers and unknowns share: who owns them, what they hang on, what they may cost."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from milestones.models import Blocker, Deliverable, Milestone, Unknown
from milestones.services.milestone import check_owner, check_years
from milestones.services.spec import check_editable, check_words, tell_all
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers
from pm.services.many import once

EDITABLE = frozenset(
    {
        "title",
        "text",
        "milestone",
        "deliverable",
        "owner",
        "priority",
        "delay_low_days",
        "delay_high_days",
        "waiting_on",
        "action",
        "opened_on",
        "resolve_by_on",
    }
)
Kind = TypeVar("Kind", Blocker, Unknown)


def place_of(milestone: Milestone | None, deliverable: Deliverable | None) -> Milestone:
    """The milestone it stands in the way of: its own or its deliverable's; raises DomainError for neither."""
    if milestone is None and deliverable is None:
        raise DomainError(
            "Say what it stands in the way of: a milestone or a deliverable.", field="milestone"
        )
    if deliverable is None:
        return milestone  # type: ignore[return-value]  # one of both is there
    if milestone is not None and deliverable.milestone_id != milestone.pk:
        raise DomainError(
            f"{deliverable.key} belongs to {deliverable.milestone.key}, not to {milestone.key}. "
            "Choose one of its deliverables, or leave it empty.",
            field="deliverable",
        )
    return deliverable.milestone


def check_days(today: date, low: int | None, high: int | None, opened: date | None, by: date | None) -> None:
    """Raise DomainError for days that cannot hold together."""
    check_years(opened, by)
    if low is not None and high is not None and low > high:
        raise DomainError("The least delay is above the most. Swap them.", field="delay_high_days")
    if opened is not None and opened > today:
        raise DomainError(
            "It cannot have been open since a day to come. Give the day it began.", field="opened_on"
        )


def create(
    kind: type[Kind], *, program: Program, title: str, actor: Actor, no_title: str, **fields: Any
) -> Kind:
    """Write down a blocker or an unknown with its next key, open since today unless said otherwise."""
    check_editable(fields, EDITABLE)
    check_owner(program, fields.get("owner"))
    words = check_words(title, no_title, field="title")
    opened_on = fields.pop("opened_on", None) or actor.today
    low, high = fields.get("delay_low_days"), fields.get("delay_high_days")
    check_days(actor.today, low, high, opened_on, fields.get("resolve_by_on"))
    milestone = place_of(fields.pop("milestone", None), fields.get("deliverable"))
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=kind.LETTER)
        row = record.create(
            kind(
                program=program,
                milestone=milestone,
                number=number,
                title=words,
                opened_on=opened_on,
                **fields,
            )
        )
        tell_all([milestone], program, actor)
    return row


def edit(
    row: Kind, *, changes: Mapping[str, Any], base: Mapping[str, Any] | None, actor: Actor, no_title: str
) -> Kind:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    check_editable(changes, EDITABLE)
    program = row.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    if "title" in changes:
        check_words(changes["title"], no_title, field="title")
    with recording(actor, program) as record:
        held = record.lock(row)
        stands = {name: changes.get(name, getattr(held, name)) for name in EDITABLE}
        if stands["opened_on"] is None:
            raise DomainError("Say since which day it is open.", field="opened_on")
        check_days(
            actor.today,
            stands["delay_low_days"],
            stands["delay_high_days"],
            stands["opened_on"],
            stands["resolve_by_on"],
        )
        before, place = held.milestone, place_of(stands["milestone"], stands["deliverable"])
        wanted = {**changes, "milestone": place} if {"milestone", "deliverable"} & set(changes) else changes
        if record.update(held, wanted, base=base):
            tell_all([before, held.milestone], program, actor)
    return held


def obstructed_in(program_id: int) -> set[int]:
    """The deliverables of a program that something stands in the way of, or once stood."""
    rows = (kind.objects.filter(program=program_id) for kind in (Blocker, Unknown))
    return {pk for one in rows for pk in one.exclude(deliverable=None).values_list("deliverable", flat=True)}


def follow(*, record: Recorder, deliverable: Deliverable) -> None:
    """Move what stands in the way of a deliverable to the milestone it belongs to now."""
    program_id = deliverable.program_id
    if deliverable.pk not in once(("obstructed", program_id), lambda: obstructed_in(program_id)):
        return
    found: Iterable[Model] = [
        *Blocker.objects.filter(deliverable=deliverable).exclude(milestone=deliverable.milestone_id),
        *Unknown.objects.filter(deliverable=deliverable).exclude(milestone=deliverable.milestone_id),
    ]
    for row in found:
        record.update(record.lock(row), {"milestone": deliverable.milestone})
