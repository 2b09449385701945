"""The verbs of a sign-off of a milestone: roles say in order that its criteria are agreed, later met."""

from collections.abc import Mapping
from typing import Any

from milestones.models import Milestone, MilestoneSignOff, SuccessCriterion
from milestones.pure.spec_states import SIGNOFF_STEPS
from milestones.pure.states import Step
from milestones.services.milestone import check_owner, tell
from milestones.services.spec import check_changing, check_editable, check_words, legal_step, next_rank
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import User
from pm.services.history import recording

EDITABLE = frozenset({"role", "signer"})
NO_ROLE = "Name the role that signs, such as program lead."
Moment, State = MilestoneSignOff.Moment, MilestoneSignOff.State


def check_role(milestone: Milestone, moment: str, role: str, *, without: int = 0) -> str:
    """The role's words; raises DomainError when it signs there already."""
    words = check_words(role, NO_ROLE, field="role")
    same = MilestoneSignOff.objects.filter(milestone=milestone, moment=moment, role=words).exclude(pk=without)
    if same.exists():
        raise DomainError(f"{words} signs there already. Name another role.", field="role")
    return words


def name(
    *, milestone: Milestone, moment: str, role: str, signer: User | None = None, actor: Actor
) -> MilestoneSignOff:
    """Name who signs next in a moment; without a person a lead or manager signs."""
    program = milestone.program
    check_owner(program, signer)
    with recording(actor, program) as record:
        held = record.lock(milestone)
        check_changing(held)
        row = MilestoneSignOff(
            program=program,
            milestone=held,
            moment=moment,
            role=check_role(held, moment, role),
            signer=signer,
            rank=next_rank(MilestoneSignOff.objects.filter(milestone=held, moment=moment)),
        )
        record.create(row, subject=held.key)
        tell(held, program, actor)
    return row


def edit(
    *,
    signoff: MilestoneSignOff,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> MilestoneSignOff:
    """Change who signs, while nobody has."""
    check_editable(changes, EDITABLE)
    check_owner(signoff.program, changes.get("signer"))
    with recording(actor, signoff.program) as record:
        milestone = record.lock(signoff.milestone)
        check_changing(milestone)
        row = record.lock(signoff)
        check_open(row)
        if "role" in changes:
            check_role(milestone, row.moment, changes["role"], without=row.pk)
        record.update(row, changes, base=base, subject=milestone.key)
    return row


def check_open(row: MilestoneSignOff) -> None:
    if row.state != State.OPEN:
        raise DomainError(f"{row.role} has answered already. Withdraw that first.")


def remove(*, signoff: MilestoneSignOff, actor: Actor) -> MilestoneSignOff:
    """Nobody of that role needs to sign; refused once somebody has."""
    program = signoff.program
    with recording(actor, program) as record:
        milestone = record.lock(signoff.milestone)
        check_changing(milestone)
        row = record.lock(signoff)
        check_open(row)
        record.delete(row, subject=milestone.key)
        tell(milestone, program, actor)
    return signoff


def take_step(
    *, signoff: MilestoneSignOff, to: str, base_state: str | None = None, reason: str = "", actor: Actor
) -> MilestoneSignOff:
    """Sign, refuse with a note, or withdraw what was said. Raises IllegalStep, StaleEdit.

    The person who is named signs; where nobody is, whoever may edit the specification.
    """
    program = signoff.program
    with recording(actor, program) as record:
        milestone = record.lock(signoff.milestone)
        check_changing(milestone)
        row = record.lock(signoff)
        step = legal_step(SIGNOFF_STEPS, row, to, base_status=base_state, reason=reason)
        if step is not None:
            refuse_unready(milestone, row, step, actor)
        marks = marks_of(to, reason, actor) if step is not None else {}
        base = {"state": base_state} if base_state is not None else None
        if record.update(row, {"state": to, **marks}, base=base, subject=milestone.key, why=reason):
            tell(milestone, program, actor)
    return row


def marks_of(to: str, reason: str, actor: Actor) -> dict[str, Any]:
    if to == State.OPEN:
        return {"note": "", "signed_on": None, "signed_by_id": None}
    return {"note": reason.strip(), "signed_on": actor.today, "signed_by_id": actor.user_id}


def refuse_unready(milestone: Milestone, row: MilestoneSignOff, step: Step, actor: Actor) -> None:
    """Raise IllegalStep unless this person may say it now."""
    if step.target != State.OPEN and row.signer is not None and row.signer_id != actor.user_id:
        raise IllegalStep(f"{row.signer} is named to sign as {row.role}. Name somebody else, or ask them.")
    lines = MilestoneSignOff.objects.filter(milestone=milestone)
    if "in_order" in step.needs:
        before = lines.filter(moment=row.moment, rank__lt=row.rank).exclude(state=State.SIGNED)
        first = before.order_by("rank", "pk").first()
        if first is not None:
            raise IllegalStep(f"{first.role} signs before {row.role} and has not signed yet.")
    if step.target == State.SIGNED and row.moment == Moment.MET:
        refuse_unmet(milestone)
    if "last_signed" in step.needs:
        after = (
            lines.filter(moment=row.moment, rank__gt=row.rank, state=State.SIGNED).order_by("rank").first()
        )
        if after is not None:
            raise IllegalStep(f"{after.role} signed after {row.role}. That has to be withdrawn first.")


def refuse_unmet(milestone: Milestone) -> None:
    """Raise IllegalStep while what must be met is not, or was never agreed."""
    asked = MilestoneSignOff.objects.filter(milestone=milestone, moment=Moment.AGREED)
    if missing := asked.exclude(state=State.SIGNED).order_by("rank", "pk").first():
        raise IllegalStep(f"{missing.role} has not agreed to the criteria yet. That comes first.")
    musts = SuccessCriterion.objects.filter(milestone=milestone, level=SuccessCriterion.Level.MUST)
    if count := musts.filter(is_met=False).count():
        what = "1 must criterion is" if count == 1 else f"{count} must criteria are"
        raise IllegalStep(f"{what} not met yet. Record the evidence, then sign.")
