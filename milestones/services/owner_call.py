"""The owner's weekly call: health, how sure, one sentence, and when the next one comes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Milestone, OwnerCall
from milestones.services.milestone import check_years, tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

CALLED = frozenset(set(Milestone.Health.values) - {Milestone.Health.UNKNOWN})


def check_call(health: str, confidence: int | None, next_on: date | None, today: date) -> None:
    """Raise DomainError for a call that says nothing that can be."""
    if health not in CALLED:
        raise DomainError("Choose how it stands: on track, watch, at risk or late.", field="owner_call")
    if confidence is not None and not 0 <= confidence <= 100:
        raise DomainError("Confidence is 0 to 100 per cent.", field="owner_call_confidence")
    check_years(next_on)
    if next_on is not None and next_on < today:
        raise DomainError("The next update lies in the past. Give a day to come.", field="owner_call_next_on")


def make(
    *,
    milestone: Milestone,
    health: str,
    confidence: int | None,
    sentence: str,
    next_on: date | None = None,
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Milestone:
    """Record a call, and let it stand on the milestone until the next one.

    The same call as last week is news, too: it makes a record, and the day moves.
    """
    check_call(health, confidence, next_on, actor.today)
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        changes = {
            "owner_call": health,
            "owner_call_confidence": confidence,
            "owner_call_text": sentence.strip(),
            "owner_call_next_on": next_on,
        }
        record.update(row, changes, base=base)
        record.update(row, {"owner_call_on": actor.today})
        record.create(
            OwnerCall(
                program=program,
                milestone=row,
                health=health,
                confidence=confidence,
                sentence=sentence.strip(),
                next_on=next_on,
                by_id=actor.user_id,
                happened_on=actor.today,
                recorded_at=actor.moment,
            ),
            subject=row.key,
        )
        tell(row, program, actor)
    return row
