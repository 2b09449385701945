"""The verbs of an acceptance criterion: a sentence that must hold for its deliverable to close."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max

from milestones.models import AcceptanceCriterion, Deliverable
from milestones.services.deliverable import check_open
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

NO_TEXT = "A criterion is a sentence. Write what must hold for the deliverable to close."


def add(*, deliverable: Deliverable, texts: Sequence[str], actor: Actor) -> list[AcceptanceCriterion]:
    """Add criteria, not met yet, after the ones that are there."""
    wanted = [text.strip() for text in texts]
    if not all(wanted):
        raise DomainError(NO_TEXT, field="text")
    program = deliverable.program
    with recording(actor, program) as record:
        held = record.lock(deliverable)
        check_open(held)
        last = AcceptanceCriterion.objects.filter(deliverable=held).aggregate(last=Max("rank"))["last"]
        first = 0 if last is None else last + 1
        made = record.create_many(
            [
                AcceptanceCriterion(program=program, deliverable=deliverable, text=text, rank=first + index)
                for index, text in enumerate(wanted)
            ],
            subjects=[deliverable.key] * len(wanted),
        )
        tell(deliverable.milestone, program, actor)
    return made


def answer(
    *, criterion: AcceptanceCriterion, is_met: bool, base: Mapping[str, Any] | None = None, actor: Actor
) -> AcceptanceCriterion:
    """Say that a criterion is met, or that it is not met any more."""
    program = criterion.program
    with recording(actor, program) as record:
        deliverable = record.lock(criterion.deliverable)
        check_open(deliverable)
        row = record.lock(criterion)
        if record.update(row, {"is_met": is_met}, base=base, subject=deliverable.key):
            tell(deliverable.milestone, program, actor)
    return row


def reword(
    *, criterion: AcceptanceCriterion, text: str, base: Mapping[str, Any] | None = None, actor: Actor
) -> AcceptanceCriterion:
    """Change the sentence. What was met in other words is open again."""
    if not text.strip():
        raise DomainError(NO_TEXT, field="text")
    program = criterion.program
    with recording(actor, program) as record:
        deliverable = record.lock(criterion.deliverable)
        check_open(deliverable)
        row = record.lock(criterion)
        if record.update(row, {"text": text.strip()}, base=base, subject=deliverable.key):
            record.update(row, {"is_met": False}, subject=deliverable.key)
            tell(deliverable.milestone, program, actor)
    return row


def remove(*, criterion: AcceptanceCriterion, actor: Actor) -> Deliverable:
    """Take a criterion away; history keeps it."""
    program = criterion.program
    with recording(actor, program) as record:
        deliverable = record.lock(criterion.deliverable)
        check_open(deliverable)
        record.delete(record.lock(criterion), subject=deliverable.key)
        tell(deliverable.milestone, program, actor)
    return deliverable
