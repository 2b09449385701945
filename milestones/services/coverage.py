"""The verbs of a coverage answer: why a milestone needs no deliverable of one kind of subteam."""

from collections.abc import Mapping
from typing import Any

from milestones.models import CoverageAnswer, Deliverable, Milestone
from milestones.services.milestone import tell
from milestones.services.spec import check_changing, check_editable, check_words
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Subteam
from pm.services.history import recording

EDITABLE = frozenset({"because"})
NO_REASON = "Say in one sentence why it is not needed."


def answer(*, milestone: Milestone, kind: str, because: str, actor: Actor) -> CoverageAnswer:
    """Say why that kind of subteam has nothing to do here. Refused where it has."""
    words = check_words(because, NO_REASON, field="because")
    program, label = milestone.program, Subteam.Kind(kind).label
    with recording(actor, program) as record:
        held = record.lock(milestone)
        check_changing(held)
        own = Deliverable.objects.filter(milestone=held, accountable__kind=kind)
        first = own.exclude(status=Deliverable.Status.DROPPED).order_by("number").first()
        if first is not None:
            raise DomainError(f"{label} is covered by {first.key} {first.title}.", field="kind")
        if CoverageAnswer.objects.filter(milestone=held, kind=kind).exists():
            raise DomainError(f"{label} has its answer already. Edit that one.", field="kind")
        row = record.create(
            CoverageAnswer(program=program, milestone=held, kind=kind, because=words), subject=held.key
        )
        tell(held, program, actor)
    return row


def edit(
    *,
    answer: CoverageAnswer,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> CoverageAnswer:
    """Change the reason."""
    check_editable(changes, EDITABLE)
    if "because" in changes:
        check_words(changes["because"], NO_REASON, field="because")
    with recording(actor, answer.program) as record:
        milestone = record.lock(answer.milestone)
        check_changing(milestone)
        row = record.lock(answer)
        record.update(row, changes, base=base, subject=milestone.key)
    return row


def remove(*, answer: CoverageAnswer, actor: Actor) -> CoverageAnswer:
    """Take the answer back: something of that kind is needed after all."""
    program = answer.program
    with recording(actor, program) as record:
        milestone = record.lock(answer.milestone)
        check_changing(milestone)
        record.delete(record.lock(answer), subject=milestone.key)
        tell(milestone, program, actor)
    return answer


def answer_all(
    *, milestone: Milestone, answers: Mapping[str, str], base: Mapping[str, str], actor: Actor
) -> Milestone:
    """Write several answers at once; an empty one takes the answer back. Raises StaleEdit by kind."""
    with recording(actor, milestone.program) as record:
        held = record.lock(milestone)
        stands = {one.kind: one for one in CoverageAnswer.objects.filter(milestone=held)}
        now = {kind: stands[kind].because if kind in stands else "" for kind in answers}
        stale = [
            Conflict(kind, base.get(kind, ""), now[kind], because)
            for kind, because in answers.items()
            if now[kind] not in (base.get(kind, ""), because)
        ]
        if stale:
            raise StaleEdit(stale)
        for kind, because in answers.items():
            row = stands.get(kind)
            if row is None and because.strip():
                answer(milestone=held, kind=kind, because=because, actor=actor)
            elif row is not None and because.strip():
                edit(answer=row, changes={"because": because}, actor=actor)
            elif row is not None:
                remove(answer=row, actor=actor)
    return held
