"""The status of a milestone: legal steps are offered, the others listed with what keeps them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.models import Milestone
from milestones.pure.states import MILESTONE_STEPS, find_step, steps_from
from milestones.rules import unmet
from milestones.services import milestone as service
from milestones.templatetags.plan import stage
from milestones.views.ending import open_deliverables
from milestones.views.milestone_cell import MILESTONE
from pm.actor import Actor
from pm.forms.cell import Offers, StatusForm
from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission, who_may
from pm.pure.cells import CellField
from pm.rules import Access
from pm.views.cell import Elsewhere, edit_cell


def offers_of(access: Access, row: Milestone) -> Offers:
    """The steps that can be taken, those that cannot with why not, and whether one can be overridden."""
    legal: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    overridable = False
    for step in steps_from(MILESTONE_STEPS, row.status):
        label = f"{step.verb}: {Milestone.Status(step.target).label}"
        missing = unmet(step, row)
        if not access.can(Permission(step.permission)):
            refused.append((label, f"needs the role {who_may(step.permission)}"))
        elif missing and not step.can_override:
            refused.append((label, "; ".join(missing)))
        else:
            overridable = overridable or bool(missing)
            legal.append((step.target, f"{label} ({'; '.join(missing)})" if missing else label))
    return Offers(legal, refused, asks_reason=True, can_override=overridable)


def form_of(request: UserRequest, program: Program, row: Milestone) -> StatusForm:
    """The steps from here; one that belongs to another role is a 403."""
    offers = offers_of(request.access, row)
    wanted = request.POST.get("status", "")
    step = find_step(MILESTONE_STEPS, request.POST.get("base_status", row.status), wanted)
    if step is not None and not request.access.can(Permission(step.permission)):
        raise PermissionDenied
    if step is not None and wanted not in dict(offers.legal):
        offers = Offers([*offers.legal, (wanted, step.verb)], offers.refused, True, offers.can_override)
    return StatusForm.of(request, program, row=row, offers=offers)


def save(
    *, row: Milestone, changes: dict[str, Any], base: dict[str, Any], more: Mapping[str, Any], actor: Actor
) -> Milestone:
    """Take the step. One that ends open deliverables is taken where each of them is answered."""
    wanted, reason = changes["status"], more.get("reason", "")
    step = find_step(MILESTONE_STEPS, row.status, wanted)
    if step is not None and step.asks_answers and open_deliverables(row):
        page = reverse("milestone_end", args=[row.program.slug, row.key])
        raise Elsewhere(f"{page}?{urlencode({'to': wanted, 'reason': reason})}")
    return service.take_step(
        milestone=row,
        to=wanted,
        base_status=base.get("status"),
        override=more.get("override", ""),
        reason=reason,
        actor=actor,
    )


def may_look(access: Access, row: Milestone) -> bool:
    """Who takes some step of some milestone reads here what keeps this one."""
    return access.can(Permission.START_MILESTONE)


def say(row: Milestone, today: date) -> str:
    return f"{row.key} is now {row.get_status_display().lower()}."


MILESTONE.fields["status"] = CellField("Status", stage, form=form_of, save=save, permission=may_look, say=say)


@requires(Permission.START_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_status(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take a legal step; the others are listed with what keeps them."""
    return edit_cell(request, program, MILESTONE, key, "status")
