"""The whole form of a milestone: propose a new one, edit one."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.milestone_record import MilestoneForm, NewMilestoneForm
from milestones.models import Milestone
from milestones.pure.states import MILESTONE_STEPS, find_step
from milestones.rules import unmet
from milestones.services import revision
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from pm.forms.chosen import RowField
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.dates import UNKNOWN
from pm.views.record import record_page

STATUSES = ("PROPOSED", "IDEA")


def asked_for(request: UserRequest) -> dict[str, Any]:
    """What the address presets: the track, and whether it is an idea."""
    asked = {"track": request.GET.get("track"), "status": request.GET.get("status", "").upper()}
    if asked["status"] not in STATUSES:
        del asked["status"]
    return {name: value for name, value in asked.items() if value}


@requires(Permission.PROPOSE_IDEA)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_create(request: UserRequest, program: Program) -> HttpResponse:
    """Propose a milestone, or an idea for the laundry list."""
    form = NewMilestoneForm.of(request, program, initial=asked_for(request))
    may_edit = request.access.can(Permission.EDIT_MILESTONE)
    back = reverse("roadmap", args=[program.slug])
    return record_page(
        request,
        program,
        form=form,
        save=lambda: begin(request, program, form),
        title="New milestone" if may_edit else "Propose an idea",
        submit="Add the milestone" if may_edit else "Propose it",
        lead=lead_of(form)
        if may_edit
        else "It goes to the laundry list of its track, where the program’s managers weigh it.",
        crumbs=[("Roadmap", back), ("New milestone" if may_edit else "Propose an idea", None)],
        cancel_url=back,
        done=lambda row: detail_url(program, row),
        say=said_of_new,
    )


def lead_of(form: NewMilestoneForm) -> str:
    """What is enough to begin with, or what has to be there before."""
    track = form.fields["track"]
    if not isinstance(track, RowField) or track.rows():
        return "Its title and its track are enough. Everything else can follow."
    return "A milestone belongs to a track, and there is none yet: add one under Tracks first."


def begin(request: UserRequest, program: Program, form: NewMilestoneForm) -> Milestone:
    """Write a new milestone."""
    fields = form.plain_changes()
    return revision.begin(
        program=program,
        track=fields.pop("track"),
        title=fields.pop("title"),
        status=form.status_wanted,
        goal=form.cleaned_data.get("target", UNKNOWN),
        period=form.cleaned_data.get("period", ""),
        actor=actor_of(request, program),
        **fields,
    )


def said_of_new(row: Milestone) -> str:
    """What was added, and what it still needs before it can be committed."""
    if row.status == Milestone.Status.IDEA:
        return f"Added the idea {row.key} {row.title}."
    step = find_step(MILESTONE_STEPS, row.status, Milestone.Status.COMMITTED)
    missing = unmet(step, row) if step else []
    more = f" Before it can be committed: {'; '.join(missing)}." if missing else ""
    return f"Added {row.key} {row.title}.{more}"


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Edit every field of a milestone."""
    row = load_milestone(request, program, key)
    form = MilestoneForm.of(request, program, row=row)
    back = detail_url(program, row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: revise(request, program, row, form),
        title=f"Edit {row.key}",
        submit="Save",
        lead=row.title,
        crumbs=[("Roadmap", reverse("roadmap", args=[program.slug])), (row.key, back), ("Edit", None)],
        cancel_url=back,
        done=lambda saved: detail_url(program, saved),
    )


def revise(request: UserRequest, program: Program, row: Milestone, form: MilestoneForm) -> Milestone:
    """Write what was changed: fields, and the target with its reason."""
    base = form.base()
    seen = base.pop("target", UNKNOWN)
    return revision.revise(
        milestone=row,
        changes=form.plain_changes(),
        base=base,
        goal=form.goal(),
        seen=seen,
        reason_class=form.cleaned_data.get("reason_class", ""),
        reason=form.cleaned_data.get("reason", ""),
        actor=actor_of(request, program),
    )
