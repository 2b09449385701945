"""The verbs of a cycle of work: the template, its parts and their steps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Max

from milestones.models import HandoverKind, WorkCycle, WorkCyclePart, WorkCycleStep
from milestones.pure.cycles import Cycle
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program, Subteam
from pm.services.history import recording

EDITABLE = frozenset({"name", "text", "rank"})
PART_EDITABLE = frozenset({"name", "subteam_kind", "output", "condition", "rank"})
STEP_EDITABLE = frozenset({"number", "text", "condition", "is_review", "hands_to", "handover_kind"})
Row = TypeVar("Row", WorkCyclePart, WorkCycleStep)


def check_name(program: Program, name: str, *, apart_from: int = 0) -> None:
    """Raise DomainError for a name that is none, or is taken."""
    if not name.strip():
        raise DomainError("Write what kind of work runs like this.", field="name")
    twins = WorkCycle.objects.filter(program=program, name=name.strip()).exclude(pk=apart_from)
    if twins.exists():
        raise DomainError(f"There is a cycle “{name.strip()}” already.", field="name")


def check_step(part: WorkCyclePart, values: Mapping[str, Any], *, apart_from: int = 0) -> None:
    """Raise DomainError for a step without words, with a taken number, or that passes on to nobody."""
    if not values.get("text", "-").strip():
        raise DomainError("Write what is done in this step.", field="text")
    number = int(values.get("number") or 0)
    twins = WorkCycleStep.objects.filter(part__cycle=part.cycle_id, number=number).exclude(pk=apart_from)
    if number and twins.exists():
        raise DomainError(f"Step {number} is there already. Choose another number.", field="number")
    to = values.get("hands_to")
    if to is not None and (to.pk == part.pk or to.cycle_id != part.cycle_id):
        raise DomainError("A step hands over to another part of its cycle. Choose one.", field="hands_to")
    if values.get("handover_kind") is not None and to is None:
        raise DomainError("Choose the part that takes over by this contract.", field="hands_to")


def refuse_others(changes: Iterable[str], allowed: frozenset[str]) -> None:
    if unknown := set(changes) - allowed:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")


def add(*, program: Program, name: str, actor: Actor, text: str = "", rank: int | None = None) -> WorkCycle:
    """Add a cycle, empty at first."""
    check_name(program, name)
    with recording(actor, program) as record:
        place = WorkCycle.objects.filter(program=program).count() if rank is None else rank
        return record.create(
            WorkCycle(program=program, name=name.strip(), text=text, rank=place), subject=name.strip()
        )


def edit(
    *, cycle: WorkCycle, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> WorkCycle:
    """Change its name, its words, its place. What was planned by it stays as it is."""
    refuse_others(changes, EDITABLE)
    if "name" in changes:
        check_name(cycle.program, changes["name"], apart_from=cycle.pk)
    with recording(actor, cycle.program) as record:
        row = record.lock(cycle)
        record.update(row, changes, base=base, subject=row.name)
    return row


def archive(*, cycle: WorkCycle, actor: Actor, is_archived: bool = True) -> WorkCycle:
    """Offer it no more, or again."""
    with recording(actor, cycle.program) as record:
        row = record.lock(cycle)
        record.update(row, {"is_archived": is_archived}, subject=row.name)
    return row


def add_part(
    *, cycle: WorkCycle, name: str, actor: Actor, steps: Sequence[str] = (), **fields: Any
) -> WorkCyclePart:
    """Add a part, one deliverable of the work, with its steps in order."""
    refuse_others(fields, PART_EDITABLE)
    if not name.strip():
        raise DomainError("Name the deliverable that these steps make.", field="name")
    kind = fields.get("subteam_kind", "")
    if kind and kind not in Subteam.Kind.values:
        raise DomainError("Choose a kind of subteam.", field="subteam_kind")
    with recording(actor, cycle.program) as record:
        row = record.lock(cycle)
        fields.setdefault("rank", WorkCyclePart.objects.filter(cycle=row).count())
        part = WorkCyclePart(program=cycle.program, cycle=row, name=name.strip(), **fields)
        record.create(part, subject=row.name)
        for text in steps:
            add_step(part=part, text=text[:200], actor=actor)
    return part


def edit_part(
    *, part: WorkCyclePart, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> WorkCyclePart:
    """Change what a part is called, who answers for it, when it is needed."""
    refuse_others(changes, PART_EDITABLE)
    if not changes.get("name", "-").strip():
        raise DomainError("Name the deliverable that these steps make.", field="name")
    with recording(actor, part.program) as record:
        row = record.lock(part)
        record.update(row, changes, base=base, subject=row.cycle.name)
    return row


def remove_part(*, part: WorkCyclePart, actor: Actor) -> None:
    """Take a part out with its steps. Refused while another step hands over to it."""
    with recording(actor, part.program) as record:
        row = record.lock(part)
        givers = WorkCycleStep.objects.filter(hands_to=row).exclude(part=row).order_by("number")
        if names := ", ".join(f"{one.number} {one.text}" for one in givers):
            raise DomainError(f"{row.name} takes over from {names}. Change that step first.")
        record.delete(row, subject=row.cycle.name)


def add_step(*, part: WorkCyclePart, text: str, actor: Actor, **fields: Any) -> WorkCycleStep:
    """Add a step to a part; without a number it comes after all of the cycle."""
    refuse_others(fields, STEP_EDITABLE)
    with recording(actor, part.program) as record:
        record.lock(part.cycle)
        row = record.lock(part)
        if fields.get("number") is None:
            last = WorkCycleStep.objects.filter(part__cycle=row.cycle_id).aggregate(last=Max("number"))
            fields["number"] = (last["last"] or 0) + 1
        check_step(row, {"text": text, **fields})
        step = WorkCycleStep(program=part.program, part=row, text=text.strip(), **fields)
        return record.create(step, subject=row.cycle.name)


def edit_step(
    *, step: WorkCycleStep, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> WorkCycleStep:
    """Reword a step, number it, say to whom it hands over."""
    refuse_others(changes, STEP_EDITABLE)
    with recording(actor, step.program) as record:
        row = record.lock(step)
        now = {"hands_to": row.hands_to, "handover_kind": row.handover_kind, **changes}
        check_step(row.part, now, apart_from=row.pk)
        record.update(row, changes, base=base, subject=row.part.cycle.name)
    return row


def remove_step(*, step: WorkCycleStep, actor: Actor) -> None:
    """Take a step out of the work to come."""
    with recording(actor, step.program) as record:
        row = record.lock(step)
        record.delete(row, subject=row.part.cycle.name)


def lay(program: Program, cycles: Iterable[Cycle], actor: Actor) -> None:
    """Write the cycles a program starts with; contracts are found by their names."""
    contracts = {one.name: one for one in HandoverKind.objects.filter(program=program)}
    with recording(actor, program):
        for rank, cycle in enumerate(cycles):
            row = add(program=program, name=cycle.name, text=cycle.text, rank=rank, actor=actor)
            parts = {
                one.name: add_part(
                    cycle=row,
                    name=one.name,
                    subteam_kind=one.subteam_kind,
                    output=one.output,
                    condition=one.condition,
                    actor=actor,
                )
                for one in cycle.parts
            }
            for part in cycle.parts:
                for step in part.steps:
                    add_step(
                        part=parts[part.name],
                        number=step.number,
                        text=step.text,
                        condition=step.condition,
                        is_review=step.is_review,
                        hands_to=parts.get(step.hands_to),
                        handover_kind=contracts.get(step.contract),
                        actor=actor,
                    )
