"""Stakeholders: the list, the form, the archive."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milestones.forms.stakeholder import StakeholderFilter, StakeholderForm
from milestones.models import Stakeholder
from milestones.services import stakeholder as stakeholders
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb, record_page, verb_page
from pm.views.register import Column, register_page


def list_url(program: Program) -> str:
    return reverse("stakeholder_list", args=[program.slug])


@requires(Permission.VIEW_INTERNAL)
@require_safe
def stakeholder_list(request: UserRequest, program: Program) -> HttpResponse:
    """Who must hear of the program, and how many lines of communication wait."""
    may_edit = request.access.can(Permission.EDIT_SPEC)
    create_url = reverse("stakeholder_create", args=[program.slug])
    waiting = Count("communications", filter=Q(communications__done_on=None))
    rows = Stakeholder.objects.filter(program=program).annotate(waiting=waiting).order_by("name", "pk")
    columns = [
        Column("Name", lambda row: row.name, is_head=True, order=("name",), edit="name"),
        Column("Organisation", lambda row: row.organisation, order=("organisation",), edit="organisation"),
        Column("Interest", lambda row: row.interest, css="wide skip-s", edit="interest"),
        Column("To be told", lambda row: row.waiting, css="num", order=("waiting",)),
        Column("Archived", lambda row: row.is_archived, css="skip-s"),
    ]
    if may_edit:
        columns.append(
            Column(
                "Change",
                lambda row: "Edit",
                lambda row: reverse("stakeholder_edit", args=[program.slug, row.pk]),
                css="num",
                in_csv=False,
            )
        )
    return register_page(
        request,
        program,
        filterset=StakeholderFilter(request.GET, queryset=rows),
        columns=columns,
        title="Stakeholders",
        noun="stakeholder",
        lead="Who must hear of what the program does. What they hear is planned on each milestone.",
        empty="A stakeholder is a person or a group with an interest in the program.",
        create=("Add a stakeholder", create_url) if may_edit else None,
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_create(request: UserRequest, program: Program) -> HttpResponse:
    """Add a stakeholder."""
    form = StakeholderForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: stakeholders.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New stakeholder",
        submit="Add the stakeholder",
        crumbs=[("Stakeholders", list_url(program)), ("New stakeholder", None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        say=lambda row: f"Added {row.name}.",
    )


def load_stakeholder(program: Program, pk: int) -> Stakeholder:
    row: Stakeholder = load_or_404(Stakeholder.objects.filter(program=program), pk=pk)
    row.program = program
    return row


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change a stakeholder's words, or archive them."""
    row = load_stakeholder(program, pk)
    form = StakeholderForm.of(request, program, row=row)
    verb = "restore" if row.is_archived else "archive"
    return record_page(
        request,
        program,
        form=form,
        save=lambda: stakeholders.edit(
            stakeholder=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.name}",
        submit="Save",
        crumbs=[("Stakeholders", list_url(program)), (row.name, None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        say=lambda row: f"Saved {row.name}.",
        verbs=[Verb(verb.capitalize(), reverse(f"stakeholder_{verb}", args=[program.slug, row.pk]))],
    )


def set_archived(request: UserRequest, program: Program, pk: int, *, is_archived: bool) -> HttpResponse:
    row, actor = load_stakeholder(program, pk), actor_of(request, program)
    return verb_page(
        request,
        do=lambda: stakeholders.set_archived(stakeholder=row, is_archived=is_archived, actor=actor),
        done=lambda row: list_url(program),
        say=lambda row: f"Archived {row.name}." if is_archived else f"{row.name} is in the list again.",
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def stakeholder_archive(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Put a stakeholder away: nothing new is planned with them."""
    return set_archived(request, program, pk, is_archived=True)


@requires(Permission.EDIT_SPEC)
@require_POST
def stakeholder_restore(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Take a stakeholder into the list again."""
    return set_archived(request, program, pk, is_archived=False)
