"""Kinds of tasks: what a task outside any deliverable can be."""

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.handover_kind import lines_of
from milestones.forms.task_kind import TaskKindForm, TaskLineForm
from milestones.models import TaskKind, TaskKindItem
from milestones.services import task_kind
from milestones.views.kind import kind_page, list_of
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page, verb_page
from pm.views.register import Column
from pm.views.setting import Crumb, crumbs_of, table_page

NOUN = "task_kind"


def list_url(program: Program) -> str:
    return reverse("task_kind_list", args=[program.slug])


def url_of(kind: TaskKind) -> str:
    return reverse("task_kind_detail", args=[kind.program.slug, kind.pk])


def above(program: Program) -> Crumb:
    return ("Tasks", list_url(program))


def load_kind(program: Program, pk: int) -> TaskKind:
    row: TaskKind = load_or_404(TaskKind.objects.filter(program=program), pk=pk)
    row.program = program
    return row


def load_line(kind: TaskKind, line: int) -> TaskKindItem:
    row: TaskKindItem = load_or_404(kind.items.all(), pk=line)
    row.program, row.kind = kind.program, kind
    return row


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
        return task_kind.add(
            program=program,
            **form.changes(),
            lines=lines_of(form.cleaned_data["lines"]),
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="New kind of task",
        submit="Add the kind",
        crumbs=crumbs_of(program, above(program), ("New kind", None)),
        cancel_url=list_url(program),
        done=url_of,
        say=lambda row: f"Added {row.name}.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def task_kind_detail(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """A kind with its checklist."""
    kind = load_kind(program, pk)
    asks = "It asks which deliverable caused it. " if kind.asks_cause else ""
    lines = list(kind.items.order_by("rank", "pk"))
    return kind_page(
        request,
        program,
        kind,
        noun=NOUN,
        lead=f"{asks}Tasks that exist keep the lines they started with.",
        lists=[list_of(NOUN, "Its checklist", program, lines, mark="lines")],
        above=above(program),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change its name, whether it asks for its cause, its place."""
    kind = load_kind(program, pk)
    form = TaskKindForm.of(request, program, row=kind)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: task_kind.edit(
            kind=kind, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {kind.name}",
        submit="Save",
        crumbs=crumbs_of(program, above(program), (kind.name, url_of(kind)), ("Edit", None)),
        cancel_url=url_of(kind),
        done=lambda _: url_of(kind),
    )


def put_away(
    request: UserRequest, program: Program, pk: int, *, is_archived: bool, said: str
) -> HttpResponse:
    kind = load_kind(program, pk)
    actor = actor_of(request, program)
    return verb_page(
        request,
        do=lambda: task_kind.archive(kind=kind, is_archived=is_archived, actor=actor),
        done=lambda _: url_of(kind),
        say=lambda row: f"{row.name} {said}.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it no more."""
    return put_away(request, program, pk, is_archived=True, said="is offered to new tasks no more")


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it again."""
    return put_away(request, program, pk, is_archived=False, said="is offered to new tasks again")


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_line_create(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Add a line to its checklist."""
    kind = load_kind(program, pk)
    form = TaskLineForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: task_kind.add_item(kind=kind, **form.changes(), actor=actor_of(request, program)),
        title=f"New line of {kind.name}",
        submit="Add the line",
        crumbs=crumbs_of(program, above(program), (kind.name, url_of(kind)), ("New line", None)),
        cancel_url=url_of(kind),
        done=lambda _: url_of(kind),
        say=lambda row: f"Added “{row.text}”.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def task_kind_line_edit(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Reword a line, or move it."""
    kind = load_kind(program, pk)
    row = load_line(kind, line)
    form = TaskLineForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: task_kind.edit_item(
            item=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit a line",
        submit="Save",
        crumbs=crumbs_of(program, above(program), (kind.name, url_of(kind)), ("Line", None)),
        cancel_url=url_of(kind),
        done=lambda _: url_of(kind),
        say=lambda row: f"Saved “{row.text}”.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def task_kind_line_remove(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Take a line out."""
    kind = load_kind(program, pk)
    row = load_line(kind, line)
    return verb_page(
        request,
        do=lambda: task_kind.remove_item(item=row, actor=actor_of(request, program)),
        done=lambda _: url_of(kind),
        say=lambda _: f"Removed “{row.text}”.",
    )
