"""Design artefacts of a milestone: there, not needed, or open."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.artefact import ArtefactForm
from milestones.models import DesignArtefact
from milestones.services import artefact as artefacts
from milestones.views.line import line_page, line_url, line_verb, load_line
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def artefact_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Answer for one artefact of a scope."""
    milestone = load_milestone(request, program, key)
    form = ArtefactForm.of(request, program, initial={"kind": request.GET.get("kind", "")})
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: artefacts.add(milestone=milestone, **form.changes(), actor=actor_of(request, program)),
        title="Design artefact",
        submit="Add",
        section="artefacts",
        say="Saved the artefact.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def artefact_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change the answer for an artefact."""
    row = load_line(request, program, key, DesignArtefact, pk)
    form = ArtefactForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: artefacts.edit(
            artefact=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit the artefact",
        submit="Save",
        section="artefacts",
        say="Saved the artefact.",
        verbs=[Verb("Remove", line_url("artefact_remove", row))],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def artefact_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take an artefact away."""
    row = load_line(request, program, key, DesignArtefact, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: artefacts.remove(artefact=row, actor=actor_of(request, program)),
        section="artefacts",
        say="Removed the artefact.",
    )
