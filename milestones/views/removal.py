"""Archive, restore and delete."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.models import Deliverable, Milestone, Task
from milestones.queries.removal import removal_of
from milestones.services import removal
from milestones.views.deliverable_record import load_for_edit
from milestones.views.milestone_cell import load_milestone
from milestones.views.roadmap_rows import detail_url
from milestones.views.task import load_task
from pm.errors import DomainError
from pm.http import UserRequest, actor_of, next_url, requires
from pm.models import Program
from pm.permissions import Permission
from pm.registry import SUBJECTS
from pm.views.record import verb_page


@requires(Permission.EDIT_MILESTONE)
@require_POST
def milestone_archive(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Put away an idea, or what has ended."""
    row = load_milestone(request, program, key)
    return verb_page(
        request,
        do=lambda: removal.archive(milestone=row, actor=actor_of(request, program)),
        done=lambda _: next_url(request, detail_url(program, row)),
        say=lambda row: (
            f"Archived {row.key} {row.title}. Lists show it only where archived ones are asked for."
        ),
    )


@requires(Permission.EDIT_MILESTONE)
@require_POST
def milestone_restore(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take it out of the archive."""
    row = load_milestone(request, program, key)
    return verb_page(
        request,
        do=lambda: removal.archive(milestone=row, is_archived=False, actor=actor_of(request, program)),
        done=lambda _: next_url(request, detail_url(program, row)),
        say=lambda row: f"{row.key} {row.title} is on its lists again.",
    )


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_delete(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Delete a milestone or an idea that nothing refers to."""
    row = load_milestone(request, program, key)
    is_idea = row.status == Milestone.Status.IDEA
    back = reverse("idea_list" if is_idea else "roadmap", args=[program.slug])
    return delete_page(request, program, row, detail_url(program, row), back)


@requires(Permission.EDIT_DELIVERABLE)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_delete(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Delete a planned deliverable that nothing refers to."""
    row = load_for_edit(request, program, key)
    row.program = program
    here = reverse("deliverable_detail", args=[program.slug, row.key])
    return delete_page(request, program, row, here, f"{detail_url(program, row.milestone)}#deliverables")


@requires(Permission.WRITE_TASK)
@require_http_methods(["GET", "HEAD", "POST"])
def task_delete(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Delete an open task that nothing refers to."""
    row = load_task(request, program, key)
    row.program = program
    here = reverse("task_detail", args=[program.slug, row.key])
    back = reverse("task_list", args=[program.slug])
    if row.deliverable is not None:
        back = f"{reverse('deliverable_detail', args=[program.slug, row.deliverable.key])}#tasks"
    return delete_page(request, program, row, here, back)


def delete_page(
    request: UserRequest, program: Program, row: Milestone | Deliverable | Task, here: str, back: str
) -> HttpResponse:
    """What refers to it, what goes with it, and the button; once it is gone, the list it stood in."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            removal.delete(row=row, actor=actor_of(request, program))
        except DomainError as refusal:
            refused, status = str(refusal), 409
        else:
            deleted = reverse("deleted_list", args=[program.slug])
            said = f"Deleted {row.key} {row.title}. History keeps it."
            messages.success(request, said, extra_tags=f"see:{deleted}")
            return HttpResponseRedirect(next_url(request, back))
    found = removal_of(row)
    return render(
        request,
        "milestones/create/delete.html",
        {
            "row": row,
            "found": found,
            "refused": refused,
            "referring": [named(program, one) for one in found.referring],
            "url": request.get_full_path(),
            "here": here,
            "back": next_url(request, here),
            "crumbs": [(row.key, here), ("Delete", None)],
        },
        status=status,
    )


def named(program: Program, row: Any) -> tuple[str, str]:
    """What refers to it in words, and its page where it has one."""
    key = getattr(row, "key", "")
    letter = key.partition("-")[0]
    if key and letter in SUBJECTS:
        try:
            url = reverse(SUBJECTS.get(letter).url_name, args=[program.slug, key])
        except NoReverseMatch:
            url = ""
        return f"{key} {getattr(row, 'title', '')}".strip(), url
    return f"{row._meta.verbose_name} “{row}”", ""
