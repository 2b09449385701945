"""Handing over what a person owns: through the verb of each noun."""

from collections.abc import Callable, Mapping
from typing import Any

from milestones.queries.holding import KINDS
from milestones.services import (
    blocker,
    deliverable,
    dependency,
    milestone,
    risk,
    task,
    unknown,
)
from pm.actor import Actor
from pm.errors import Gone
from pm.models import Program, User

# The verb that edits a noun, and how it calls its row.
VERBS: Mapping[str, tuple[str, Callable[..., object]]] = {
    "M": ("milestone", milestone.edit),
    "D": ("deliverable", deliverable.edit),
    "T": ("task", task.edit),
    "R": ("risk", risk.edit),
    "B": ("blocker", blocker.edit),
    "U": ("unknown", unknown.edit),
    "DP": ("dependency", dependency.edit),
}


def give(*, program: Program, ref: str, giver: User, to: User, actor: Actor) -> None:
    """Make somebody else the owner of `M-3` or `R-7`. Raises StaleEdit when it has another owner by now."""
    letter, _, number = ref.partition("-")
    kind, (name, edit) = KINDS[letter], VERBS[letter]
    row: Any = kind.model.objects.in_program(program).filter(number=int(number)).first()
    if row is None:
        raise Gone(f"{ref} was removed meanwhile. Nothing was handed over.")
    edit(**{name: row}, changes={kind.column: to}, base={kind.column: giver}, actor=actor)
