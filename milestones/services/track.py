"""The verbs of a track."""

from milestones.models import Track
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording


def create(
    *, program: Program, slug: str, name: str, actor: Actor, description: str = "", rank: int = 0
) -> Track:
    """Add a track. Its short name is unique in the program."""
    if Track.objects.filter(program=program, slug=slug).exists():
        raise DomainError(f"There is a track “{slug}” already. Choose another short name.")
    with recording(actor, program) as record:
        return record.create(
            Track(program=program, slug=slug, name=name, description=description, rank=rank), subject=slug
        )
