"""Sign-offs of a milestone: who signs, in which order, and what they say."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.milestone_signoff import MilestoneSignOffStepForm, SignerForm
from milestones.models import MilestoneSignOff
from milestones.services import milestone_signoff as signoffs
from milestones.views.line import crumbs_of, line_page, line_url, line_verb, load_line, section_url
from milestones.views.spec import load_milestone, step_page
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_signoff_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Name who signs next in a moment."""
    milestone = load_milestone(request, program, key)
    form = SignerForm.of(
        request, program, initial={"moment": request.GET.get("moment", MilestoneSignOff.Moment.AGREED)}
    )
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: signoffs.name(
            milestone=milestone,
            moment=form.cleaned_data["moment"],
            **form.changes(),
            actor=actor_of(request, program),
        ),
        title="Name who signs",
        submit="Add",
        section="criteria",
        say="Named who signs.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_signoff_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change who signs, while nobody has."""
    row = load_line(request, program, key, MilestoneSignOff, pk)
    form = SignerForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: signoffs.edit(
            signoff=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit who signs",
        submit="Save",
        section="criteria",
        say="Saved who signs.",
        verbs=[Verb("Remove", line_url("milestone_signoff_remove", row))],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def milestone_signoff_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Nobody of that role needs to sign."""
    row = load_line(request, program, key, MilestoneSignOff, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: signoffs.remove(signoff=row, actor=actor_of(request, program)),
        section="criteria",
        say="Removed the sign-off.",
    )


@requires(Permission.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_signoff_step(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Sign, refuse, or withdraw: for the person who is named, or a manager."""
    row = load_line(request, program, key, MilestoneSignOff, pk)
    is_named = request.user.is_authenticated and row.signer_id == request.user.pk
    if not is_named and not request.access.can(Permission.EDIT_SPEC):
        raise PermissionDenied
    form = MilestoneSignOffStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: signoffs.take_step(
            signoff=row, to=to, base_state=seen, reason=reason, actor=actor_of(request, program)
        ),
        crumbs=crumbs_of(row.milestone, row.role)[:-1],
        done_url=section_url(row.milestone, "criteria"),
        say=lambda saved: f"{saved.role}: {saved.get_state_display().lower()}.",
        is_allowed=True,
    )
