"""Kinds of handovers: the contracts between kinds of subteam."""

from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.handover_kind import HandoverKindForm, HandoverLineForm, lines_of
from milestones.models import HandoverKind, Side
from milestones.services import handover_kind
from milestones.views.kind import Hand, load_line
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.register import Column
from pm.views.setting import table_page

HAND = Hand(
    "handover_kind",
    "Handovers",
    HandoverKind,
    edit=lambda row, changes, base, actor: handover_kind.edit(
        kind=row, changes=changes, base=base, actor=actor
    ),
    archive=lambda row, is_archived, actor: handover_kind.archive(
        kind=row, is_archived=is_archived, actor=actor
    ),
    offered="new handovers",
)


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

    return HAND.create_page(request, program, form, save, "kind of handover")


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def handover_kind_detail(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """A contract with its two lists."""
    kind = HAND.load(program, pk)
    lines = list(kind.items.order_by("rank", "pk"))
    titles = {Side.GIVE: "What the giver brings", Side.ACCEPT: "What the receiver agrees to"}
    return HAND.detail_page(
        request,
        program,
        kind,
        lead=f"From {kind.get_giver_kind_display()} to {kind.get_receiver_kind_display()}. "
        "Handovers that exist keep the lines they started with.",
        lists=[
            HAND.lines(title, kind, [row for row in lines if row.side == side], mark=side.value.lower())
            for side, title in titles.items()
        ],
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change its name, between whom it is, its place."""
    return HAND.edit_page(request, program, pk, HandoverKindForm)


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def handover_kind_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it no more."""
    return HAND.archive_page(request, program, pk, is_archived=True)


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def handover_kind_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Offer it again."""
    return HAND.archive_page(request, program, pk, is_archived=False)


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_line_create(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Add a line to the contract."""
    kind, form, actor = (
        HAND.load(program, pk),
        HandoverLineForm.of(request, program),
        actor_of(request, program),
    )
    return HAND.line_page(
        request, program, kind, form,
        lambda: handover_kind.add_item(kind=kind, **form.changes(), actor=actor),
        title=f"New line of {kind.name}", crumb="New line",
    )  # fmt: skip


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_kind_line_edit(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Reword a line, give it to the other side, move it."""
    kind, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_line(kind, line)
    form = HandoverLineForm.of(request, program, row=row)
    return HAND.line_page(
        request, program, kind, form,
        lambda: handover_kind.edit_item(item=row, changes=form.changes(), base=form.base(), actor=actor),
        title="Edit a line", crumb="Line",
    )  # fmt: skip


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def handover_kind_line_remove(request: UserRequest, program: Program, pk: int, line: int) -> HttpResponse:
    """Take a line out."""
    kind, actor = HAND.load(program, pk), actor_of(request, program)
    row = load_line(kind, line)
    return HAND.remove_page(request, kind, row, lambda: handover_kind.remove_item(item=row, actor=actor))
