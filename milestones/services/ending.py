"""Shelving or dropping a milestone: each open deliverable is answered, and all of it is one change set."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording


class Fate(StrEnum):
    """What becomes of an open deliverable when its milestone is shelved or dropped."""

    KEEP = "KEEP"
    MOVE = "MOVE"
    CUT = "CUT"
    DROP = "DROP"


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate of one deliverable; `to` is the milestone it moves to."""

    deliverable: Deliverable
    fate: Fate
    to: Milestone | None = None


def end(
    *,
    milestone: Milestone,
    to: str,
    answers: Sequence[Answer],
    base_status: str | None = None,
    reason: str,
    actor: Actor,
) -> Milestone:
    """Shelve or drop a milestone with what becomes of its open deliverables.

    Raises IllegalStep, StaleEdit or DomainError; then nothing was written.
    """
    program = milestone.program
    with recording(actor, program) as record:
        others = {one.to.pk: one.to for one in answers if one.to is not None}
        held = {pk: record.lock(row) for pk, row in sorted((others | {milestone.pk: milestone}).items())}
        row = held[milestone.pk]
        record.group(f"{row.key} {Milestone.Status(to).label.lower()}")
        kept = [one.deliverable.pk for one in answers if one.fate == Fate.KEEP]
        for one in answers:
            check_own(row, one.deliverable)
            fulfil(one, reason, actor)
        return milestones.take_step(
            milestone=row, to=to, base_status=base_status, reason=reason, kept=kept, actor=actor
        )


def check_own(milestone: Milestone, deliverable: Deliverable) -> None:
    """Raise DomainError for a deliverable that is of this milestone no more."""
    if deliverable.milestone_id != milestone.pk:
        raise DomainError(f"{deliverable.key} is not of {milestone.key} any more. Open the form again.")


def fulfil(answer: Answer, reason: str, actor: Actor) -> None:
    """Move, cut or drop one deliverable; a kept one stays as it is."""
    row = answer.deliverable
    if answer.fate == Fate.MOVE:
        if answer.to is None:
            raise DomainError(f"Say to which milestone {row.key} moves.", field=f"to_{row.number}")
        deliverables.move(deliverable=row, to=answer.to, reason=reason, actor=actor)
    elif answer.fate == Fate.CUT:
        deliverables.cut(deliverable=row, reason=reason, actor=actor)
    elif answer.fate == Fate.DROP:
        deliverables.take_step(deliverable=row, to=Deliverable.Status.DROPPED, reason=reason, actor=actor)
