"""The verbs of an aim: a statement a milestone names as its own, whether or not a deliverable promises it."""

from collections.abc import Sequence

from milestones.models import Milestone, MilestonePin, Statement
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.services.history import recording


def name(*, milestone: Milestone, statements: Sequence[Statement], actor: Actor) -> list[MilestonePin]:
    """Name statements as the milestone's aims; those it has are left alone."""
    program = milestone.program
    with recording(actor, program) as record:
        known = set(MilestonePin.objects.filter(milestone=milestone).values_list("statement_id", flat=True))
        rows = [
            MilestonePin(program=program, milestone=milestone, statement=statement)
            for statement in statements
            if statement.pk not in known
        ]
        made = record.create_many(rows, subjects=[milestone.key] * len(rows))
        if made:
            tell(milestone, program, actor)
    return made


def remove(*, aim: MilestonePin, actor: Actor) -> Milestone:
    """Name a statement no more."""
    program = aim.program
    with recording(actor, program) as record:
        milestone = record.lock(aim.milestone)
        record.delete(record.lock(aim), subject=milestone.key)
        tell(milestone, program, actor)
    return milestone
