"""The verbs of a gate: the reviews and meetings a milestone passes through."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Gate, Milestone
from milestones.pure.states import Step
from milestones.queries.working_day import working_day_after
from milestones.services.milestone import check_years, tell
from milestones.services.spec import check_editable, check_words
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"kind", "planned_on", "who", "has_guests"})
HELD = frozenset({"held_on", "who", "has_guests", "outcome", "lessons"})
POST_MORTEM_WITHIN = 2  # working days after a failure or a drop


def plan(*, milestone: Milestone, kind: str, actor: Actor, **fields: Any) -> Gate:
    """Plan a gate: when, who, with guests or without."""
    check_editable(fields, EDITABLE)
    check_years(fields.get("planned_on"))
    program = milestone.program
    with recording(actor, program) as record:
        row = record.create(
            Gate(program=program, milestone=milestone, kind=kind, **fields), subject=milestone.key
        )
        tell(milestone, program, actor)
    return row


def edit(
    *, gate: Gate, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Gate:
    """Change what is planned."""
    check_editable(changes, EDITABLE)
    check_years(changes.get("planned_on"))
    with recording(actor, gate.program) as record:
        row = record.lock(gate)
        record.update(row, changes, base=base, subject=row.milestone.key)
    return row


def hold(
    *, gate: Gate, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Gate:
    """Say that it was held: when, who, what came out, what was learnt."""
    check_editable(changes, HELD)
    program = gate.program
    with recording(actor, program) as record:
        row = record.lock(gate)
        held_on: date | None = changes.get("held_on", row.held_on)
        if held_on is None:
            raise DomainError("Say on which day it was held.", field="held_on")
        if held_on > actor.today:
            raise DomainError("It cannot have been held on a day to come. Plan it instead.", field="held_on")
        check_years(held_on)
        outcome = changes.get("outcome", row.outcome)
        check_words(outcome, "Say in a sentence what came out of it.", field="outcome")
        if record.update(row, changes, base=base, subject=row.milestone.key, happened_on=held_on):
            tell(row.milestone, program, actor)
    return row


def remove(*, gate: Gate, actor: Actor) -> Gate:
    """Take a gate away that was not held."""
    with recording(actor, gate.program) as record:
        row = record.lock(gate)
        if row.held_on is not None:
            raise DomainError(f"The {row.get_kind_display().lower()} was held. What came out of it stays.")
        record.delete(row, subject=row.milestone.key)
    return gate


def owe_post_mortem(*, milestone: Milestone, step: Step, reason: str, actor: Actor) -> None:
    """A dropped milestone owes a post-mortem within two working days."""
    if step.target != Milestone.Status.DROPPED:
        return
    waiting = Gate.objects.filter(milestone=milestone, kind=Gate.Kind.POST_MORTEM, held_on=None)
    if not waiting.exists():
        due = working_day_after(milestone.program, actor.today, POST_MORTEM_WITHIN)
        plan(milestone=milestone, kind=Gate.Kind.POST_MORTEM, planned_on=due, actor=actor)
