"""The verbs of a blocker."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Blocker
from milestones.pure.spec_states import BLOCKER_STEPS
from milestones.services import obstacle
from milestones.services.spec import legal_step, tell_all
from pm.actor import Actor
from pm.models import Program
from pm.services.history import recording

NO_TITLE = "A blocker says in one line what stops the work. Write it."


def create(*, program: Program, title: str, actor: Actor, **fields: Any) -> Blocker:
    """Write down what stops a milestone or a deliverable."""
    return obstacle.create(Blocker, program=program, title=title, actor=actor, no_title=NO_TITLE, **fields)


def edit(
    *, blocker: Blocker, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Blocker:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    return obstacle.edit(blocker, changes=changes, base=base, actor=actor, no_title=NO_TITLE)


def take_step(
    *, blocker: Blocker, to: str, base_status: str | None = None, reason: str = "", actor: Actor
) -> Blocker:
    """Resolve it, saying how (`reason`), or open it again. Raises IllegalStep, StaleEdit."""
    program = blocker.program
    with recording(actor, program) as record:
        row = record.lock(blocker)
        step = legal_step(BLOCKER_STEPS, row, to, base_status=base_status, reason=reason)
        is_over = to == Blocker.Status.RESOLVED
        marks = {"resolved_on": actor.today if is_over else None, "resolution": reason if is_over else ""}
        base = {"status": base_status} if base_status is not None else None
        if record.update(row, {"status": to, **(marks if step else {})}, base=base, why=reason):
            tell_all([row.milestone], program, actor)
    return row
