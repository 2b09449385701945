"""The line at the end of a list: a title and Enter, or a pasted list that is shown before it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.models import Deliverable, Milestone, Risk, TaskKind, Track
from milestones.panels.quick_line import WORDS
from milestones.pure.titles import MOST, Title, checked, lines_of, plain
from milestones.queries.task import visible_tasks
from milestones.services import deliverable, milestone, quick, risk, task
from milestones.views.deliverable import load_deliverable
from milestones.views.milestone_cell import load_milestone
from pm.actor import Actor
from pm.errors import DomainError
from pm.http import UserRequest, actor_of, load_or_404, next_url, requires
from pm.models import Program
from pm.permissions import SUBTEAM_ROLES, Permission
from pm.rules import Access
from pm.views.record import wants_fragment


@dataclass(frozen=True, slots=True)
class Place:
    """Where new rows go: who may, what is there already by its title, and how one is made."""

    permitted: bool
    known: Callable[[], dict[str, str]]
    make: Callable[[str, Actor], Any]
    url: str
    name: str = ""


def titles_of(rows: Any) -> dict[str, str]:
    """The keys of rows by their titles in small letters."""
    return {row.title.casefold(): row.key for row in rows}


def load_track(program: Program, slug: str) -> Track:
    """The track of that name; the first where none is named."""
    rows = Track.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")
    row = rows.first() if not slug else load_or_404(rows, slug=slug)
    if row is None:
        raise Http404("A milestone belongs to a track, and there is none yet.")
    return row


def for_track(request: UserRequest, program: Program, at: str, *, status: str) -> Place:
    """A milestone or an idea of a track."""
    track = load_track(program, at)
    needed = Permission.PROPOSE_IDEA if status == Milestone.Status.IDEA else Permission.EDIT_MILESTONE
    page = "idea_list" if status == Milestone.Status.IDEA else "roadmap"
    return Place(
        permitted=request.access.can(needed),
        known=lambda: titles_of(
            Milestone.objects.filter(track=track).visible(
                sees_internal=request.access.can(Permission.VIEW_INTERNAL)
            )
        ),
        make=lambda title, actor: milestone.create(
            program=program, track=track, title=title, status=status, actor=actor
        ),
        url=reverse(page, args=[program.slug]),
        name=track.name,
    )


def own_team(access: Access) -> int | None:
    """The subteam that a subteam lead adds work for: the first of their own."""
    own = [pk for role, held in access.own_subteams.items() if role in SUBTEAM_ROLES for pk in held]
    allowed = [pk for pk in sorted(own) if access.can(Permission.EDIT_DELIVERABLE, subteam_id=pk)]
    return allowed[0] if allowed else None


def for_milestone(request: UserRequest, program: Program, at: str) -> Place:
    """A deliverable of a milestone; that of a subteam lead is their subteam's."""
    row = load_milestone(request, program, at)
    is_free = request.access.can(Permission.EDIT_DELIVERABLE, subteam_id=0)
    team = None if is_free else own_team(request.access)
    return Place(
        permitted=is_free or team is not None,
        known=lambda: titles_of(Deliverable.objects.filter(milestone=row)),
        make=lambda title, actor: deliverable.create(
            program=program, milestone=row, title=title, accountable_id=team, actor=actor
        ),
        url=reverse("milestone_detail", args=[program.slug, row.key]),
        name=f"{row.key} {row.title}",
    )


def for_task(request: UserRequest, program: Program, at: str) -> Place:
    """A task of a deliverable (`D-7`), or of one of the program's kinds (its number)."""
    own: dict[str, Any]
    if at.startswith("D-"):
        work = load_deliverable(request, program, at)
        own, name = {"deliverable": work}, f"{work.key} {work.title}"
        url = reverse("deliverable_detail", args=[program.slug, at])
    else:
        if not (at.isascii() and at.isdecimal() and len(at) <= 9):
            raise Http404("A task belongs to a deliverable or is of a kind.")
        kinds = TaskKind.objects.filter(program=program, is_archived=False)
        own, url = {"kind": load_or_404(kinds, pk=int(at))}, reverse("task_list", args=[program.slug])
        name = own["kind"].name
    rows = visible_tasks(program, request.access).filter(status__in=["OPEN", "IN_PROGRESS"], **own)
    return Place(
        permitted=request.access.can(Permission.WRITE_TASK),
        known=lambda: titles_of(rows),
        make=lambda title, actor: task.create(program=program, title=title, actor=actor, **own),
        url=url,
        name=name,
    )


def for_risk(request: UserRequest, program: Program, at: str) -> Place:
    """A risk of a milestone, or of the whole program."""
    row = load_milestone(request, program, at) if at else None
    rows = Risk.objects.filter(program=program, milestone=row)
    rows = rows if request.access.can(Permission.VIEW_INTERNAL) else rows.filter(is_internal=False)
    return Place(
        permitted=request.access.can(Permission.RAISE_RISK),
        known=lambda: titles_of(rows),
        make=lambda title, actor: risk.create(program=program, title=title, milestone=row, actor=actor),
        url=reverse("risk_list", args=[program.slug]),
        name=f"{row.key} {row.title}" if row else "",
    )


LOADERS: dict[str, Callable[[UserRequest, Program, str], Place]] = {
    "idea": partial(for_track, status="IDEA"),
    "milestone": partial(for_track, status="PROPOSED"),
    "deliverable": for_milestone,
    "task": for_task,
    "risk": for_risk,
}


@requires(Permission.PROPOSE_IDEA)
@require_http_methods(["GET", "HEAD", "POST"])
def quick_add(request: UserRequest, program: Program, noun: str) -> HttpResponse:
    """Add a row by its title; a list, or a title with a fault, is shown before it is made."""
    if noun not in LOADERS:
        raise Http404("Nothing of that kind is added by its title.")
    sent = request.POST if request.method == "POST" else request.GET
    place = LOADERS[noun](request, program, sent.get("at", ""))
    if not place.permitted:
        raise PermissionDenied
    page = Preview(request, program, noun, sent.get("at", ""), next_url(request, place.url), place.name)
    if request.method != "POST":
        return page.show([], "", 200)
    is_answer = "confirmed" in request.POST
    typed = request.POST.getlist("title") if is_answer else lines_of(request.POST.get("titles", ""))
    found = checked([plain(title) for title in typed], place.known())
    if is_answer:
        taken = [one for n, one in enumerate(found) if str(n) in request.POST.getlist("take") and one.text]
        is_ready = all(len(one.text) <= 200 for one in taken)
    else:
        taken, is_ready = found, len(found) <= 1 and not any(one.fault for one in found)
    if not taken or not is_ready:
        said = "" if taken else "Write a title, or paste a list with one in each line."
        if is_answer and not taken:
            said = "Tick what is to be added."
        return page.show(
            found, said, 200 if len(taken) > 1 and not is_answer else 422, more=len(typed) > MOST
        )
    return make(request, program, place, [one.text for one in taken], WORDS[noun], page)


def make(
    request: UserRequest,
    program: Program,
    place: Place,
    titles: list[str],
    words: tuple[str, str],
    page: "Preview",
) -> HttpResponse:
    """Write the rows, and go back to their list."""
    actor = actor_of(request, program)
    try:
        rows = quick.add_all(
            program=program,
            titles=titles,
            make=lambda title: place.make(title, actor),
            what=words[1],
            actor=actor,
        )
    except DomainError as refusal:
        return page.show([Title(title) for title in titles], str(refusal), 422)
    [first, *rest] = rows
    last = f" to {rest[-1].key}" if rest else f" {first.title}"
    messages.success(request, f"Added {f'{len(rows)} {words[1]}, ' if rest else ''}{first.key}{last}.")
    return HttpResponseRedirect(page.next)


@dataclass(frozen=True, slots=True)
class Preview:
    """The page that shows a pasted list; for htmx its form lands beside the line it came from."""

    request: UserRequest
    program: Program
    noun: str
    at: str
    next: str
    where: str

    def show(self, found: list[Title], said: str, status: int, *, more: bool = False) -> HttpResponse:
        one, many = WORDS[self.noun]
        place = self.request.POST.get("place", "")
        is_here = wants_fragment(self.request) and place.replace("-", "").isalnum()
        ready = sum(not title.fault for title in found)
        response = render(
            self.request,
            "milestones/create/quick.html",
            {
                "title": f"Add {many} to {self.where}" if self.where else f"Add {many}",
                "crumbs": [(f"Add {many}", None)],
                "one": one,
                "many": many,
                "titles": found,
                "ready": ready,
                "faults": len(found) - ready,
                "said": said,
                "more": MOST if more else 0,
                "at": self.at,
                "next": self.next,
                "url": reverse("quick_add", args=[self.program.slug, self.noun]),
                "place": place if is_here else "",
                "target": self.request.POST.get("target", "") if is_here else "",
            },
            status=status,
        )
        if is_here:
            response.headers["HX-Retarget"] = f"#{place}-answer"
            response.headers["HX-Reselect"] = "#quick-list"
            response.headers["HX-Reswap"] = "innerHTML"
        return response
