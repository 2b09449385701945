"""Six views with a hole each: the matrix must find every one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from milestones.models import Deliverable, Milestone
from pm.http import UserRequest, number_of_key, requires
from pm.models import Program, User
from pm.permissions import Permission
from pm.services.history import computing


@requires(Permission.VIEW)
def by_key_only(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Checks the role on the program of the address and fetches the child by its key alone."""
    return HttpResponse(get_object_or_404(Milestone, number=number_of_key(key, "M")).title)


@login_not_required
def no_check(request: UserRequest, slug: str) -> HttpResponse:
    """Forgets the program's door."""
    return HttpResponse(get_object_or_404(Program, slug=slug).name)


@requires(Permission.VIEW)
def weaker_post(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Lets everybody who may look also write."""
    if request.method == "POST":
        with computing():
            Milestone.objects.filter(program=program).update(title="x")
    return HttpResponse("ok")


@requires(Permission.EDIT_MILESTONE)
def body_id(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Takes an owner from the body without asking whether they are in the program."""
    if request.method == "POST":
        person = get_object_or_404(User, pk=request.POST.get("owner") or 0)
        with computing():
            Milestone.objects.filter(program=program).update(owner=person)
    return HttpResponse("ok")


@requires(Permission.VIEW)
def query_leak(request: UserRequest, program: Program) -> HttpResponse:
    """Searches every program."""
    found = Deliverable.objects.filter(title__icontains=request.GET.get("q", "nothing at all"))
    return HttpResponse(", ".join(found.values_list("title", flat=True)))


@requires(Permission.VIEW)
def foreign_write(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Refuses to show the other program's row, and changes it all the same."""
    if request.method == "POST":
        with computing():
            Milestone.objects.filter(number=777).update(title="x")
    return HttpResponse("ok")


@requires(Permission.VIEW)
@require_http_methods(["GET", "POST"])
def sound(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """No hole: loads within the program, asks for the right to write, takes only the program's people."""
    row = get_object_or_404(Milestone, program=program, number=number_of_key(key, "M"))
    if request.method == "POST":
        if not request.access.can(Permission.EDIT_MILESTONE):
            raise PermissionDenied
        if request.POST.get("owner"):
            return HttpResponse("Choose somebody of this program.", status=422)
    return HttpResponse(row.title)


@dataclass(frozen=True)
class Hole:
    """A view, its address, and the row that a developer would have written for it."""

    name: str
    address: str
    view: Callable[..., HttpResponse]
    sign: str
    row: dict[str, Any] = field(default_factory=dict)


OF_MILESTONE = "<slug:slug>/hole/<str:key>/"
OF_PROGRAM = "<slug:slug>/hole/"
HOLES = (
    Hole("milestone_by_key", OF_MILESTONE, by_key_only, "foreign key: the other program shows in body"),
    Hole("door", OF_PROGRAM, no_check, "foreign program: the other program shows in body"),
    Hole(
        "milestone_post", OF_MILESTONE, weaker_post, "post, own, page: 200, not [403]",
        {"post": "EDIT_MILESTONE"},
    ),
    Hole(
        "milestone_body", OF_MILESTONE, body_id, "owner of another program was taken",
        {"get": "EDIT_MILESTONE", "post": "EDIT_MILESTONE", "foreign": ("owner",)},
    ),
    Hole("query", OF_PROGRAM, query_leak, "?q= of another program: 200 body", {"queries": ("q",)}),
    Hole(
        "milestone_write", OF_MILESTONE, foreign_write, "changed a row of the other program",
        {"post": "VIEW"},
    ),
)  # fmt: skip
