"""Subteams: the list, create, edit, archive, remove."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pm.forms.subteam import SubteamFilter, SubteamForm
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.queries.subteam import subteams_of
from pm.services import subteam as subteams
from pm.views.record import Verb, record_page, verb_page
from pm.views.register import Column, register_page


def list_url(program: Program) -> str:
    return reverse("subteam_list", args=[program.slug])


def columns_of(program: Program, *, may_edit: bool, with_archived: bool) -> list[Column]:
    """The columns; the name leads to the subteam's page, the number to its people."""

    def detail_url(row: Subteam) -> str:
        return reverse("subteam_detail", args=[program.slug, row.slug])

    def edit_url(row: Subteam) -> str:
        return reverse("subteam_edit", args=[program.slug, row.slug])

    people = reverse("people", args=[program.slug])
    columns = [
        Column("Subteam", lambda row: row.name, detail_url, is_head=True),
        Column("Code", lambda row: row.code, css="key"),
        Column("Kind", lambda row: row.get_kind_display()),
        Column("People", lambda row: row.people_count, (lambda row: people) if may_edit else None, css="num"),
        Column("Archived", lambda row: row.is_archived, in_page=with_archived),
    ]
    if may_edit:
        columns.append(
            Column("Change", lambda row: "Edit", edit_url, css="num no-print", in_csv=False, is_fixed=True)
        )
    return columns


@requires(Permission.VIEW)
@require_safe
def subteam_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every subteam with its people."""
    may_edit = request.access.can(Permission.MANAGE_PEOPLE)
    return register_page(
        request,
        program,
        filterset=SubteamFilter(request.GET, queryset=subteams_of(program)),
        columns=columns_of(program, may_edit=may_edit, with_archived="archived" in request.GET),
        title="Subteams",
        noun="subteam",
        lead="Each deliverable names the one subteam that is accountable for it.",
        empty="A subteam is a group of people who are accountable for their deliverables together.",
        create=("Add a subteam", reverse("subteam_create", args=[program.slug])) if may_edit else None,
    )


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def subteam_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a subteam."""
    form = SubteamForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: subteams.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New subteam",
        submit="Add the subteam",
        crumbs=[("Subteams", list_url(program)), ("New subteam", None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        say=lambda row: f"Added {row.name}. Next, invite its people.",
    )


def load_subteam(program: Program, slug: str) -> Subteam:
    row: Subteam = load_or_404(Subteam.objects.filter(program=program), slug=slug)
    row.program = program
    return row


def verbs_of(program: Program, row: Subteam) -> list[Verb]:
    """What else can be done with a subteam now."""
    names = ("restore", "remove") if row.is_archived else ("archive", "remove")
    return [
        Verb(f"{name.capitalize()} {row.name}", reverse(f"subteam_{name}", args=[program.slug, row.slug]))
        for name in names
    ]


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def subteam_edit(request: UserRequest, program: Program, tslug: str) -> HttpResponse:
    """Change a subteam."""
    row = load_subteam(program, tslug)
    form = SubteamForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: subteams.edit(
            subteam=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.name}",
        submit="Save",
        crumbs=[("Subteams", list_url(program)), (row.name, None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        verbs=verbs_of(program, row),
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def subteam_archive(request: UserRequest, program: Program, tslug: str) -> HttpResponse:
    """Put a subteam away."""
    row = load_subteam(program, tslug)
    return verb_page(
        request,
        do=lambda: subteams.archive(subteam=row, actor=actor_of(request, program)),
        done=lambda row: list_url(program),
        say=lambda row: f"Archived {row.name}. What it did keeps its name.",
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def subteam_restore(request: UserRequest, program: Program, tslug: str) -> HttpResponse:
    """Take a subteam into use again."""
    row = load_subteam(program, tslug)
    return verb_page(
        request,
        do=lambda: subteams.restore(subteam=row, actor=actor_of(request, program)),
        done=lambda row: list_url(program),
        say=lambda row: f"{row.name} is in use again.",
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def subteam_remove(request: UserRequest, program: Program, tslug: str) -> HttpResponse:
    """Remove a subteam that nothing names."""
    row = load_subteam(program, tslug)
    return verb_page(
        request,
        do=lambda: subteams.remove(subteam=row, actor=actor_of(request, program)),
        done=lambda _: list_url(program),
        say=lambda _: f"Removed {row.name}. Its history stays.",
    )
