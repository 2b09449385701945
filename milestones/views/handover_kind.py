"""Kinds of handovers: the contracts between kinds of subteam."""

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.handover_kind import HandoverKindForm, HandoverLineForm, lines_of
from milestones.models import HandoverKind, HandoverKindItem, Side
from milestones.services import handover_kind
from milestones.views.kind import kind_page, list_of
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page, verb_page
from pm.views.register import Column
from pm.views.setting import Crumb, crumbs_of, table_page

NOUN = "handover_kind"


def list_url(program: Program) -> str:
    return reverse("handover_kind_list", args=[program.slug])


def url_of(kind: HandoverKind) -> str:
    return reverse("handover_kind_detail", args=[kind.program.slug, kind.pk])


def above(program: Program) -> Crumb:
    return ("Handovers", list_url(program))


def load_kind(program: Program, pk: int) -> HandoverKind:
    row: HandoverKind = load_or_404(HandoverKind.objects.filter(program=program), pk=pk)
    row.program = program
    return row


def load_line(kind: HandoverKind, line: int) -> HandoverKindItem:
    row: HandoverKindItem = load_or_404(kind.items.all(), pk=line)
    row.program, row.kind = kind.program, kind
    return row


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def handover_kind_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every contract with the length of its lists."""
    rows = HandoverKind.objects.filter(program=program).annotate(lines=Count("items"))

    def detail_url(row: HandoverKind) -> str:
        return reverse("handover_kind_detail", args=[program.slug, row.pk])

    return table_page(
        request,
        program,
        title="Handovers",
        lead="Work passes from one kind of subteam to another by a contract: what is brought, what is agreed "
        "to. A handover that is accepted closes nothing by itself.",
        rows=rows.order_by("is_archived", "rank", "name", "pk"),
        columns=[
            Column("Handover", lambda row: row.name, detail_url, is_head=True),
            Column("Given by", lambda row: row.get_giver_kind_display()),
            Column("Accepted by", lambda row: row.get_receiver_kind_display()),
            Column("Lines", lambda row: row.lines, css="num"),
            Column("Archived", lambda row: row.is_archived),
        ],
        empty="A contract says what a giver brings and a receiver agrees to.",
        create=("Add a kind", reverse("handover_kind_create", args=[program.slug])),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a contract with its two lists."""
    form = HandoverKindForm.of(request, program)

    def save() -> HandoverKind:
        return handover_kind.add(
            program=program,
            **form.changes(),
            give=lines_of(form.cleaned_data["give"]),
            accept=lines_of(form.cleaned_data["accept"]),
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="New kind of handover",
        submit="Add the kind",
        crumbs=crumbs_of(program, above(program), ("New kind", None)),
        cancel_url=list_url(program),
        done=url_of,
        say=lambda row: f"Added {row.name}.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def handover_kind_detail(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """A contract with its two lists."""
    kind = load_kind(program, pk)
    lines = list(kind.items.order_by("rank", "pk"))
    titles = {Side.GIVE: "What the giver brings", Side.ACCEPT: "What the receiver agrees to"}
    return kind_page(
        request,
        program,
        kind,
        noun=NOUN,
        lead=f"From {kind.get_giver_kind_display()} to {kind.get_receiver_kind_display()}. "
        "Handovers that exist keep the lines they started with.",
        lists=[
            list_of(NOUN, title, program, [row for row in lines if row.side == side], mark=side.value.lower())
            for side, title in titles.items()
        ],
        above=above(program),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change its name, between whom it is, its place."""
    kind = load_kind(program, pk)
    form = HandoverKindForm.of(request, program, row=kind)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handover_kind.edit(
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
        do=lambda: handover_kind.archive(kind=kind, is_archived=is_archived, actor=actor),
        done=lambda _: url_of(kind),
        say=lambda row: f"{row.name} {said}.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def handover_kind_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it no more."""
    return put_away(request, program, pk, is_archived=True, said="is offered to new handovers no more")


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def handover_kind_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it again."""
    return put_away(request, program, pk, is_archived=False, said="is offered to new handovers again")


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_line_create(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Add a line to the contract."""
    kind = load_kind(program, pk)
    form = HandoverLineForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handover_kind.add_item(kind=kind, **form.changes(), actor=actor_of(request, program)),
        title=f"New line of {kind.name}",
        submit="Add the line",
        crumbs=crumbs_of(program, above(program), (kind.name, url_of(kind)), ("New line", None)),
        cancel_url=url_of(kind),
        done=lambda _: url_of(kind),
        say=lambda row: f"Added “{row.text}”.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_line_edit(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Reword a line, give it to the other side, move it."""
    kind = load_kind(program, pk)
    row = load_line(kind, line)
    form = HandoverLineForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handover_kind.edit_item(
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
def handover_kind_line_remove(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Take a line out."""
    kind = load_kind(program, pk)
    row = load_line(kind, line)
    return verb_page(
        request,
        do=lambda: handover_kind.remove_item(item=row, actor=actor_of(request, program)),
        done=lambda _: url_of(kind),
        say=lambda _: f"Removed “{row.text}”.",
    )
