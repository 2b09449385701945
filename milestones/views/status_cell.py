"""The status of any noun as a cell: the steps out of it that this person may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from milestones.pure.states import Step, find_step, steps_from
from pm.actor import Actor
from pm.errors import DomainError
from pm.forms.cell import Offers, StatusForm
from pm.http import UserRequest
from pm.models import Program
from pm.permissions import Permission
from pm.pure.cells import CellField
from pm.rules import Access
from pm.views.cell import Elsewhere

May = Callable[[Access, Any, Step], bool]
Refusal = Callable[[Any], Callable[[Step], str]]


def holds(access: Access, row: Any, step: Step) -> bool:
    """Whether the person holds the permission of a step."""
    return access.can(Permission(step.permission))


@dataclass(frozen=True, slots=True)
class Stages:
    """The table of states of a noun, as its cell asks it."""

    steps: tuple[Step, ...]
    take: Callable[..., Any]
    may: May
    refusal: Refusal | None
    elsewhere: frozenset[str]

    def permission(self, access: Access, row: Any) -> bool:
        return any(self.may(access, row, step) for step in steps_from(self.steps, row.status))

    def form(self, request: UserRequest, program: Program, row: Any) -> StatusForm:
        wanted = request.POST.get("status", "")
        step = find_step(self.steps, request.POST.get("base_status", row.status), wanted)
        if step is not None and not self.may(request.access, row, step):
            raise PermissionDenied
        return StatusForm.of(request, program, row=row, offers=self.offers(request.access, row))

    def offers(self, access: Access, row: Any) -> Offers:
        """The steps this person may take, and why some cannot be taken now."""
        mine = [step for step in steps_from(self.steps, row.status) if self.may(access, row, step)]
        why = self.refusal(row) if self.refusal is not None else lambda step: ""
        word = dict(type(row).Status.choices)
        told = [(step, f"{step.verb}: {word[step.target]}", why(step)) for step in mine]
        return Offers(
            [(step.target, label) for step, label, no in told if not no],
            [(label, no) for step, label, no in told if no],
            asks_reason=any(step.needs_reason for step, label, no in told if not no),
        )

    def save(
        self,
        *,
        row: Any,
        changes: Mapping[str, Any],
        base: Mapping[str, Any],
        more: Mapping[str, Any],
        actor: Actor,
    ) -> Any:
        to, reason = changes["status"], more.get("reason", "")
        step = find_step(self.steps, row.status, to)
        if step is not None and to in self.elsewhere:
            page = reverse(f"{row._meta.model_name}_step", args=[row.program.slug, row.key])
            raise Elsewhere(f"{page}?{urlencode({'to': to})}")
        if step is not None and step.needs_reason and not reason.strip():
            raise DomainError(
                f"To {step.verb.lower()} {row.key}, write one sentence that says why.", field="reason"
            )
        return self.take(row, to=to, base_status=base.get("status"), reason=reason, actor=actor)


def said(row: Any, today: Any) -> str:
    return f"{row.key} is {row.get_status_display().lower()} now."


def status_cell(
    steps: tuple[Step, ...],
    take: Callable[..., Any],
    *,
    may: May = holds,
    refusal: Refusal | None = None,
    elsewhere: frozenset[str] = frozenset(),
    show: Callable[[Any], Any] = lambda row: row.get_status_display(),
) -> CellField:
    """`take(row, to=, base_status=, reason=, actor=)` is the verb.

    `refusal(row)` tells of each step why it cannot be taken now; steps to `elsewhere` ask for more than a
    reason and are taken on the noun's own page.
    """
    of = Stages(steps, take, may, refusal, elsewhere)
    return CellField("Status", show, form=of.form, save=of.save, permission=of.permission, say=said)
