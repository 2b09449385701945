"""The status of a milestone: legal steps are offered, the others listed with what keeps them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.milestone import StatusForm
from milestones.models import Milestone
from milestones.pure.states import MILESTONE_STEPS, find_step, steps_from
from milestones.rules import unmet
from milestones.services import milestone as service
from milestones.views.ending import open_deliverables
from milestones.views.milestone_cell import Edit, begin, show_conflict, show_editor, show_rest, show_saved
from pm.errors import Conflict, DomainError, StaleEdit
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import ROLE_LABELS, ROLES, Permission, Role
from pm.views.record import go


def choices_of(edit: Edit) -> tuple[list[tuple[str, str]], list[tuple[str, str]], bool]:
    """The steps that can be taken, those that cannot with why not, and whether one can be overridden."""
    legal: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    overridable = False
    for step in steps_from(MILESTONE_STEPS, edit.row.status):
        label = f"{step.verb}: {Milestone.Status(step.target).label}"
        missing = unmet(step, edit.row)
        if not edit.request.access.can(Permission(step.permission)):
            refused.append((label, f"needs the role {who_may(step.permission)}"))
        elif missing and not step.can_override:
            refused.append((label, "; ".join(missing)))
        else:
            overridable = overridable or bool(missing)
            legal.append((step.target, f"{label} ({'; '.join(missing)})" if missing else label))
    return legal, refused, overridable


def who_may(permission: str) -> str:
    """The roles that hold a permission, in words."""
    names = [
        ROLE_LABELS[role].lower()
        for role, held in ROLES.items()
        if permission in held and role is not Role.INSTANCE
    ]
    return " or ".join(names)


@requires(Permission.START_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_status(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take a legal step; the others are listed with what keeps them."""
    edit = begin(request, program, key, "status")
    legal, refused, overridable = choices_of(edit)
    extra = {"refused": refused}
    if request.method != "POST":
        form = StatusForm(row=edit.row, choices=legal, can_override=overridable)
        return show_rest(edit) if "rest" in request.GET else show_editor(edit, form, extra=extra)
    wanted = request.POST.get("status", "")
    step = find_step(MILESTONE_STEPS, request.POST.get("base_status", edit.row.status), wanted)
    if step is not None and not request.access.can(Permission(step.permission)):
        raise PermissionDenied
    offered = legal if step is None or wanted in dict(legal) else [*legal, (wanted, step.verb)]
    form = StatusForm(request.POST, row=edit.row, choices=offered, can_override=overridable)
    if not form.is_valid():
        return show_editor(edit, form, status=422, extra=extra)
    return save_status(edit, form, extra)


def save_status(edit: Edit, form: StatusForm, extra: Mapping[str, Any]) -> HttpResponse:
    """Take the step and say where the milestone stands."""
    wanted = form.cleaned_data["status"]
    step = find_step(MILESTONE_STEPS, edit.row.status, wanted)
    if step is not None and step.asks_answers and open_deliverables(edit.row):
        said = urlencode({"to": wanted, "reason": form.cleaned_data["reason"]})
        page = reverse("milestone_end", args=[edit.program.slug, edit.row.key])
        return go(edit.request, f"{page}?{said}")
    try:
        after = service.take_step(
            milestone=edit.row,
            to=wanted,
            base_status=form.base_status,
            override=form.cleaned_data.get("override", ""),
            reason=form.cleaned_data["reason"],
            actor=edit.actor,
        )
    except StaleEdit as stale:
        return show_conflict(edit, stale, [status_conflict(stale.conflicts[0])], posted_whys(form))
    except DomainError as refusal:
        form.add_error("status", str(refusal))
        return show_editor(edit, form, status=422, extra=extra)
    same = after.status == edit.row.status
    return show_saved(edit, "" if same else f"{after.key} is now {after.get_status_display().lower()}.")


def status_conflict(conflict: Conflict) -> dict[str, str]:
    label = dict(Milestone.Status.choices)
    texts = {name: str(label[getattr(conflict, name)]) for name in ("base", "theirs", "mine")}
    values = {"mine_value": str(conflict.mine), "theirs_value": str(conflict.theirs)}
    return {"label": "Status", "name": "status", **texts, **values}


def posted_whys(form: StatusForm) -> list[tuple[str, str]]:
    return [(name, form.cleaned_data[name]) for name in ("reason", "override") if name in form.cleaned_data]
