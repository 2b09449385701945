"""What one person owns in a program and somebody must take over when they leave."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from milestones.models import Blocker, Deliverable, Dependency, Milestone, Risk, Task, Unknown
from pm.models import Program, User
from pm.registry import Held


@dataclass(frozen=True, slots=True)
class Kind:
    """A noun with an owner: its table, the column that names the person, its page."""

    model: type[Any]  # each has in_program() and open(), which no type of Django says
    column: str
    url_name: str


# By the letter of the key, in the order in which they are listed.
KINDS = {
    "M": Kind(Milestone, "owner", "milestone_detail"),
    "D": Kind(Deliverable, "owner", "deliverable_detail"),
    "T": Kind(Task, "assignee", "task_detail"),
    "R": Kind(Risk, "owner", "risk_detail"),
    "B": Kind(Blocker, "owner", "blocker_detail"),
    "U": Kind(Unknown, "owner", "unknown_detail"),
    "DP": Kind(Dependency, "owner", "dependency_detail"),
}


def owned_by(program: Program, user: User) -> list[Held]:
    """Everything open of this person, in one query a kind."""
    found = []
    for kind in KINDS.values():
        rows = kind.model.objects.in_program(program).open().filter(**{kind.column: user}).order_by("number")
        found += [
            Held(f"{row.key} {row.title}", reverse(kind.url_name, args=[program.slug, row.key]), row.key)
            for row in rows
        ]
    return found
