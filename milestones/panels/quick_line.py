"""The line at the end of a list that adds to it: what its form needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from milestones.models import TaskKind
from pm.http import UserRequest
from pm.templatetags.cells import filled, sign

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

    `choices` are offered where the page does not say to what it adds: (value, words). A line that `is_parked`
    shows once the link of a group takes it there.
    """

    url: str
    id: str
    label: str
    next: str
    target: str
    at: str = ""
    choices: Sequence[tuple[str, str]] = ()
    choices_label: str = ""
    is_parked: bool = False


def quick_line(
    request: UserRequest, noun: str, *, target: str, at: str = "", name: str = "", **more: Any
) -> QuickLine:
    """The line for the end of a list of this page."""
    return QuickLine(
        url=reverse("quick_add", args=[request.program.slug, noun]),
        id=f"quick-{name or at or noun}".lower(),
        label=words_of(noun),
        next=request.get_full_path(),
        target=target,
        at=at,
        **more,
    )


def words_of(noun: str) -> str:
    """`Add a milestone`."""
    one = WORDS[noun][0]
    return f"Add {'an' if one[0] in 'aeiou' else 'a'} {one}"


def group_link(request: UserRequest, noun: str, at: str, name: str) -> SafeString:
    """The link in a group's heading that takes the one line of the page, `quick-<noun>`, to that group."""
    asked = urlencode({"at": at, "next": request.get_full_path()})
    return filled(
        '<a class="quick-open" href="/%s/quick/%s/?%s" data-quick-open="%s" data-quick-line="quick-%s" '
        'aria-label="%s in %s">%s%s</a>',
        request.program.slug, SafeString(noun), asked, at, SafeString(noun),
        words_of(noun), name, sign("plus", "icon-s"), WORDS[noun][0].capitalize(),
    )  # fmt: skip


def task_line(request: UserRequest) -> QuickLine | None:
    """The line that adds a task outside any deliverable, of one of the program’s kinds."""
    kinds = TaskKind.objects.filter(program=request.program, is_archived=False).order_by("rank", "name", "pk")
    choices = [(str(pk), name) for pk, name in kinds.values_list("pk", "name")]
    if not choices:
        return None
    return quick_line(request, "task", target="rows", choices=choices, choices_label="Kind of task")
