"""The verbs of a risk."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Risk
from milestones.pure.spec_states import RISK_STEPS
from milestones.services.milestone import check_owner
from milestones.services.spec import check_editable, check_words, legal_step, tell_all
from pm.actor import Actor
from pm.models import Program
from pm.services.history import recording
from pm.services.key import take_numbers

EDITABLE = frozenset(
    {
        "title",
        "text",
        "milestone",
        "kind",
        "likelihood",
        "impact",
        "response",
        "mitigation",
        "owner",
        "is_internal",
    }
)
NO_TITLE = "A risk says in one line what may happen. Write it."


def create(*, program: Program, title: str, actor: Actor, **fields: Any) -> Risk:
    """Raise a risk with the next key, of a milestone or of the whole program."""
    check_editable(fields, EDITABLE)
    check_owner(program, fields.get("owner"))
    words = check_words(title, NO_TITLE, field="title")
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter=Risk.LETTER)
        row = record.create(Risk(program=program, number=number, title=words, **fields))
        tell_all([row.milestone], program, actor)
    return row


def edit(
    *, risk: Risk, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Risk:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    check_editable(changes, EDITABLE)
    program = risk.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    if "title" in changes:
        check_words(changes["title"], NO_TITLE, field="title")
    with recording(actor, program) as record:
        row = record.lock(risk)
        before = row.milestone
        if record.update(row, changes, base=base):
            tell_all([before, row.milestone], program, actor)
    return row


def review(*, risk: Risk, actor: Actor, note: str = "") -> Risk:
    """Say that somebody looked at it today and it stands as it is written."""
    with recording(actor, risk.program) as record:
        row = record.lock(risk)
        if record.update(row, {"reviewed_on": actor.today}, why=note):
            tell_all([row.milestone], row.program, actor)
    return row


def take_step(*, risk: Risk, to: str, base_status: str | None = None, reason: str = "", actor: Actor) -> Risk:
    """It happened, it is closed, or it is open again. Raises IllegalStep, StaleEdit."""
    program = risk.program
    with recording(actor, program) as record:
        row = record.lock(risk)
        step = legal_step(RISK_STEPS, row, to, base_status=base_status, reason=reason)
        base = {"status": base_status} if base_status is not None else None
        if record.update(row, {"status": to}, base=base, why=reason) and step is not None:
            closed_on = actor.today if to == Risk.Status.CLOSED else None
            record.update(row, {"closed_on": closed_on, "reviewed_on": actor.today}, why=reason)
            tell_all([row.milestone], program, actor)
    return row
