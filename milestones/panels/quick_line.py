"""The line at the end of a list that adds to it: what its form needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from milestones.models import TaskKind
from pm.http import UserRequest

WORDS = {
    "idea": ("idea", "ideas"),
    "milestone": ("milestone", "milestones"),
    "deliverable": ("deliverable", "deliverables"),
    "task": ("task", "tasks"),
    "risk": ("risk", "risks"),
}


@dataclass(frozen=True, slots=True)
class QuickLine:
    """The line of one list: where it posts, what it adds to, what htmx puts in place of the old list.

    `choices` are offered where the page does not say to what it adds: (value, words).
    """

    url: str
    id: str
    label: str
    next: str
    target: str
    at: str = ""
    choices: Sequence[tuple[str, str]] = ()
    choices_label: str = ""


def quick_line(
    request: UserRequest, noun: str, *, target: str, at: str = "", name: str = "", **more: Any
) -> QuickLine:
    """The line for the end of a list of this page."""
    one = WORDS[noun][0]
    return QuickLine(
        url=reverse("quick_add", args=[request.program.slug, noun]),
        id=f"quick-{name or at or noun}".lower(),
        label=f"Add {'an' if one[0] in 'aeiou' else 'a'} {one}",
        next=request.get_full_path(),
        target=target,
        at=at,
        **more,
    )


def task_line(request: UserRequest) -> QuickLine | None:
    """The line that adds a task outside any deliverable, of one of the program’s kinds."""
    kinds = TaskKind.objects.filter(program=request.program, is_archived=False).order_by("rank", "name", "pk")
    choices = [(str(pk), name) for pk, name in kinds.values_list("pk", "name")]
    if not choices:
        return None
    return quick_line(request, "task", target="rows", choices=choices, choices_label="Kind of task")
