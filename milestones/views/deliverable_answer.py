"""Answers to the checklist and the criteria of a deliverable."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from milestones.forms.deliverable import RELOAD, ChecklistForm, CriterionForm
from milestones.models import Deliverable
from milestones.rules import may
from milestones.services import criterion as criteria
from milestones.services import deliverable as deliverables
from milestones.views.deliverable import deliverable_page, load_deliverable, work_parts
from milestones.views.deliverable_parts import NOT_TRIED, Tried, line_name
from pm.errors import DomainError, StaleEdit
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission


def load_for_work(request: UserRequest, program: Program, key: str) -> Deliverable:
    """The deliverable when this person may work on it: else 404 or 403."""
    row = load_deliverable(request, program, key)
    if not may(request.access, Permission.WORK_ON_DELIVERABLE, row):
        raise PermissionDenied
    return row


def answered(request: UserRequest, program: Program, key: str, sentence: str) -> HttpResponse:
    """The page after an answer was saved: for htmx its changed part, else a redirect."""
    if not request.htmx:
        messages.success(request, sentence)
        return redirect("deliverable_detail", program.slug, key)
    row = load_deliverable(request, program, key)
    context = work_parts(request, program, row, NOT_TRIED) | {"announce": sentence}
    return render(request, "milestones/deliverable/_work.html", context)


@requires(Permission.WORK_ON_DELIVERABLE)
@require_POST
def checklist_answer(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Answer one line of the checklist."""
    row = load_for_work(request, program, key)
    item = load_or_404(row.checklist.select_related("program"), pk=pk)
    form = ChecklistForm(request.POST, auto_id=f"line-{pk}-%s")
    if not form.is_valid():
        return deliverable_page(request, program, row, Tried(pk=pk, form=form), 422)
    try:
        item = deliverables.answer_checklist(
            item=item, base=form.base, actor=actor_of(request, program), **form.answer
        )
    except StaleEdit as error:
        return deliverable_page(request, program, row, Tried(pk=pk, form=form, stale=error), 409)
    except DomainError as error:
        return deliverable_page(request, program, row, Tried(pk=pk, form=form, sentence=str(error)), 422)
    return answered(request, program, key, f"{line_name(item)} is now {item.get_state_display().lower()}.")


@requires(Permission.WORK_ON_DELIVERABLE)
@require_POST
def criterion_answer(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Say whether an acceptance criterion holds."""
    row = load_for_work(request, program, key)
    one = load_or_404(row.criteria.select_related("program"), pk=pk)
    form = CriterionForm(request.POST)
    if not form.is_valid():
        return deliverable_page(request, program, row, Tried(sentence=RELOAD), 422)
    try:
        one = criteria.answer(
            criterion=one,
            is_met=form.cleaned_data["is_met"],
            base=form.base,
            actor=actor_of(request, program),
        )
    except DomainError as error:
        status = 409 if isinstance(error, StaleEdit) else 422
        return deliverable_page(request, program, row, Tried(sentence=str(error)), status)
    return answered(request, program, key, f"“{one.text}” is {'met' if one.is_met else 'open again'}.")
