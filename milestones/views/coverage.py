"""The coverage grid of a milestone: why it needs nothing of some kinds of subteams."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from milestones.forms.coverage import coverage_form
from milestones.queries.milestone import load_coverage, load_deliverables
from milestones.services import coverage as answers
from milestones.views.line import line_page
from milestones.views.spec import load_milestone
from pm.http import UserRequest, actor_of, requires, teams_in
from pm.models import Program
from pm.permissions import Permission


@requires(Permission.EDIT_SPEC)
@require_http_methods(["GET", "HEAD", "POST"])
def coverage_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say for each kind of subteam that brings nothing why it is not needed."""
    milestone = load_milestone(request, program, key)
    asked = [
        one
        for one in load_coverage(milestone, load_deliverables(milestone), teams_in(request))
        if not one.deliverables
    ]
    form = coverage_form(asked).of(request, program, row=milestone)
    return line_page(
        request,
        milestone,
        form=form,
        save=lambda: answers.answer_all(
            milestone=milestone,
            answers=form.changes(),
            base=form.base(),
            actor=actor_of(request, program),
        ),
        title="Coverage",
        submit="Save the answers",
        section="coverage",
        say="Saved the answers.",
    )
