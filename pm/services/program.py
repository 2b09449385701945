"""The verbs of a program."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Membership, Program, User
from pm.models.program import RESERVED_SLUGS
from pm.permissions import Role
from pm.pure.zones import is_zone
from pm.registry import PRESETS
from pm.services.history import recording
from pm.services.setting import tell

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

EDITABLE = frozenset(
    {
        "name",
        "is_public",
        "zone",
        "days_per_month",
        "update_weekday",
        "weekdays",
        "asks_close_acceptance",
        "allows_contributors",
        "breaker_factor",
    }
)
# What figures of the whole program are made of.
MOVES_FIGURES = frozenset({"zone", "days_per_month", "weekdays", "breaker_factor"})
WEEKDAYS = re.compile(r"0?1?2?3?4?5?6?")


def check_form(slug: str) -> None:
    """Raise DomainError for a short name that cannot stand in an address."""
    if not SLUG.fullmatch(slug):
        raise DomainError("A short name has small letters, digits and hyphens, 40 at most.", field="slug")


def check_slug(slug: str) -> None:
    """Raise DomainError for a short name that no new program can have."""
    check_form(slug)
    if slug in RESERVED_SLUGS:
        raise DomainError(
            f"“{slug}” is an address of Milepost itself. Choose another short name.", field="slug"
        )
    if Program.objects.filter(slug=slug).exists():
        raise taken(slug)


def taken(slug: str) -> DomainError:
    return DomainError(f"There is a program “{slug}” already. Choose another short name.", field="slug")


def check_fields(fields: Mapping[str, Any]) -> None:
    """Raise DomainError for a zone no clock knows, or days no month has."""
    if not is_zone(fields.get("zone", "UTC")):
        raise DomainError(
            f"“{fields['zone']}” is no time zone. Write one such as Europe/Lisbon.", field="zone"
        )
    if not 1 <= fields.get("days_per_month", 20) <= 31:
        raise DomainError("A month has 1 to 31 working days.", field="days_per_month")
    if not fields.get("weekdays", "0") or not WEEKDAYS.fullmatch(fields.get("weekdays", "0")):
        raise DomainError("A week has at least one working day. Tick one.", field="weekdays")
    if not 1 <= fields.get("breaker_factor", 2) < 100:
        raise DomainError("A decision is owed at 1 to 99.99 times the bet.", field="breaker_factor")


def create(*, slug: str, name: str, actor: Actor, lead: User | None = None, **fields: Any) -> Program:
    """Create a program; its lead, when given, becomes its first member."""
    check_slug(slug)
    check_fields(fields)
    try:
        with recording(actor, None) as record:
            program = record.create(Program(slug=slug, name=name, created_at=actor.moment, **fields))
            if lead is not None:
                record.create(Membership(program=program, user=lead, role=Role.LEAD, created_at=actor.moment))
            for preset in PRESETS:
                preset.lay(program, actor)
    except IntegrityError:  # somebody took the short name at the same moment
        raise taken(slug) from None
    return program


def edit(*, program: Program, changes: dict[str, Any], base: dict[str, Any] | None, actor: Actor) -> Program:
    """Change a program's own fields; its short name stays, for it stands in every address."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    check_fields(changes)
    with recording(actor, program) as record:
        row = record.lock(program)
        if MOVES_FIGURES.intersection(record.update(row, changes, base=base)):
            tell(row, actor)
    return row
