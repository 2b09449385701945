"""Success criteria of a milestone: add, edit, order, meet, remove."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.success_criterion import MeetForm, SuccessCriterionForm
from milestones.models import SuccessCriterion
from milestones.services import success_criterion as criteria
from milestones.views.line import line_page, line_url, line_verb, load_line
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def success_criterion_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Add a criterion behind the others."""
    milestone = load_milestone(request, program, key)
    form = SuccessCriterionForm.of(request, program)
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: criteria.add(milestone=milestone, **form.changes(), actor=actor_of(request, program)),
        title="New success criterion",
        submit="Add",
        section="criteria",
        say="Added the criterion.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def success_criterion_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change a criterion's words, kind or level."""
    row = load_line(request, program, key, SuccessCriterion, pk)
    form = SuccessCriterionForm.of(request, program, row=row)
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: criteria.edit(
            criterion=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title="Edit the criterion",
        submit="Save",
        section="criteria",
        say="Saved the criterion.",
        verbs=[
            Verb("Move up", line_url("success_criterion_lift", row)),
            *([Verb("Not met any more", line_url("success_criterion_unmeet", row))] if row.is_met else []),
            Verb("Remove", line_url("success_criterion_remove", row)),
        ],
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def success_criterion_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a criterion away."""
    row = load_line(request, program, key, SuccessCriterion, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: criteria.remove(criterion=row, actor=actor_of(request, program)),
        section="criteria",
        say="Removed the criterion.",
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def success_criterion_lift(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Let a criterion stand one place higher."""
    row = load_line(request, program, key, SuccessCriterion, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: criteria.move(criterion=row, up=True, actor=actor_of(request, program)),
        section="criteria",
        say="Moved the criterion up.",
    )


@requires(Permission.EDIT_SPEC)
@require_POST
def success_criterion_unmeet(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """A criterion does not hold any more."""
    row = load_line(request, program, key, SuccessCriterion, pk)
    return line_verb(
        request,
        row.milestone,
        do=lambda: criteria.unmeet(criterion=row, actor=actor_of(request, program)),
        section="criteria",
        say="The criterion is open again.",
    )


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def success_criterion_meet(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """A criterion holds, with its evidence."""
    row = load_line(request, program, key, SuccessCriterion, pk)
    form = MeetForm.of(request, program, initial={"evidence": row.evidence})
    return line_page(
        request,
        row.milestone,
        form=form,
        save=lambda: criteria.meet(
            criterion=row, evidence=form.cleaned_data["evidence"], actor=actor_of(request, program)
        ),
        title=f"Met: {row.text}",
        submit="It is met",
        section="criteria",
        say="The criterion is met.",
    )
