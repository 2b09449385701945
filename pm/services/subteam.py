"""The verbs of a subteam."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.db.models import ProtectedError, RestrictedError

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program, Subteam
from pm.services.history import recording
from pm.services.program import check_form

EDITABLE = frozenset({"name", "code", "kind", "rank"})
LONGEST_CODE = 2
ROUTES = frozenset({"new"})


def taken(slug: str) -> DomainError:
    return DomainError(f"There is a subteam “{slug}” already. Choose another short name.", field="slug")


def check_code(program: Program, code: str, *, but: int | None = None) -> str:
    """The code in capitals; refused when another subteam that works has it."""
    found = code.strip().upper()[:LONGEST_CODE]
    if not found.isalnum():
        raise DomainError("A code is one or two letters or digits.", field="code")
    others = Subteam.objects.filter(program=program, code=found, is_archived=False)
    others = others if but is None else others.exclude(pk=but)
    if holder := others.first():
        raise DomainError(f"{holder.name} has the code {found}. Choose another.", field="code")
    return found


def create(
    *, program: Program, slug: str, name: str, code: str, kind: str, actor: Actor, rank: int = 0
) -> Subteam:
    """Add a subteam. Its short name and its code are its own."""
    check_form(slug)
    if slug in ROUTES:
        raise DomainError(f"“{slug}” is an address of Milepost itself. Choose another.", field="slug")
    if Subteam.objects.filter(program=program, slug=slug).exists():
        raise taken(slug)
    try:
        with recording(actor, program) as record:
            record.lock(program)  # else two subteams take one code at once
            mark = check_code(program, code)
            return record.create(
                Subteam(program=program, slug=slug, name=name, code=mark, kind=kind, rank=rank), subject=slug
            )
    except IntegrityError:  # somebody took the short name at the same moment
        raise taken(slug) from None


def edit(
    *, subteam: Subteam, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Subteam:
    """Change its name, code, kind and place; its short name stays, for it stands in addresses."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program, wanted = subteam.program, dict(changes)
    with recording(actor, program) as record:
        record.lock(program)
        row = record.lock(subteam)
        if "code" in wanted:
            wanted["code"] = check_code(program, wanted["code"], but=row.pk)
        record.update(row, wanted, base=base, subject=row.slug)
    return row


def archive(*, subteam: Subteam, actor: Actor) -> Subteam:
    """Put a subteam away: nothing new is given to it, and what it did keeps its name."""
    with recording(actor, subteam.program) as record:
        row = record.lock(subteam)
        record.update(row, {"is_archived": True}, subject=row.slug)
    return row


def restore(*, subteam: Subteam, actor: Actor) -> Subteam:
    """Take an archived subteam into use again; refused while another has its code."""
    program = subteam.program
    with recording(actor, program) as record:
        record.lock(program)
        row = record.lock(subteam)
        check_code(program, row.code, but=row.pk)
        record.update(row, {"is_archived": False}, subject=row.slug)
    return row


def remove(*, subteam: Subteam, actor: Actor) -> None:
    """Remove a subteam that nothing names; one with work, people or capacity can only be archived."""
    try:
        with recording(actor, subteam.program) as record:
            row = record.lock(subteam)
            record.delete(row, subject=row.slug)
    except (ProtectedError, RestrictedError, IntegrityError):
        raise DomainError(
            f"Work, people or invitations name {subteam.name}, so it cannot be removed. Archive it instead."
        ) from None
