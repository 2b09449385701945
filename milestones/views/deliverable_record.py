"""The plain forms of a deliverable: create, edit, move, cut."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.deliverable_record import (
    DeliverableCutForm,
    DeliverableForm,
    DeliverableMoveForm,
    NewDeliverableForm,
)
from milestones.models import Deliverable
from milestones.queries.moving import unfit_for
from milestones.rules import may
from milestones.services import deliverable as deliverables
from milestones.views.deliverable import load_deliverable
from milestones.views.milestone_cell import load_milestone
from pm.errors import DomainError
from pm.http import UserRequest, actor_of, next_url, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import Verb, record_page

Crumbs = list[tuple[str, str | None]]


def load_for_edit(request: UserRequest, program: Program, key: str) -> Deliverable:
    """The deliverable when this person may edit it: else 404 or 403."""
    row = load_deliverable(request, program, key)
    if not may(request.access, Permission.EDIT_DELIVERABLE, row):
        raise PermissionDenied
    return row


def url_of(program: Program, row: Deliverable) -> str:
    return reverse("deliverable_detail", args=[program.slug, row.key])


def crumbs_of(program: Program, row: Deliverable, last: str) -> Crumbs:
    """The way to a form of a deliverable."""
    listed = reverse("deliverable_list", args=[program.slug])
    return [("Deliverables", listed), (row.key, url_of(program, row)), (last, None)]


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_create(request: UserRequest, program: Program, key: str = "") -> HttpResponse:
    """Plan a deliverable: of the milestone of the address, or of `?milestone=`."""
    asked: dict[str, Any] = {"milestone": request.GET.get("milestone", ""), "is_must": True}
    back, crumbs = reverse("deliverable_list", args=[program.slug]), "Deliverables"
    if key:
        row = load_milestone(request, program, key)
        asked["milestone"], crumbs = row.key, row.key
        back = reverse("milestone_detail", args=[program.slug, row.key])
    form = NewDeliverableForm.of(request, program, initial=asked)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: create(request, program, form),
        title="New deliverable",
        submit="Add the deliverable",
        lead="A piece of a milestone that one subteam answers for. Its title is enough to begin.",
        crumbs=[(crumbs, back), ("New deliverable", None)],
        cancel_url=back,
        done=lambda row: url_of(program, row),
        say=lambda row: f"Added {row.key} {row.title}.",
    )


def create(request: UserRequest, program: Program, form: NewDeliverableForm) -> Deliverable:
    """Write a new deliverable with its criteria."""
    fields = form.changes()
    return deliverables.create(
        program=program,
        milestone=form.cleaned_data["milestone"],
        title=fields.pop("title"),
        contributors=form.cleaned_data.get("contributors", []),
        criteria=form.cleaned_data["criteria"],
        actor=actor_of(request, program),
        **fields,
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Edit every field of a deliverable."""
    row = load_for_edit(request, program, key)
    form = DeliverableForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: edit(request, program, row, form),
        title=f"Edit {row.key}",
        submit="Save",
        lead=f"{row.title}, of {row.milestone.key} {row.milestone.title}.",
        crumbs=crumbs_of(program, row, "Edit"),
        cancel_url=url_of(program, row),
        done=lambda saved: url_of(program, saved),
    )


def edit(request: UserRequest, program: Program, row: Deliverable, form: DeliverableForm) -> Deliverable:
    """Write what was changed."""
    added, removed = form.teams()
    return deliverables.edit(
        deliverable=row,
        changes=form.changes(),
        base=form.base(),
        added=added,
        removed=removed,
        actor=actor_of(request, program),
    )


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_move(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Let it work towards another milestone."""
    row = load_for_edit(request, program, key)
    form = DeliverableMoveForm.of(request, program, initial={"to": request.GET.get("to", "")})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: move(request, program, row, form),
        title=f"Move {row.key} to another milestone",
        submit="Move it",
        lead=f"{row.title} works towards {row.milestone.key} {row.milestone.title} now. Both plans change.",
        crumbs=crumbs_of(program, row, "Move"),
        cancel_url=next_url(request, url_of(program, row)),
        done=lambda saved: next_url(request, url_of(program, saved)),
        say=lambda saved: f"{saved.key} works towards {form.cleaned_data['to'].key} now.",
    )


def move(request: UserRequest, program: Program, row: Deliverable, form: DeliverableMoveForm) -> Deliverable:
    """Move it; where something does not fit the other milestone, only once that was seen."""
    actor, goal = actor_of(request, program), form.cleaned_data["to"]
    unfit = unfit_for(row, goal, actor.today)
    if unfit and not form.cleaned_data["anyway"]:
        raise DomainError(
            f"In {goal.key} {'; '.join(unfit)}. Mend that first, or tick “Move it as it is”.", field="anyway"
        )
    return deliverables.move(deliverable=row, to=goal, reason=form.cleaned_data["reason"], actor=actor)


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_cut(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Cut it: dropped here, kept as an idea of the track."""
    row = load_for_edit(request, program, key)
    form = DeliverableCutForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: deliverables.cut(
            deliverable=row, reason=form.cleaned_data["reason"], actor=actor_of(request, program)
        ),
        title=f"Cut {row.key}",
        submit="Cut it",
        lead=f"{row.title} is dropped from {row.milestone.key} and becomes an idea of the track "
        f"{row.milestone.track}. It counts as scope drift.",
        crumbs=crumbs_of(program, row, "Cut"),
        cancel_url=next_url(request, url_of(program, row)),
        done=lambda idea: next_url(request, reverse("milestone_detail", args=[program.slug, idea.key])),
        say=lambda idea: f"Cut {row.key}: it is the idea {idea.key} now.",
    )


def remove_verb(label: str, name: str, program: Program, row: Deliverable, pk: int) -> Verb:
    """The button that takes a line of a deliverable away."""
    return Verb(label, reverse(name, args=[program.slug, row.key, pk]))
