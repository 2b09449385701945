"""The verbs of a success criterion: a testable sentence, agreed before commitment, met before delivery."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Milestone, SuccessCriterion
from milestones.pure.checklist import is_evidence
from milestones.services.milestone import tell
from milestones.services.spec import check_changing, check_editable, check_words, move_line, next_rank
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"kind", "level", "text"})
NO_TEXT = "A criterion is a sentence that can be tested. Write what must hold."


def add(*, milestone: Milestone, text: str, actor: Actor, **fields: Any) -> SuccessCriterion:
    """Add a criterion, not met yet, behind the others."""
    check_editable(fields, EDITABLE)
    words = check_words(text, NO_TEXT, field="text")
    program = milestone.program
    with recording(actor, program) as record:
        held = record.lock(milestone)
        check_changing(held)
        rank = next_rank(SuccessCriterion.objects.filter(milestone=held))
        row = record.create(
            SuccessCriterion(program=program, milestone=held, text=words, rank=rank, **fields),
            subject=held.key,
        )
        tell(held, program, actor)
    return row


def edit(
    *,
    criterion: SuccessCriterion,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> SuccessCriterion:
    """Change its words, kind or level."""
    check_editable(changes, EDITABLE)
    if "text" in changes:
        check_words(changes["text"], NO_TEXT, field="text")
    return write(criterion, changes, base=base, actor=actor)


def meet(*, criterion: SuccessCriterion, evidence: str, actor: Actor) -> SuccessCriterion:
    """It holds: the evidence says where to look."""
    if not is_evidence(evidence):
        raise DomainError(
            "Met needs evidence: a link, or a sentence that says where to look.", field="evidence"
        )
    marks = {"is_met": True, "evidence": evidence.strip(), "met_on": actor.today}
    return write(criterion, marks, actor=actor)


def unmeet(*, criterion: SuccessCriterion, actor: Actor, why: str = "") -> SuccessCriterion:
    """It does not hold any more. History keeps the evidence."""
    marks = {"is_met": False, "evidence": "", "met_on": None}
    return write(criterion, marks, actor=actor.because(why) if why else actor)


def write(
    criterion: SuccessCriterion,
    changes: Mapping[str, Any],
    *,
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> SuccessCriterion:
    """Compare and set while its milestone may still change."""
    program = criterion.program
    with recording(actor, program) as record:
        milestone = record.lock(criterion.milestone)
        check_changing(milestone)
        row = record.lock(criterion)
        if record.update(row, changes, base=base, subject=milestone.key):
            tell(milestone, program, actor)
    return row


def move(*, criterion: SuccessCriterion, up: bool, actor: Actor) -> SuccessCriterion:
    """Let it change places with the one before or behind it."""
    with recording(actor, criterion.program) as record:
        milestone = record.lock(criterion.milestone)
        rows = SuccessCriterion.objects.filter(milestone=milestone).order_by("rank", "pk")
        move_line(record, list(rows.select_for_update()), criterion, up=up, subject=milestone.key)
    return criterion


def remove(*, criterion: SuccessCriterion, actor: Actor) -> SuccessCriterion:
    """Take it away; history keeps it."""
    program = criterion.program
    with recording(actor, program) as record:
        milestone = record.lock(criterion.milestone)
        check_changing(milestone)
        row = record.lock(criterion)
        record.delete(row, subject=milestone.key)
        tell(milestone, program, actor)
    return criterion
