"""Cycles of work: the templates of deliverables, tasks and handovers that a milestone is planned by."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.handover_kind import lines_of
from milestones.forms.work_cycle import CyclePartForm, CycleStepForm, WorkCycleForm
from milestones.models import WorkCycle, WorkCyclePart, WorkCycleStep
from milestones.queries.work_cycle import parts_of
from milestones.services import work_cycle
from milestones.views.kind import Hand, LineList, LineRow
from pm.actor import Actor
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.register import Column
from pm.views.setting import table_page

SET = Permission.MANAGE_SETTINGS
FORM = ["GET", "HEAD", "POST"]
HAND = Hand(
    "work_cycle",
    "Work cycles",
    WorkCycle,
    edit=lambda row, changes, base, actor: work_cycle.edit(
        cycle=row, changes=changes, base=base, actor=actor
    ),
    archive=lambda row, is_archived, actor: work_cycle.archive(
        cycle=row, is_archived=is_archived, actor=actor
    ),
    offered="new work",
)


def load_part(cycle: WorkCycle, part: int) -> WorkCyclePart:
    row: WorkCyclePart = load_or_404(cycle.parts.all(), pk=part)
    row.program, row.cycle = cycle.program, cycle
    return row


def load_step(cycle: WorkCycle, step: int) -> WorkCycleStep:
    rows = WorkCycleStep.objects.filter(part__cycle=cycle).select_related("part", "hands_to", "handover_kind")
    row: WorkCycleStep = load_or_404(rows, pk=step)
    row.program, row.part.cycle = cycle.program, cycle
    return row


@requires(SET)
@require_safe
def work_cycle_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every cycle with its parts and steps."""
    rows = WorkCycle.objects.filter(program=program).annotate(
        part_count=Count("parts", distinct=True), step_count=Count("parts__steps")
    )

    def detail_url(row: WorkCycle) -> str:
        return reverse("work_cycle_detail", args=[program.slug, row.pk])

    return table_page(
        request,
        program,
        title="Work cycles",
        lead="How a kind of work runs from step to step. A milestone that is planned by a cycle gets its "
        "deliverables, their tasks and the handovers between them.",
        rows=rows.order_by("is_archived", "rank", "name", "pk"),
        columns=[
            Column("Cycle", lambda row: row.name, detail_url, is_head=True),
            Column("What it is for", lambda row: row.text, css="wide"),
            Column("Deliverables", lambda row: row.part_count, css="num"),
            Column("Steps", lambda row: row.step_count, css="num"),
            Column("Archived", lambda row: row.is_archived),
        ],
        empty="A cycle is a list of steps in parts: each part is a deliverable, each step a task.",
        create=("Add a cycle", reverse("work_cycle_create", args=[program.slug])),
    )


@requires(SET)
@require_http_methods(FORM)
def work_cycle_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a cycle; its parts follow."""
    form, actor = WorkCycleForm.of(request, program), actor_of(request, program)
    return HAND.create_page(
        request,
        program,
        form,
        lambda: work_cycle.add(program=program, **form.changes(), actor=actor),
        "cycle",
    )


def lists_of(cycle: WorkCycle) -> list[LineList]:
    """Each part as a list of its steps."""
    found = []
    for part, steps in parts_of(cycle):
        who = part.get_subteam_kind_display() if part.subteam_kind else "any subteam"
        found.append(
            LineList(
                f"part-{part.pk}",
                part.name,
                tuple(step_row(cycle, step) for step in steps),
                note=f"{who}{f'; only where: {part.condition}' if part.condition else ''}",
                edit_url=HAND.url("part_edit", cycle, part.pk),
                add_url=HAND.url("step_create", cycle, part.pk),
                remove_url=HAND.url("part_remove", cycle, part.pk),
            )
        )
    return found


def step_row(cycle: WorkCycle, step: WorkCycleStep) -> LineRow:
    notes = [f"only where: {step.condition}"] if step.condition else []
    notes += ["then the mid-way review"] if step.is_review else []
    if step.hands_to:
        by = f" ({step.handover_kind.name})" if step.handover_kind else ""
        notes.append(f"handed over to {step.hands_to.name}{by}")
    return LineRow(
        f"{step.number} {step.text}",
        HAND.url("step_edit", cycle, step.pk),
        HAND.url("step_remove", cycle, step.pk),
        "; ".join(notes),
    )


@requires(SET)
@require_safe
def work_cycle_detail(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """A cycle: its parts with their steps."""
    cycle = HAND.load(program, pk)
    return HAND.detail_page(
        request,
        program,
        cycle,
        lead=f"{cycle.text} Each part is a deliverable, each step a task. What was planned by it stays.",
        lists=lists_of(cycle),
        add="part",
    )


@requires(SET)
@require_http_methods(FORM)
def work_cycle_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change its name and its words."""
    return HAND.edit_page(request, program, pk, WorkCycleForm)


@requires(SET)
@require_POST
def work_cycle_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it no more."""
    return HAND.archive_page(request, program, pk, is_archived=True)


@requires(SET)
@require_POST
def work_cycle_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it again."""
    return HAND.archive_page(request, program, pk, is_archived=False)


@requires(SET)
@require_http_methods(FORM)
def work_cycle_part_create(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Add a part with its steps."""
    cycle, form, actor = (
        HAND.load(program, pk),
        CyclePartForm.of(request, program),
        actor_of(request, program),
    )
    return HAND.line_page(
        request, program, cycle, form, lambda: add_part(cycle, form, actor),
        title=f"New part of {cycle.name}", crumb="New part",
    )  # fmt: skip


def add_part(cycle: WorkCycle, form: CyclePartForm, actor: Actor) -> WorkCyclePart:
    fields: dict[str, Any] = form.changes()
    steps = lines_of(form.cleaned_data["steps"])
    return work_cycle.add_part(cycle=cycle, **fields, steps=steps, actor=actor)


@requires(SET)
@require_http_methods(FORM)
def work_cycle_part_edit(request: UserRequest, program: Program, pk: int, part: int) -> HttpResponse:
    """Change what a part is called, who answers for it, when it is needed."""
    cycle, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_part(cycle, part)
    form = CyclePartForm.of(request, program, row=row)
    return HAND.line_page(
        request, program, cycle, form,
        lambda: work_cycle.edit_part(part=row, changes=form.changes(), base=form.base(), actor=actor),
        title=f"Edit {row.name}", crumb="Part",
    )  # fmt: skip


@requires(SET)
@require_POST
def work_cycle_part_remove(request: UserRequest, program: Program, pk: int, part: int) -> HttpResponse:
    """Take a part out with its steps."""
    cycle, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_part(cycle, part)
    return HAND.remove_page(request, cycle, row, lambda: work_cycle.remove_part(part=row, actor=actor))


@requires(SET)
@require_http_methods(FORM)
def work_cycle_step_create(request: UserRequest, program: Program, pk: int, part: int) -> HttpResponse:
    """Add a step to a part."""
    cycle, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_part(cycle, part)
    form = CycleStepForm.of(request, program, part=row)
    return HAND.line_page(
        request, program, cycle, form,
        lambda: work_cycle.add_step(part=row, **form.changes(), actor=actor),
        title=f"New step of {row.name}", crumb="New step",
    )  # fmt: skip


@requires(SET)
@require_http_methods(FORM)
def work_cycle_step_edit(request: UserRequest, program: Program, pk: int, step: int) -> HttpResponse:
    """Reword a step, number it, say to whom it hands over."""
    cycle, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_step(cycle, step)
    form = CycleStepForm.of(request, program, row=row, part=row.part)
    return HAND.line_page(
        request, program, cycle, form,
        lambda: work_cycle.edit_step(step=row, changes=form.changes(), base=form.base(), actor=actor),
        title=f"Edit step {row.number}", crumb="Step",
    )  # fmt: skip


@requires(SET)
@require_POST
def work_cycle_step_remove(request: UserRequest, program: Program, pk: int, step: int) -> HttpResponse:
    """Take a step out."""
    cycle, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_step(cycle, step)
    return HAND.remove_page(request, cycle, row, lambda: work_cycle.remove_step(step=row, actor=actor))
