"""Handing over what a person owns: through the verb of each noun."""

from milestones.models import Deliverable, Milestone
from milestones.services import deliverable as deliverables
from milestones.services import milestone as milestones
from pm.actor import Actor
from pm.errors import Gone
from pm.models import Program, User


def give(*, program: Program, ref: str, giver: User, to: User, actor: Actor) -> None:
    """Make somebody else the owner of `M-3` or `D-7`. Raises StaleEdit when it has another owner by now."""
    letter, _, number = ref.partition("-")
    changes, base = {"owner": to}, {"owner": giver}
    if letter == "M":
        row = Milestone.objects.in_program(program).filter(number=int(number)).first()
        if row is not None:
            milestones.edit(milestone=row, changes=changes, base=base, actor=actor)
            return
    else:
        work = Deliverable.objects.in_program(program).filter(number=int(number)).first()
        if work is not None:
            deliverables.edit(deliverable=work, changes=changes, base=base, actor=actor)
            return
    raise Gone(f"{ref} was removed meanwhile. Nothing was handed over.")
