"""The panels of a milestone's page on their own, to be refreshed after an edit."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from estimates.panels.forecast import build_effort, build_side
from milestones.models import Milestone
from milestones.views.milestone_cell import load_milestone
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission


def wants_fragment(request: UserRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def show(request: UserRequest, row: Milestone, template: str, context: dict[str, Any]) -> HttpResponse:
    """The panel alone for htmx, else a page around it."""
    if wants_fragment(request):
        return render(request, template, context)
    url = reverse("milestone_detail", args=[request.program.slug, row.key])
    crumbs = [("Roadmap", reverse("roadmap", args=[request.program.slug])), (row.key, url), ("Figures", None)]
    page = {**context, "crumbs": crumbs, "panel": template, "url": url}
    return render(request, "estimates/forecast/panel.html", page)


@requires(Permission.VIEW)
@require_GET
def milestone_forecast(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The forecast at the side."""
    row = load_milestone(request, program, key)
    return show(request, row, "estimates/forecast/_side.html", build_side(request, row))


@requires(Permission.VIEW)
@require_GET
def milestone_effort(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The drift table."""
    row = load_milestone(request, program, key)
    return show(request, row, "estimates/forecast/_effort.html", build_effort(request, row))
