"""The verbs of a row of the communication plan: who hears what, and when."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Communication, Milestone, Stakeholder
from milestones.services.milestone import check_owner, check_years
from milestones.services.spec import check_editable, check_words
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"stakeholder", "message", "channel", "owner", "due_on"})
NO_MESSAGE = "Say in a sentence what they must hear."


def plan(
    *, milestone: Milestone, stakeholder: Stakeholder, message: str, actor: Actor, **fields: Any
) -> Communication:
    """Plan that somebody hears something, by a day."""
    check_editable(fields, EDITABLE)
    program = milestone.program
    check_owner(program, fields.get("owner"))
    check_years(fields.get("due_on"))
    words = check_words(message, NO_MESSAGE, field="message")
    with recording(actor, program) as record:
        row = Communication(
            program=program, milestone=milestone, stakeholder=stakeholder, message=words, **fields
        )
        return record.create(row, subject=milestone.key)


def edit(
    *, row: Communication, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Communication:
    """Change what is planned."""
    check_editable(changes, EDITABLE)
    if "owner" in changes:
        check_owner(row.program, changes["owner"])
    if "message" in changes:
        check_words(changes["message"], NO_MESSAGE, field="message")
    check_years(changes.get("due_on"))
    with recording(actor, row.program) as record:
        held = record.lock(row)
        record.update(held, changes, base=base, subject=held.milestone.key)
    return held


def finish(*, row: Communication, on: date | None = None, actor: Actor) -> Communication:
    """They heard it, today unless said otherwise."""
    day = on or actor.today
    if day > actor.today:
        raise DomainError("They cannot have heard it on a day to come.", field="done_on")
    return set_done(row, day, actor)


def reopen(*, row: Communication, actor: Actor) -> Communication:
    """They have not heard it after all."""
    return set_done(row, None, actor)


def set_done(row: Communication, day: date | None, actor: Actor) -> Communication:
    with recording(actor, row.program) as record:
        held = record.lock(row)
        record.update(held, {"done_on": day}, subject=held.milestone.key)
    return held


def remove(*, row: Communication, actor: Actor) -> Communication:
    """Take the row away; history keeps it."""
    with recording(actor, row.program) as record:
        held = record.lock(row)
        record.delete(held, subject=held.milestone.key)
    return row
