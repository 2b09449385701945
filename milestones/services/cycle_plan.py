"""Planning a milestone by a cycle: deliverables, their tasks, the handovers between them, the review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from milestones.models import CoverageAnswer, Deliverable, Gate, Milestone, Task, WorkCyclePart, WorkCycleStep
from milestones.services import coverage, deliverable, gate, handover, task
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Subteam
from pm.services.history import recording

NOT_NEEDED = "Not needed, because"


@dataclass(frozen=True, slots=True)
class Taken:
    """What is made of one part: for which subteam, and the steps that are not needed, with why.

    A part that is not needed at all says why in `because`.
    """

    part: WorkCyclePart
    steps: Sequence[WorkCycleStep]
    subteam: Subteam | None = None
    because: str = ""
    waived: Mapping[int, str] = field(default_factory=dict)


def plan(
    *, milestone: Milestone, cycle_name: str, parts: Sequence[Taken], start: date | None, actor: Actor
) -> list[Deliverable]:
    """Make the work of a milestone after a cycle, as one change set. What is not needed leaves its trace:
    its step stands as a dropped task with the reason.
    """
    taken = [one for one in parts if not one.because]
    if not taken:
        raise DomainError("Nothing is left to plan. Tick at least one part.")
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        if not row.is_open:
            raise DomainError(
                f"{row.key} is {row.get_status_display().lower()}. Work is planned while it is open."
            )
        record.group(f"{row.key} planned by the cycle {cycle_name}")
        made = {one.part.pk: make_part(row, one, start if one is taken[0] else None, actor) for one in taken}
        for one in taken:
            for step in one.steps:
                if step.pk not in one.waived:
                    pass_on(step, one, {each.part.pk: each for each in taken}, made, actor)
        if any(step.is_review and step.pk not in one.waived for one in taken for step in one.steps):
            gate.plan(milestone=row, kind=Gate.Kind.MID_WAY_REVIEW, actor=actor)
        first = made[taken[0].part.pk]
        for one in parts:
            if one.because:
                leave_out(row, first, one, taken, actor)
    return list(made.values())


def make_part(milestone: Milestone, one: Taken, start: date | None, actor: Actor) -> Deliverable:
    """One deliverable with a task for each of its steps."""
    program = milestone.program
    made = deliverable.create(
        program=program,
        milestone=milestone,
        title=f"{milestone.title[: 197 - len(one.part.name)]}: {one.part.name}"[:200],
        accountable=one.subteam,
        output=one.part.output,
        planned_start_on=start,
        actor=actor,
    )
    for step in one.steps:
        add_task(made, step, one.waived.get(step.pk, ""), actor)
    return made


def add_task(work: Deliverable, step: WorkCycleStep, because: str, actor: Actor) -> Task:
    """The task of a step; dropped at once with its reason where it is not needed."""
    words = f"{NOT_NEEDED} {because}" if because else ""
    row = task.create(
        program=work.program,
        title=f"{step.number} {step.text}"[:200],
        text=words,
        deliverable=work,
        actor=actor,
    )
    if because:
        row = task.take_step(task=row, to=Task.Status.DROPPED, reason=words, actor=actor)
    return row


def pass_on(
    step: WorkCycleStep,
    one: Taken,
    taken: Mapping[int, Taken],
    made: Mapping[int, Deliverable],
    actor: Actor,
) -> None:
    """Draft the handover that ends a step, between two subteams of the kinds its contract names."""
    to = taken.get(step.hands_to_id or 0)
    if to is None or one.subteam is None or to.subteam is None or one.subteam == to.subteam:
        return
    kind = step.handover_kind
    fits = (
        kind is not None
        and not kind.is_archived
        and (kind.giver_kind, kind.receiver_kind) == (one.subteam.kind, to.subteam.kind)
    )
    handover.create(
        program=one.part.program,
        deliverable=made[one.part.pk],
        receiving_deliverable=made[to.part.pk],
        giver=one.subteam,
        receiver=to.subteam,
        kind=kind if fits else None,
        actor=actor,
    )


def leave_out(
    milestone: Milestone, first: Deliverable, one: Taken, taken: Sequence[Taken], actor: Actor
) -> None:
    """The trace of a part that is not needed: its steps as dropped tasks of the first deliverable, and why
    a kind of subteam brings nothing where no other part asks it.
    """
    for step in one.steps:
        add_task(first, step, one.because, actor)
    kind = one.part.subteam_kind
    is_asked = any(kind in {each.part.subteam_kind, each.subteam and each.subteam.kind} for each in taken)
    held = Deliverable.objects.filter(milestone=milestone, accountable__kind=kind).open().exists()
    is_said = CoverageAnswer.objects.filter(milestone=milestone, kind=kind).exists()
    if kind and not (is_asked or held or is_said):
        coverage.answer(milestone=milestone, kind=kind, because=one.because, actor=actor)
