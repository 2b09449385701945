"""Putting away and deleting: archived is what nobody looks for, deleted only what nothing refers to."""

from milestones.models import Deliverable, Milestone
from milestones.pure.states import MILESTONE_ENDED
from milestones.queries.removal import Removable, removal_of
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording


def archive(*, milestone: Milestone, actor: Actor, is_archived: bool = True) -> Milestone:
    """Put a milestone away that has ended, or an idea; or take it back."""
    with recording(actor, milestone.program) as record:
        row = record.lock(milestone)
        if is_archived and row.status not in {Milestone.Status.IDEA, *MILESTONE_ENDED}:
            raise DomainError(
                f"{row.key} is {row.get_status_display().lower()}. "
                "Only an idea, or what has ended, is archived."
            )
        record.update(row, {"is_archived": is_archived})
    return row


def delete(*, row: Removable, actor: Actor, why: str = "") -> None:
    """Delete a row that nothing refers to; history keeps it whole with its parts."""
    program = row.program
    with recording(actor, program) as record:
        held = record.lock(row)
        held.program = program
        found = removal_of(held)
        if not found.is_free:
            names = [getattr(one, "key", "") or str(one) for one in found.referring]
            refers = ", ".join([*names, *found.said])
            raise DomainError(found.refusal or f"{held.key} is referred to by {refers}. Mend these first.")
        milestone = held.milestone if isinstance(held, Deliverable) else None
        record.group(f"Deleted {held.key} {held.title}")
        record.delete(held, why=why)
        if milestone is not None:
            tell(milestone, program, actor)
