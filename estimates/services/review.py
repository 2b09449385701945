"""Looking the at-risk page over: the next look starts from here."""

from estimates.models import RiskReview
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording


def mark_reviewed(*, program: Program, actor: Actor) -> RiskReview:
    """Note that this person looked the page over now."""
    if actor.user_id is None:
        raise DomainError("A review is somebody's. Sign in to mark the page as reviewed.")
    with recording(actor, program) as record:
        return record.create(
            RiskReview(program=program, reviewed_by_id=actor.user_id, reviewed_at=actor.moment)
        )
