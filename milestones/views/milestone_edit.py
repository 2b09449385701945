"""The addresses of single fields of a milestone, which rules and mails lead to: the same cells."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from milestones.views.milestone_cell import MILESTONE
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.cell import edit_cell

METHODS = ["GET", "HEAD", "POST"]


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(METHODS)
def milestone_target(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Move the target. A committed one asks why."""
    return edit_cell(request, program, MILESTONE, key, "target")


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(METHODS)
def milestone_owner(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Choose the owner among the program's people."""
    return edit_cell(request, program, MILESTONE, key, "owner")


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(METHODS)
def milestone_value(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """State the value, 0 to 10."""
    return edit_cell(request, program, MILESTONE, key, "value")


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(METHODS)
def milestone_appetite(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """State the appetite, in months or days."""
    return edit_cell(request, program, MILESTONE, key, "appetite")


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(METHODS)
def milestone_start(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Plan the first day."""
    return edit_cell(request, program, MILESTONE, key, "start")
