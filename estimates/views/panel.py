"""The panels of a milestone's page on their own, to be refreshed after an edit."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from estimates.panels import build_effort, build_side
from milestones.views.milestone_cell import load_milestone
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission


def wants_fragment(request: UserRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def milestone_page(program: Program, key: str) -> HttpResponse:
    """A browser that asks for a panel gets the page it stands on."""
    return HttpResponseRedirect(reverse("milestone_detail", args=[program.slug, key]))


@requires(Permission.VIEW)
@require_GET
def milestone_forecast(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The forecast at the side."""
    row = load_milestone(request, program, key)
    if not wants_fragment(request):
        return milestone_page(program, row.key)
    return render(request, "estimates/forecast/_side.html", build_side(request, row))


@requires(Permission.VIEW)
@require_GET
def milestone_effort(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The drift table."""
    row = load_milestone(request, program, key)
    if not wants_fragment(request):
        return milestone_page(program, row.key)
    return render(request, "estimates/forecast/_effort.html", build_effort(request, row))
