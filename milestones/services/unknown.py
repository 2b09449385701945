"""The verbs of an unknown: a question whose answer may move the plan."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Unknown
from milestones.pure.spec_states import UNKNOWN_STEPS
from milestones.services import obstacle
from milestones.services.spec import legal_step, tell_all
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Membership, Program, User
from pm.permissions import Role
from pm.services.history import recording

NO_TITLE = "An unknown is a question in one line. Write it."
APPROVERS = (Role.LEAD, Role.MANAGER)


def create(*, program: Program, title: str, actor: Actor, **fields: Any) -> Unknown:
    """Write down what is not known of a milestone or a deliverable."""
    return obstacle.create(Unknown, program=program, title=title, actor=actor, no_title=NO_TITLE, **fields)


def edit(
    *, unknown: Unknown, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Unknown:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    return obstacle.edit(unknown, changes=changes, base=base, actor=actor, no_title=NO_TITLE)


def take_step(
    *,
    unknown: Unknown,
    to: str,
    base_status: str | None = None,
    reason: str = "",
    approver: User | None = None,
    actor: Actor,
) -> Unknown:
    """Answer it (`reason` is the answer), defer it with an approver, or open it again."""
    program = unknown.program
    with recording(actor, program) as record:
        row = record.lock(unknown)
        step = legal_step(UNKNOWN_STEPS, row, to, base_status=base_status, reason=reason)
        if step is not None and "approver" in step.needs:
            check_approver(program, approver, actor)
        base = {"status": base_status} if base_status is not None else None
        marks = marks_of(to, reason, approver, actor) if step else {}
        if record.update(row, {"status": to, **marks}, base=base, why=reason):
            tell_all([row.milestone], program, actor)
    return row


def marks_of(to: str, reason: str, approver: User | None, actor: Actor) -> dict[str, Any]:
    """The day, the words and the approver that a step sets."""
    is_answered, is_deferred = to == Unknown.Status.ANSWERED, to == Unknown.Status.DEFERRED
    return {
        "resolved_on": actor.today if is_answered else None,
        "resolution": reason.strip() if is_answered or is_deferred else "",
        "deferred_by": approver if is_deferred else None,
    }


def check_approver(program: Program, approver: User | None, actor: Actor) -> None:
    """Raise DomainError unless the approver is a lead or manager of the program and somebody else."""
    if approver is None:
        raise DomainError("Deferring it needs a name: who agreed that it can wait?", field="deferred_by")
    if approver.pk == actor.user_id:
        raise DomainError(
            "Whoever defers it cannot approve that too. Name another program lead or manager.",
            field="deferred_by",
        )
    roles = Membership.objects.filter(program=program, user=approver, is_active=True, role__in=APPROVERS)
    if not roles.exists():
        raise DomainError(
            f"{approver} is neither program lead nor manager here. Name one who is.", field="deferred_by"
        )
