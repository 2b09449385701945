"""A milestone made after another one, with what is taken along, as one change set."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    Milestone,
    Pin,
    Risk,
    Statement,
    Task,
    TaskCriterion,
)
from milestones.services import deliverable, milestone, pin, risk, task
from pm.actor import Actor
from pm.models import Subteam
from pm.services.history import recording

KEPT = (
    "track", "kind", "owner", "narrative", "benefit", "audience", "objective", "value", "scope_in",
    "scope_out", "risks_text", "rollback_plan", "budget_line", "effort_guess_days", "capacity_percent",
    "is_internal", "appetite_days",
)  # fmt: skip
KEPT_OF_WORK = ("feature", "owner", "accountable", "is_must", "output", "dependencies_text")
KEPT_OF_RISK = ("text", "kind", "likelihood", "impact", "response", "mitigation", "owner", "is_internal")


class Part(StrEnum):
    """What is taken along of a deliverable, or of the milestone."""

    TASKS = "TASKS"
    CRITERIA = "CRITERIA"
    PINS = "PINS"
    RISKS = "RISKS"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the copy is made: without `weeks` it has no dates."""

    title: str
    deliverables: Sequence[Deliverable] = ()
    parts: Collection[str] = field(default_factory=frozenset)
    weeks: int | None = None

    def shifted(self, day: date | None) -> date | None:
        """A day of the original as the copy has it."""
        return day + timedelta(weeks=self.weeks) if day is not None and self.weeks is not None else None


def duplicate(*, original: Milestone, plan: Plan, actor: Actor) -> Milestone:
    """Make the copy: proposed, its work planned, its checklists open, nothing promised or spent yet."""
    program = original.program
    with recording(actor, program) as record:
        row = record.lock(original)
        record.group(f"Copy of {row.key}")
        made = milestone.create(
            program=program,
            title=plan.title,
            status=Milestone.Status.PROPOSED,
            planned_start_on=plan.shifted(row.planned_start_on),
            target_from_on=plan.shifted(row.target_from_on),
            target_to_on=plan.shifted(row.target_to_on),
            actor=actor,
            **{name: getattr(row, name) for name in KEPT},
        )
        for rank, one in enumerate(plan.deliverables, 1):
            copy_work(one, made, plan, rank, actor)
        if Part.RISKS in plan.parts:
            for each in Risk.objects.filter(milestone=row, status=Risk.Status.OPEN).order_by("number"):
                kept = {name: getattr(each, name) for name in KEPT_OF_RISK}
                risk.create(program=program, title=each.title, milestone=made, actor=actor, **kept)
    return made


def copy_work(one: Deliverable, to: Milestone, plan: Plan, rank: int, actor: Actor) -> Deliverable:
    """One deliverable with the lines of its checklist, open again, and what is taken along of it."""
    program = to.program
    teams = Subteam.objects.filter(contributions__deliverable=one, is_archived=False)
    criteria = AcceptanceCriterion.objects.filter(deliverable=one).order_by("rank", "pk")
    with recording(actor, program) as record:
        made = deliverable.create(
            program=program,
            milestone=to,
            title=one.title,
            contributors=list(teams.order_by("pk")) if program.allows_contributors else [],
            checklist=(),
            criteria=[each.text for each in criteria] if Part.CRITERIA in plan.parts else (),
            planned_start_on=plan.shifted(one.planned_start_on),
            due_on=plan.shifted(one.due_on),
            rank=rank,
            actor=actor,
            **{name: getattr(one, name) for name in KEPT_OF_WORK},
        )
        lines = [
            ChecklistItem(
                program=program,
                deliverable=made,
                kind=line.kind,
                text=line.text,
                rank=line.rank,
                is_should=line.is_should,
            )
            for line in ChecklistItem.objects.filter(deliverable=one).order_by("rank", "pk")
        ]
        record.create_many(lines, subjects=[made.key] * len(lines))
        if Part.PINS in plan.parts:
            copy_pins(one, made, actor)
        if Part.TASKS in plan.parts:
            copy_tasks(one, made, actor)
    return made


def copy_pins(one: Deliverable, made: Deliverable, actor: Actor) -> None:
    """What it promises, each statement as it reads now; retired ones stay behind."""
    rows = Pin.objects.filter(deliverable=one, is_dropped=False).select_related("statement")
    for each in rows.exclude(statement__state=Statement.State.RETIRED).order_by("rank", "pk"):
        pin.promise(deliverable=made, statement=each.statement, scope=each.scope, actor=actor)


def copy_tasks(one: Deliverable, made: Deliverable, actor: Actor) -> None:
    """Its tasks, open again, without those that were dropped."""
    rows = Task.objects.filter(deliverable=one).exclude(status=Task.Status.DROPPED)
    for each in rows.select_related("assignee", "subteam").order_by("rank", "pk"):
        criteria = TaskCriterion.objects.filter(task=each).order_by("rank", "pk")
        task.create(
            program=made.program,
            title=each.title,
            text=each.text,
            deliverable=made,
            subteam=each.subteam,
            criteria=[line.text for line in criteria],
            actor=actor,
        )
