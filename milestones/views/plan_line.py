"""A milestone in a half-year: put it there, change its rank and effort, take it out."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.plan_line import NewPlanLineForm, PlanLineForm
from milestones.models import Milestone, PlanLine
from milestones.services import plan_line
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb, record_page, verb_page

Crumbs = list[tuple[str, str | None]]


def crumbs_of(program: Program, row: Milestone, last: str) -> Crumbs:
    """The way to a form of a milestone."""
    return [
        ("Roadmap", reverse("roadmap", args=[program.slug])),
        (row.key, detail_url(program, row)),
        (last, None),
    ]


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Put a milestone into a half-year. A carried one has a line in both."""
    row = load_milestone(request, program, key)
    form = NewPlanLineForm.of(request, program, initial={"period": request.GET.get("period", "")})
    back = detail_url(program, row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: plan_line.put(
            milestone=row,
            period=form.cleaned_data["period"],
            rank=form.cleaned_data["rank"],
            efforts=form.planned(),
            actor=actor_of(request, program),
        ),
        title=f"Plan {row.key} in a half-year",
        submit="Plan it",
        lead=f"{row.title}. A milestone that is carried over has a line in both; the first stays as planned.",
        crumbs=crumbs_of(program, row, "Plan"),
        cancel_url=back,
        done=lambda line: back,
        say=lambda line: f"{row.key} is planned in {line.period}.",
    )


def load_line(row: Milestone, period: str) -> PlanLine:
    """The line of a milestone in a half-year, or 404."""
    lines = PlanLine.objects.filter(milestone=row).select_related("program", "milestone")
    line: PlanLine = load_or_404(lines, period=period)
    return line


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: UserRequest, program: Program, key: str, period: str) -> HttpResponse:
    """Change the rank and the planned effort of a milestone in a half-year."""
    row = load_milestone(request, program, key)
    line = load_line(row, period)
    form = PlanLineForm.of(request, program, row=line)
    back = detail_url(program, row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: plan_line.edit(
            line=line,
            changes=form.changes(),
            base=form.base(),
            efforts=form.efforts(),
            actor=actor_of(request, program),
        ),
        title=f"{row.key} in {period}",
        submit="Save",
        lead=row.title,
        crumbs=crumbs_of(program, row, period),
        cancel_url=back,
        done=lambda saved: back,
        say=lambda saved: f"Saved the plan of {row.key} in {period}.",
        verbs=[
            Verb(
                f"Take it out of {period}",
                reverse("milestone_plan_remove", args=[program.slug, row.key, period]),
            )
        ],
    )


@requires(Permission.EDIT_MILESTONE)
@require_POST
def plan_remove(request: UserRequest, program: Program, key: str, period: str) -> HttpResponse:
    """Take a milestone out of a half-year."""
    row = load_milestone(request, program, key)
    line = load_line(row, period)
    return verb_page(
        request,
        do=lambda: plan_line.remove(line=line, actor=actor_of(request, program)),
        done=lambda saved: detail_url(program, row),
        say=lambda saved: f"{row.key} is not planned in {period} any more.",
    )
