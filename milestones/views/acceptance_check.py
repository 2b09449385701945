"""Acceptance checks of a milestone: add, edit with the result, remove."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.acceptance_check import AcceptanceCheckForm
from milestones.models import AcceptanceCheck
from milestones.services import acceptance_check as checks
from milestones.views.line import line_page, line_url, line_verb, load_line
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def acceptance_check_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Add a check behind the others."""
    milestone = load_milestone(request, program, key)
    form = AcceptanceCheckForm.of(request, program)
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: checks.add(milestone=milestone, **form.changes(), actor=actor_of(request, program)),
        title="New acceptance check",
        submit="Add",
        section="criteria",
        say="Added the check.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def acceptance_check_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change a check's words or its result."""
    row = load_line(request, program, key, AcceptanceCheck, pk)
    form = AcceptanceCheckForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: checks.edit(
            check=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit the check",
        submit="Save",
        section="criteria",
        say="Saved the check.",
        verbs=[Verb("Remove", line_url("acceptance_check_remove", row))],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def acceptance_check_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a check away."""
    row = load_line(request, program, key, AcceptanceCheck, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: checks.remove(check=row, actor=actor_of(request, program)),
        section="criteria",
        say="Removed the check.",
    )
