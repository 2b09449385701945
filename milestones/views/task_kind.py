"""Kinds of tasks: what a task outside any deliverable can be."""

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.handover_kind import lines_of
from milestones.forms.task_kind import TaskKindForm, TaskLineForm
from milestones.models import TaskKind
from milestones.services import task_kind
from milestones.views.kind import Hand, load_line
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.register import Column
from pm.views.setting import table_page

HAND = Hand(
    "task_kind",
    "Tasks",
    TaskKind,
    edit=lambda row, changes, base, actor: task_kind.edit(kind=row, changes=changes, base=base, actor=actor),
    archive=lambda row, is_archived, actor: task_kind.archive(kind=row, is_archived=is_archived, actor=actor),
    offered="new tasks",
)


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def task_kind_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every kind with the length of its checklist."""
    rows = TaskKind.objects.filter(program=program).annotate(lines=Count("items"))

    def detail_url(row: TaskKind) -> str:
        return reverse("task_kind_detail", args=[program.slug, row.pk])

    return table_page(
        request,
        program,
        title="Tasks",
        lead="A task belongs to a deliverable, or is of one of these kinds. Each starts with its checklist.",
        rows=rows.order_by("is_archived", "rank", "name", "pk"),
        columns=[
            Column("Kind of task", lambda row: row.name, detail_url, is_head=True),
            Column("Asks for its cause", lambda row: row.asks_cause),
            Column("Lines", lambda row: row.lines, css="num"),
            Column("Archived", lambda row: row.is_archived),
        ],
        empty="Without a kind every task belongs to a deliverable.",
        create=("Add a kind", reverse("task_kind_create", args=[program.slug])),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a kind with its checklist."""
    form = TaskKindForm.of(request, program)

    def save() -> TaskKind:
        lines = lines_of(form.cleaned_data["lines"])
        return task_kind.add(program=program, **form.changes(), lines=lines, actor=actor_of(request, program))

    return HAND.create_page(request, program, form, save, "kind of task")


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def task_kind_detail(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """A kind with its checklist."""
    kind = HAND.load(program, pk)
    asks = "It asks which deliverable caused it. " if kind.asks_cause else ""
    return HAND.detail_page(
        request,
        program,
        kind,
        lead=f"{asks}Tasks that exist keep the lines they started with.",
        lists=[HAND.lines("Its checklist", kind, list(kind.items.order_by("rank", "pk")), mark="lines")],
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change its name, whether it asks for its cause, its place."""
    return HAND.edit_page(request, program, pk, TaskKindForm)


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it no more."""
    return HAND.archive_page(request, program, pk, is_archived=True)


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it again."""
    return HAND.archive_page(request, program, pk, is_archived=False)


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_line_create(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Add a line to its checklist."""
    kind, form, actor = HAND.load(program, pk), TaskLineForm.of(request, program), actor_of(request, program)
    return HAND.line_page(
        request, program, kind, form,
        lambda: task_kind.add_item(kind=kind, **form.changes(), actor=actor),
        title=f"New line of {kind.name}", crumb="New line",
    )  # fmt: skip


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_line_edit(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Reword a line, or move it."""
    kind, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_line(kind, line)
    form = TaskLineForm.of(request, program, row=row)
    return HAND.line_page(
        request, program, kind, form,
        lambda: task_kind.edit_item(item=row, changes=form.changes(), base=form.base(), actor=actor),
        title="Edit a line", crumb="Line",
    )  # fmt: skip


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_line_remove(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Take a line out."""
    kind, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_line(kind, line)
    return HAND.remove_page(request, kind, row, lambda: task_kind.remove_item(item=row, actor=actor))
