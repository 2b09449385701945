"""Steps of a deliverable through its table of states."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from milestones.forms.deliverable import StepForm
from milestones.models import Deliverable
from milestones.pure.states import DELIVERABLE_STEPS, find_step
from milestones.queries.gate import load_gate
from milestones.rules import may_take
from milestones.services import deliverable as deliverables
from milestones.views.deliverable import deliverable_page, load_deliverable
from milestones.views.deliverable_moves import asking_reason, legal_steps
from milestones.views.deliverable_parts import Status, Tried
from pm.errors import DomainError, StaleEdit
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission


@requires(Permission.WORK_ON_DELIVERABLE)
@require_POST
def deliverable_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take a step of the table of states; each step names who may."""
    row = load_deliverable(request, program, key)
    steps = legal_steps(row, request.access)
    if request.POST.get("to") not in steps:
        return refuse_step(request, program, row)
    form = StepForm(
        request.POST,
        steps=steps,
        asks_reason=asking_reason(steps, load_gate(row).left),
        auto_id=f"step-{request.POST['to'].lower()}-%s",
    )
    if not form.is_valid():
        return deliverable_page(request, program, row, Tried(form=form), 422)
    data = form.cleaned_data
    try:
        row = deliverables.take_step(
            deliverable=row,
            to=data["to"],
            base_status=data["base_status"],
            reason=data["reason"].strip(),
            actor=actor_of(request, program),
        )
    except StaleEdit as error:
        return deliverable_page(request, program, row, Tried(form=form, stale=error), 409)
    except DomainError as error:
        return deliverable_page(request, program, row, Tried(form=form, sentence=str(error)), 422)
    asked = row.status == Deliverable.Status.CLOSE_REQUESTED
    state = "waiting for its close to be accepted" if asked else row.get_status_display().lower()
    messages.success(request, f"{row.key} is now {state}.")
    return redirect("deliverable_detail", program.slug, key)


def refuse_step(request: UserRequest, program: Program, row: Deliverable) -> HttpResponse:
    """A step that belongs to another role is 403; one that the table does not hold is a sentence."""
    to, seen = request.POST.get("to", ""), request.POST.get("base_status", "")
    mine = any(may_take(request.access, row, step) for step in DELIVERABLE_STEPS)
    if not mine or find_step(DELIVERABLE_STEPS, row.status, to) is not None:
        raise PermissionDenied
    wanted = dict(Status.choices).get(to, "that").lower()
    sentence = f"{row.key} is {row.get_status_display().lower()}; it cannot become {wanted} in one step."
    is_stale = seen not in {"", row.status}
    return deliverable_page(request, program, row, Tried(sentence=sentence), 409 if is_stale else 422)
