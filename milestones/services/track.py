"""The verbs of a track."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from milestones.models import Milestone, Track
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

EDITABLE = frozenset({"name", "description", "rank"})


def taken(slug: str) -> DomainError:
    return DomainError(f"There is a track “{slug}” already. Choose another short name.", field="slug")


def create(
    *, program: Program, slug: str, name: str, actor: Actor, description: str = "", rank: int = 0
) -> Track:
    """Add a track. Its short name is unique in the program."""
    if Track.objects.filter(program=program, slug=slug).exists():
        raise taken(slug)
    try:
        with recording(actor, program) as record:
            return record.create(
                Track(program=program, slug=slug, name=name, description=description, rank=rank), subject=slug
            )
    except IntegrityError:  # somebody took the short name at the same moment
        raise taken(slug) from None


def edit(
    *, track: Track, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Track:
    """Change its words and its place; its short name stays, for it stands in addresses."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, track.program) as record:
        row = record.lock(track)
        record.update(row, changes, base=base, subject=row.slug)
    return row


def archive(*, track: Track, actor: Actor) -> Track:
    """Put a track away: nothing new is planned in it. Refused while it holds an open milestone or idea."""
    with recording(actor, track.program) as record:
        row = record.lock(track)
        count = Milestone.objects.filter(track=row).open().count()
        if count:
            what = "1 open milestone or idea" if count == 1 else f"{count} open milestones and ideas"
            raise DomainError(f"{row.name} holds {what}. Move or end them first, then archive it.")
        record.update(row, {"is_archived": True}, subject=row.slug)
    return row


def restore(*, track: Track, actor: Actor) -> Track:
    """Take an archived track into use again."""
    with recording(actor, track.program) as record:
        row = record.lock(track)
        record.update(row, {"is_archived": False}, subject=row.slug)
    return row
