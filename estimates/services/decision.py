"""Decisions: appended with the numbers seen at that moment, withdrawn with a reason, never changed."""

from typing import Any

from estimates.models import Bet, Decision
from estimates.pure.bet_states import decided_by
from estimates.queries.decision import numbers_of
from milestones.models import Milestone
from milestones.pure.states import Step
from milestones.services.health import clear_decision_owed
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording
from pm.services.key import take_numbers

# A milestone's own step decides these, and answers its open deliverables, too.
BY_STEP = {Decision.Kind.SHELVE: "Shelve", Decision.Kind.DROP: "Drop"}


def record(
    *,
    milestone: Milestone,
    kind: str,
    rationale: str,
    actor: Actor,
    bet: Bet | None = None,
    is_internal: bool = False,
) -> Decision:
    """Record what was decided, with the numbers of this moment. It clears the decision that is owed."""
    if kind in BY_STEP:
        raise DomainError(
            f"{BY_STEP[Decision.Kind(kind)]} is a step of {milestone.key}: take it at its status, where its "
            "open deliverables are answered. That records the decision.",
            field="kind",
        )
    return write(milestone=milestone, kind=kind, rationale=rationale, actor=actor, bet=bet,
                 is_internal=is_internal)  # fmt: skip


def write(*, milestone: Milestone, kind: str, rationale: str, actor: Actor, **more: Any) -> Decision:
    """Append a decision and clear what is owed, inside the caller's transaction where there is one."""
    program = milestone.program
    if not rationale.strip():
        raise DomainError(f"Say in a sentence why {milestone.key} goes this way.", field="rationale")
    bet = more.get("bet")
    if bet is not None and bet.milestone_id != milestone.pk:
        raise DomainError(f"{bet.key} is a bet of another milestone. Choose one of {milestone.key}.",
                          field="bet")  # fmt: skip
    with recording(actor, program) as recorder:
        row = recorder.lock(milestone)
        row.program = program
        [number] = take_numbers(program=program, letter=Decision.LETTER)
        decision = recorder.create(
            Decision(
                program=program,
                number=number,
                milestone=row,
                kind=kind,
                rationale=rationale,
                numbers=numbers_of(row),
                by_id=actor.user_id,
                happened_on=actor.today,
                recorded_at=actor.moment,
                **more,
            )
        )
        clear_decision_owed(milestone=row)
        tell(row, program, actor)
    return decision


def withdraw(*, decision: Decision, because: str, actor: Actor) -> Decision:
    """Take a decision back, visibly. What it had answered is owed again at the next computation."""
    if not because.strip():
        raise DomainError(f"Say in a sentence why {decision.key} is withdrawn.", field="because")
    program = decision.program
    with recording(actor, program) as recorder:
        row = recorder.lock(decision)
        if row.withdrawn_at is not None:
            raise DomainError(f"{row.key} was withdrawn already. Record a new decision instead.")
        changes = {"withdrawn_because": because.strip(), "withdrawn_at": actor.moment}
        recorder.update(row, changes, why=because)
        tell(row.milestone, program, actor)
    return row


def record_step(*, milestone: Milestone, step: Step, reason: str, actor: Actor) -> None:
    """The decision that shelving, dropping or reopening a milestone is; any other step decides nothing."""
    if kind := decided_by(step):
        write(milestone=milestone, kind=kind, rationale=reason, actor=actor)
