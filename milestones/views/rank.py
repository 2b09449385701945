"""Putting a list in order: one address for every kind of rows, and the cell that shows a place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable, Milestone, Track
from milestones.queries.rank import beside
from milestones.queries.roadmap import visible
from milestones.queries.task import visible_tasks
from milestones.rules import may
from milestones.services import rank
from pm.http import UserRequest, actor_of, load_or_404, next_url, requires
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access
from pm.views.record import wants_fragment


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows that has an order: which of them this reader sees, and who may move one."""

    rows: Callable[[Program, Access], Any]
    may: Callable[[Access, Any], bool]


def deliverables(program: Program, access: Access) -> Any:
    rows = Deliverable.objects.in_program(program).select_related("milestone")
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL))


def ideas(program: Program, access: Access) -> Any:
    rows = visible(program, sees_internal=access.can(Permission.VIEW_INTERNAL))
    return rows.filter(status=Milestone.Status.IDEA)


def tracks(program: Program, _access: Access) -> Any:
    return Track.objects.filter(program=program)


def lines_of(model: Any, program: Program, access: Access) -> Any:
    """The lines of the deliverables that this reader sees."""
    rows = model.objects.filter(program=program, deliverable__in=deliverables(program, access).open())
    return rows.select_related("deliverable")


def may_edit_lines(access: Access, row: Any) -> bool:
    return may(access, Permission.EDIT_DELIVERABLE, row.deliverable)


def may_edit_plan(access: Access, _row: Any) -> bool:
    return access.can(Permission.EDIT_MILESTONE)


def may_edit_deliverable(access: Access, row: Deliverable) -> bool:
    return may(access, Permission.EDIT_DELIVERABLE, row)


def may_write_tasks(access: Access, _row: Any) -> bool:
    return access.can(Permission.WRITE_TASK)


KINDS = {
    "deliverable": Kind(deliverables, may_edit_deliverable),
    "task": Kind(visible_tasks, may_write_tasks),
    "track": Kind(tracks, may_edit_plan),
    "idea": Kind(ideas, may_edit_plan),
    "checklist": Kind(partial(lines_of, ChecklistItem), may_edit_lines),
    "criterion": Kind(partial(lines_of, AcceptanceCriterion), may_edit_lines),
}


@requires(Permission.WRITE_TASK)
@require_POST
def rank_place(request: UserRequest, program: Program, kind: str, pk: int) -> HttpResponse:
    """Put a row at a place (`to`), or one up or down (`by`) where the place was left as it was."""
    if kind not in KINDS:
        raise Http404("Rows of that kind stand in no order.")
    row = load_or_404(KINDS[kind].rows(program, request.access), pk=pk)
    if not KINDS[kind].may(request.access, row):
        raise PermissionDenied
    row.program = program
    keys = list(beside(row).values_list("pk", flat=True))
    now = keys.index(row.pk) + 1 if row.pk in keys else 0
    to = asked_place(request, now)
    if to is None:
        said = f"A place is a whole number from 1 to {len(keys)}. Write one."
        messages.error(request, said)
        return back(request, program, status=422)
    rank.place(row=row, to=to, actor=actor_of(request, program))
    said = f"{rank.named(row)} is at place {max(1, min(to, len(keys)))} of {len(keys)}."
    messages.success(request, said)
    return back(request, program, status=200)


def asked_place(request: UserRequest, now: int) -> int | None:
    """The place that was asked for; None for what is no number."""
    typed = request.POST.get("to", "").strip()
    if "by" in request.POST and typed in {"", request.POST.get("was", "")}:
        return max(1, now - 1 if request.POST["by"] == "up" else now + 1)
    is_number = typed.isascii() and typed.isdecimal() and len(typed) <= 6
    return int(typed) if is_number and int(typed) > 0 else None


def back(request: UserRequest, program: Program, *, status: int) -> HttpResponse:
    """Where the order was changed from; the toasts alone for htmx."""
    if wants_fragment(request):
        return render(request, "milestones/create/_said.html", status=status)
    return HttpResponseRedirect(next_url(request, reverse("program_home", args=[program.slug])))
