"""The verbs of an acceptance check: a line of the manual, performance and security checklists."""

from collections.abc import Mapping
from typing import Any

from milestones.models import AcceptanceCheck, Milestone
from milestones.services.milestone import tell
from milestones.services.spec import check_changing, check_editable, check_words, next_rank
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"kind", "text", "result", "evidence"})
NO_TEXT = "A check says what is tried. Write it."
Result = AcceptanceCheck.Result


def check_result(result: str, evidence: str) -> None:
    """Raise DomainError for a result that says nothing of how it was found."""
    if result != Result.OPEN and not evidence.strip():
        asked = (
            "Say why it is not needed." if result == Result.NOT_NEEDED else "Say where the result is seen."
        )
        raise DomainError(asked, field="evidence")


def add(*, milestone: Milestone, text: str, actor: Actor, **fields: Any) -> AcceptanceCheck:
    """Add a check behind the others."""
    check_editable(fields, EDITABLE)
    words = check_words(text, NO_TEXT, field="text")
    check_result(fields.get("result", Result.OPEN), fields.get("evidence", ""))
    program = milestone.program
    with recording(actor, program) as record:
        held = record.lock(milestone)
        check_changing(held)
        rank = next_rank(AcceptanceCheck.objects.filter(milestone=held))
        row = record.create(
            AcceptanceCheck(program=program, milestone=held, text=words, rank=rank, **fields),
            subject=held.key,
        )
        tell(held, program, actor)
    return row


def edit(
    *, check: AcceptanceCheck, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> AcceptanceCheck:
    """Change its words or its result, with the evidence of it."""
    check_editable(changes, EDITABLE)
    if "text" in changes:
        check_words(changes["text"], NO_TEXT, field="text")
    program = check.program
    with recording(actor, program) as record:
        milestone = record.lock(check.milestone)
        check_changing(milestone)
        row = record.lock(check)
        check_result(changes.get("result", row.result), changes.get("evidence", row.evidence))
        if record.update(row, changes, base=base, subject=milestone.key):
            tell(milestone, program, actor)
    return row


def remove(*, check: AcceptanceCheck, actor: Actor) -> AcceptanceCheck:
    """Take it away; history keeps it."""
    program = check.program
    with recording(actor, program) as record:
        milestone = record.lock(check.milestone)
        check_changing(milestone)
        record.delete(record.lock(check), subject=milestone.key)
        tell(milestone, program, actor)
    return check
