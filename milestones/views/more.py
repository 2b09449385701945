"""What else can be done with a row: the menu beside its Edit button, and under the steps of its card."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from milestones.models import Deliverable, Milestone, Task
from milestones.pure.states import MILESTONE_ENDED
from milestones.queries.idea import proposed_by
from milestones.rules import may
from pm.http import UserRequest, actor_of
from pm.permissions import Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu: a page, or a POST of its own."""

    label: str
    url: str
    icon: str = "right"
    is_post: bool = False
    next: str = ""


def of_milestone(request: UserRequest, row: Milestone) -> list[Item]:
    """Correct, put first, duplicate, plan by a cycle, archive, delete: what this person may do now."""
    program, is_idea = request.program, row.status == Milestone.Status.IDEA

    def item(label: str, name: str, icon: str = "right", *, is_post: bool = False) -> Item:
        return Item(label, reverse(name, args=[program.slug, row.key]), icon, is_post)

    if not request.access.can(Permission.EDIT_MILESTONE):
        may_propose = is_idea and request.access.can(Permission.PROPOSE_IDEA)
        is_own = may_propose and proposed_by(row, actor_of(request, program).user_id)
        return [item("Correct your idea", "idea_edit", "edit")] if is_own else []
    found = [item("Goes before…", "idea_prefer", "decide")] if is_idea else []
    found.append(item("Duplicate…", "milestone_duplicate", "plus"))
    if row.is_open and not is_idea:
        found.append(item("Plan by a cycle…", "milestone_cycle", "plan"))
    if row.is_archived:
        found.append(item("Take out of the archive", "milestone_restore", "undo", is_post=True))
    elif is_idea or row.status in MILESTONE_ENDED:
        found.append(item("Archive", "milestone_archive", "box", is_post=True))
    if row.committed_on is None and row.status in {"IDEA", "PROPOSED"}:
        found.append(item("Delete…", "milestone_delete", "close"))
    return found


def of_card(request: UserRequest, row: Deliverable | Task) -> list[Item]:
    """Where a deliverable can go besides its steps, and what `of_work` offers; nothing for a reader."""
    if isinstance(row, Task):
        return of_work(request, row) if request.access.can(Permission.WRITE_TASK) else []
    if not may(request.access, Permission.EDIT_DELIVERABLE, row):
        return []
    ways = (("Move to another milestone…", "move", "right"), ("Cut back to the ideas…", "cut", "undo"))
    found = [
        Item(label, reverse(f"deliverable_{name}", args=[request.program.slug, row.key]), sign)
        for label, name, sign in ways
        if row.is_open
    ]
    return [*found, *of_work(request, row)]


def returning(items: Iterable[Item], url: str) -> list[Item]:
    """The same from a list: what is done leads back to it."""
    return [
        replace(one, next=url) if one.is_post else replace(one, url=f"{one.url}?{urlencode({'next': url})}")
        for one in items
    ]


def of_work(request: UserRequest, row: Deliverable | Task) -> list[Item]:
    """Delete what was not begun."""
    is_task = isinstance(row, Task)
    begun = row.status != (Task.Status.OPEN if is_task else Deliverable.Status.PLANNED)
    if begun:
        return []
    name = "task_delete" if is_task else "deliverable_delete"
    return [Item("Delete…", reverse(name, args=[request.program.slug, row.key]), "close")]
