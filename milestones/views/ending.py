"""Shelving or dropping a milestone that has open deliverables: each is answered on one page."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.ending import EndingForm
from milestones.models import Deliverable, Milestone
from milestones.pure.states import MILESTONE_STEPS, find_step
from milestones.services import ending
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from pm.errors import IllegalStep, StaleEdit
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page

VERBS = {"SHELVED": "Shelve", "DROPPED": "Drop"}


def open_deliverables(row: Milestone) -> list[Deliverable]:
    """What must be answered before the milestone is shelved or dropped."""
    return list(Deliverable.objects.filter(milestone=row).open().order_by("rank", "number"))


@requires(Permission.COMMIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_end(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Shelve or drop a milestone (`?to=`), and say what becomes of each open deliverable."""
    row = load_milestone(request, program, key)
    to = request.GET.get("to", "SHELVED")
    if to not in VERBS:
        raise Http404("A milestone is shelved or dropped here.")
    form = EndingForm.of(
        request,
        program,
        deliverables=open_deliverables(row),
        initial={"reason": request.GET.get("reason", ""), "base_status": row.status},
    )
    back = detail_url(program, row)
    legal = find_step(MILESTONE_STEPS, row.status, to) is not None
    return record_page(
        request,
        program,
        form=form,
        save=lambda: end(request, program, row, to, form),
        title=f"{VERBS[to]} {row.key}",
        submit=f"{VERBS[to]} it",
        lead=f"{row.title}. {lead_of(row, form)}"
        if legal
        else f"{row.key} is {row.get_status_display().lower()} already.",
        crumbs=[("Roadmap", reverse("roadmap", args=[program.slug])), (row.key, back), (VERBS[to], None)],
        cancel_url=back,
        done=lambda saved: detail_url(program, saved),
        say=lambda saved: f"{saved.key} is now {saved.get_status_display().lower()}.",
    )


def lead_of(row: Milestone, form: EndingForm) -> str:
    """How much there is to answer."""
    count = len(form.deliverables)
    if not count:
        return "No deliverable is open."
    noun = "1 deliverable is" if count == 1 else f"{count} deliverables are"
    return f"{noun} open: say for each what becomes of it. All of it happens at once."


def end(request: UserRequest, program: Program, row: Milestone, to: str, form: EndingForm) -> Milestone:
    """Write it; a milestone that went on meanwhile is refused with where it stands."""
    try:
        return ending.end(
            milestone=row,
            to=to,
            answers=form.answers(),
            base_status=form.cleaned_data["base_status"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request, program),
        )
    except StaleEdit as stale:
        now = Milestone.Status(str(stale.conflicts[0].theirs)).label.lower()
        raise IllegalStep(f"{row.key} is {now} since this form was opened. Open it again.") from stale
