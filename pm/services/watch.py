"""The verbs of a watch: a person wants to hear of a thing, or no more."""

from pm.actor import Actor
from pm.models import Program, User, Watch
from pm.services.history import recording


def watch(*, program: Program, subject: str, user: User, actor: Actor) -> None:
    """Hear of the thing with that key from now on."""
    with recording(actor, program) as record:
        record.lock(program)  # twice at once is once
        if not Watch.objects.filter(program=program, subject=subject, user=user).exists():
            record.create(Watch(program=program, subject=subject, user=user, created_at=actor.moment))


def unwatch(*, program: Program, subject: str, user: User, actor: Actor) -> None:
    """Hear of it no more."""
    with recording(actor, program) as record:
        record.lock(program)
        row = Watch.objects.filter(program=program, subject=subject, user=user).first()
        if row is not None:
            record.delete(row)
