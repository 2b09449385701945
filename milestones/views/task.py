"""One task: its page, its forms, its steps, its criteria."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.task import TaskCauseForm, TaskCriterionForm, TaskForm, TaskMoveForm, TaskStepForm
from milestones.models import Task
from milestones.pure.delivery_states import TASK_STEPS
from milestones.queries.task import visible_tasks
from milestones.services import task as tasks
from milestones.views.spec import (
    Act,
    crumbs_to,
    foot_of,
    load_row,
    origin_of,
    step_acts,
    step_page,
    url_of,
    work_link,
)
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.history import of_subject
from pm.templatetags.cells import draw, edited, looker_of
from pm.views.history import story
from pm.views.record import record_page, verb_page


def load_task(request: UserRequest, program: Program, key: str) -> Task:
    """The task of this key that the reader may see, or 404."""
    rows = visible_tasks(program, request.access).select_related(
        "deliverable__milestone", "kind", "caused_by", "assignee", "subteam"
    )
    row: Task = load_row(program, rows, key, Task.LETTER)
    return row


def crumbs_of(program: Program, row: Task | None = None) -> list[tuple[str, str | None]]:
    return crumbs_to(program, "Tasks", "task_list", row)


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a task to a deliverable, or one on its own."""
    initial, back = origin_of(request, program, "task_list")
    form = TaskForm.of(request, program, initial=initial)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tasks.create(program=program, **form.values(), actor=actor_of(request, program)),
        title="New task",
        submit="Add the task",
        crumbs=[*crumbs_of(program), ("New task", None)],
        cancel_url=back,
        done=lambda row: back if initial else url_of(row),
        say=lambda row: f"Added {row.key} {row.title}.",
    )


@requires(Permission.VIEW)
@require_safe
def task_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One task: what it asks, where it belongs, what may be done."""
    row = load_task(request, program, key)
    today = actor_of(request, program).today
    may_write, looker = request.access.can(Permission.WRITE_TASK), looker_of(request, program)
    sees_history = request.access.can(Permission.VIEW_HISTORY)
    changes = of_subject(program, row.key) if sees_history else []
    address = [program.slug, row.key]
    asks_cause = row.kind is not None and row.kind.asks_cause and row.deliverable_id is None
    criteria = [
        (one, reverse("task_criterion_meet", args=[*address, one.pk]))
        for one in row.criteria.order_by("rank", "pk")
    ]
    context = {
        "row": row,
        "acts": acts_of(request, row) if may_write else [],
        "may_answer": may_write and row.is_open,
        "criteria": criteria,
        "criteria_note": f"{sum(one.is_met for one, _ in criteria)} of {len(criteria)} met"
        if criteria
        else "",
        "add_url": reverse("task_criterion_add", args=address) if may_write and row.is_open else "",
        "cause_url": reverse("task_cause", args=address) if asks_cause and may_write else "",
        "asks_cause": asks_cause,
        "text": draw(looker, row, "text"),
        "facts": edited(
            looker,
            row,
            facts_of(row, program, today, insider=request.access.can(Permission.VIEW_INTERNAL)),
            {"Planned": "planned_week"},
        ),
        "foot": foot_of(request, row),
        "history": story(request, program, changes, today),
        "history_url": f"{reverse('history', args=[program.slug])}?key={row.key}",
        "crumbs": [("Tasks", reverse("task_list", args=[program.slug])), (row.key, None)],
    }
    return render(request, "milestones/task/detail.html", context)


def acts_of(request: UserRequest, row: Task) -> list[Act]:
    """What may be done with it: edit, move, and the steps from here."""
    address = [row.program.slug, row.key]
    return [
        Act("Edit", reverse("task_edit", args=address)),
        Act("Move…", reverse("task_move", args=address)),
        *step_acts(request, row, TASK_STEPS, reverse("task_step", args=address)),
        *([Act("Delete…", reverse("task_delete", args=address))] if row.status == "OPEN" else []),
    ]


def facts_of(row: Task, program: Program, today: Any, *, insider: bool) -> list[tuple[str, str, str]]:
    """The plain facts of the side column. What caused it is told to insiders: it may be internal."""
    words, url = work_link(row.deliverable, program)
    cause, cause_url = work_link(row.caused_by if insider else None, program)
    team = row.subteam or (row.deliverable.accountable if row.deliverable else None)
    return [
        ("Deliverable", words or "outside any", url),
        ("Kind", row.kind.name if row.kind else "", ""),
        *([("Caused by", cause, cause_url)] if cause else []),
        (
            "Subteam",
            str(team) if team else "",
            reverse("subteam_detail", args=[program.slug, team.slug]) if team else "",
        ),
        ("Planned", row.planned_week, ""),
        *([("Done", short_day(row.done_on, today), "")] if row.done_on else []),
        *([("Tracked at", "external tracker", row.external_url)] if row.external_url else []),
    ]


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change what it says, who does it and when."""
    row = load_task(request, program, key)
    form = TaskForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tasks.edit(
            task=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_move(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Put it into another deliverable, or outside of all."""
    row = load_task(request, program, key)
    form = TaskMoveForm.of(request, program, row=row)

    def save() -> Task:
        data, base = form.cleaned_data, form.base()
        return tasks.move(
            task=row,
            deliverable=data["deliverable"],
            kind=data["kind"],
            base={"deliverable": base["deliverable"]},
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Move {row.key}",
        submit="Move it",
        lead=row.title,
        crumbs=[*crumbs_of(program, row), ("Move", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: (
            f"{row.key} is in {row.deliverable.key} now."
            if row.deliverable
            else f"{row.key} is outside any deliverable now."
        ),
    )


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_cause(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say which deliverable caused a test."""
    row = load_task(request, program, key)
    form = TaskCauseForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tasks.name_cause(
            task=row, deliverable=form.cleaned_data["caused_by"], actor=actor_of(request, program)
        ),
        title=f"What caused {row.key}",
        submit="Move it there",
        lead=row.title,
        crumbs=[*crumbs_of(program, row), ("Cause", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: f"{row.key} is in {row.deliverable.key} now.",
    )


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Start, finish, drop or reopen it."""
    row = load_task(request, program, key)
    form = TaskStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: tasks.take_step(
            task=row, to=to, base_status=seen, reason=reason, actor=actor_of(request, program)
        ),
        crumbs=crumbs_of(program, row),
        done_url=url_of(row),
    )


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_criterion_add(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Add an acceptance criterion."""
    row = load_task(request, program, key)
    form = TaskCriterionForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: tasks.add_criterion(
            task=row, text=form.cleaned_data["text"], actor=actor_of(request, program)
        ),
        title=f"New criterion of {row.key}",
        submit="Add it",
        lead=row.title,
        crumbs=[*crumbs_of(program, row), ("New criterion", None)],
        cancel_url=url_of(row),
        done=lambda one: url_of(row),
        say=lambda one: f"Added “{one.text}”.",
    )


@requires(Permission.WRITE_TASK)
@require_POST
def task_criterion_meet(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Say whether a criterion is met, or take it away."""
    row = load_task(request, program, key)
    one = load_or_404(row.criteria.select_related("program", "task"), pk=pk)
    actor = actor_of(request, program)
    if request.POST.get("answer") == "remove":

        def remove() -> Task:
            tasks.remove_criterion(criterion=one, actor=actor)
            return row

        return verb_page(request, do=remove, done=url_of, say=lambda row: f"Removed “{one.text}”.")
    is_met = request.POST.get("answer") == "met"
    return verb_page(
        request,
        do=lambda: tasks.meet(criterion=one, is_met=is_met, actor=actor),
        done=lambda one: url_of(row),
        say=lambda one: f"“{one.text}” is {'met' if one.is_met else 'open again'}.",
    )
