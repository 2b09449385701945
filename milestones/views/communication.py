"""The communication plan of a milestone: who hears what, and that they did."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.communication import CommunicationForm
from milestones.models import Communication
from milestones.services import communication as communications
from milestones.views.line import line_page, line_url, line_verb, load_line
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def communication_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Plan that somebody hears something."""
    milestone = load_milestone(request, program, key)
    form = CommunicationForm.of(request, program)
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: communications.plan(
            milestone=milestone, **form.changes(), actor=actor_of(request, program)
        ),
        title="New line of the communication plan",
        submit="Add",
        section="communication",
        say="Added the line.",
    )


def heard(row: Communication) -> Verb:
    """The button that says they heard it, or that they have not after all."""
    if row.done_on:
        return Verb("Not heard after all", line_url("communication_reopen", row))
    return Verb("They heard it", line_url("communication_finish", row))


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def communication_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change what is planned."""
    row = load_line(request, program, key, Communication, pk)
    form = CommunicationForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: communications.edit(
            row=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit the line",
        submit="Save",
        section="communication",
        say="Saved the line.",
        verbs=[heard(row), Verb("Remove", line_url("communication_remove", row))],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def communication_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a line away."""
    row = load_line(request, program, key, Communication, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: communications.remove(row=row, actor=actor_of(request, program)),
        section="communication",
        say="Removed the line.",
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def communication_finish(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """They heard it today."""
    row = load_line(request, program, key, Communication, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: communications.finish(row=row, actor=actor_of(request, program)),
        section="communication",
        say="Noted that they heard it today.",
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def communication_reopen(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """They have not heard it after all."""
    row = load_line(request, program, key, Communication, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: communications.reopen(row=row, actor=actor_of(request, program)),
        section="communication",
        say="The line is open again.",
    )
