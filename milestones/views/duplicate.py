"""Work made after a pattern: a copy of a milestone, and the deliverables of a cycle."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.duplicate import DuplicateForm
from milestones.forms.work_cycle import CyclePlanForm, cycles_in_use
from milestones.models import Deliverable, WorkCycle
from milestones.queries.milestone import load_deliverables
from milestones.queries.work_cycle import parts_of
from milestones.services import cycle_plan
from milestones.services.duplicate import duplicate
from milestones.views.milestone_cell import load_milestone
from milestones.views.plan_line import crumbs_of
from milestones.views.roadmap_rows import detail_url
from pm.http import UserRequest, actor_of, load_or_404, next_url, requires
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.views.record import record_page


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_duplicate(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Make a milestone after this one, with the deliverables that are ticked."""
    row = load_milestone(request, program, key)
    rows = [one for one in load_deliverables(row) if one.status != Deliverable.Status.DROPPED]
    form = DuplicateForm.of(
        request, program, deliverables=rows, initial={"title": f"Copy of {row.title}"[:200]}
    )
    return record_page(
        request,
        program,
        form=form,
        save=lambda: duplicate(original=row, plan=form.plan(), actor=actor_of(request, program)),
        title=f"Duplicate {row.key}",
        submit="Make the copy",
        lead="The copy is proposed, in the same track. Its checklists are open; estimates, updates and what "
        "was decided stay with the original.",
        crumbs=crumbs_of(program, row, "Duplicate"),
        cancel_url=next_url(request, detail_url(program, row)),
        done=lambda made: next_url(request, detail_url(program, made)),
        say=lambda made: f"Made {made.key} {made.title} after {row.key}.",
    )


@requires(Permission.EDIT_MILESTONE)
@require_safe
def milestone_cycle(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The cycles by which a milestone's work can be planned."""
    row = load_milestone(request, program, key)
    cycles = cycles_in_use(WorkCycle.objects.filter(program=program))
    settings = reverse("work_cycle_list", args=[program.slug])
    return render(
        request,
        "milestones/create/cycles.html",
        {
            "row": row,
            "cycles": [
                (one, reverse("milestone_cycle_plan", args=[program.slug, row.key, one.pk])) for one in cycles
            ],
            "settings_url": settings if request.access.can(Permission.MANAGE_SETTINGS) else "",
            "crumbs": crumbs_of(program, row, "Plan by a cycle"),
        },
    )


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_cycle_plan(request: UserRequest, program: Program, key: str, cycle: int) -> HttpResponse:
    """What a cycle makes for a milestone, to untick and to assign before it is made."""
    row = load_milestone(request, program, key)
    chosen: WorkCycle = load_or_404(WorkCycle.objects.filter(program=program, is_archived=False), pk=cycle)
    parts = parts_of(chosen)
    teams = Subteam.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")
    form = CyclePlanForm.of(request, program, parts=parts, teams=list(teams))
    count, steps = len(parts), sum(len(found) for _, found in parts)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: cycle_plan.plan(
            milestone=row,
            cycle_name=chosen.name,
            parts=form.taken(),
            start=form.cleaned_data["start"],
            actor=actor_of(request, program),
        ),
        title=f"Plan {row.key} by the cycle {chosen.name}",
        submit="Plan the work",
        lead=f"{row.title}: {count} deliverable{'' if count == 1 else 's'} with {steps} tasks, and a "
        "handover wherever a step passes work between two subteams. "
        "What is not needed stays told, with its reason.",
        crumbs=crumbs_of(program, row, chosen.name),
        cancel_url=detail_url(program, row),
        done=lambda _: f"{detail_url(program, row)}#deliverables",
        say=lambda made: f"Planned {len(made)} deliverable{'' if len(made) == 1 else 's'}: {keys_of(made)}.",
    )


def keys_of(rows: list[Deliverable]) -> str:
    return rows[0].key if len(rows) == 1 else f"{rows[0].key} to {rows[-1].key}"
