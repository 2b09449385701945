"""The verbs of a program and its subteams."""

import re
from typing import Any
from zoneinfo import available_timezones

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Membership, Program, Subteam, User
from pm.models.program import RESERVED_SLUGS
from pm.permissions import Role
from pm.services.history import recording

SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")


def check_slug(slug: str) -> None:
    """Raise DomainError for a short name that cannot stand in an address."""
    if not SLUG.match(slug):
        raise DomainError("A short name has small letters, digits and hyphens, 40 at most.")
    if slug in RESERVED_SLUGS:
        raise DomainError(f"“{slug}” is an address of Milepost itself. Choose another short name.")
    if Program.objects.filter(slug=slug).exists():
        raise DomainError(f"There is a program “{slug}” already. Choose another short name.")


def create(*, slug: str, name: str, actor: Actor, lead: User | None = None, **fields: Any) -> Program:
    """Create a program; its lead, when given, becomes its first member."""
    check_slug(slug)
    if fields.get("zone", "UTC") not in available_timezones():
        raise DomainError(f"“{fields['zone']}” is no time zone. Write one such as Europe/Lisbon.")
    with recording(actor, None) as record:
        program = record.create(Program(slug=slug, name=name, created_at=actor.moment, **fields))
        if lead is not None:
            record.create(Membership(program=program, user=lead, role=Role.LEAD, created_at=actor.moment))
    return program


def edit(*, program: Program, changes: dict[str, Any], base: dict[str, Any] | None, actor: Actor) -> Program:
    """Change a program's own fields."""
    with recording(actor, program) as record:
        row = record.lock(program)
        record.update(row, changes, base=base)
    return row


def add_subteam(
    *, program: Program, slug: str, name: str, code: str, kind: str, actor: Actor, rank: int = 0
) -> Subteam:
    """Add a subteam. Its short name is unique in the program."""
    if not SLUG.match(slug):
        raise DomainError("A short name has small letters, digits and hyphens, 40 at most.")
    if Subteam.objects.filter(program=program, slug=slug).exists():
        raise DomainError(f"There is a subteam “{slug}” already. Choose another short name.")
    with recording(actor, program) as record:
        return record.create(
            Subteam(program=program, slug=slug, name=name, code=code.upper()[:2], kind=kind, rank=rank)
        )
