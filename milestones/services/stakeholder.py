"""The verbs of a stakeholder: somebody who must hear of what the program does."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from milestones.models import Stakeholder
from milestones.services.spec import check_editable, check_words
from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

EDITABLE = frozenset({"name", "organisation", "interest"})
NO_NAME = "A stakeholder has a name: a person's or a group's."


def check_name(program: Program, name: str, *, without: int = 0) -> str:
    """The name; raises DomainError when it is taken."""
    words = check_words(name, NO_NAME, field="name")
    if Stakeholder.objects.filter(program=program, name=words).exclude(pk=without).exists():
        raise taken(words)
    return words


def taken(name: str) -> DomainError:
    return DomainError(f"{name} is in the list already. Edit that line.", field="name")


def create(*, program: Program, name: str, actor: Actor, **fields: Any) -> Stakeholder:
    """Add a person or a group; no account is needed."""
    check_editable(fields, EDITABLE)
    words = check_name(program, name)
    try:
        with recording(actor, program) as record:
            return record.create(Stakeholder(program=program, name=words, **fields), subject=words)
    except IntegrityError:  # somebody added the name at the same moment
        raise taken(words) from None


def edit(
    *,
    stakeholder: Stakeholder,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Stakeholder:
    """Change the words."""
    check_editable(changes, EDITABLE)
    program = stakeholder.program
    if "name" in changes:
        check_name(program, changes["name"], without=stakeholder.pk)
    with recording(actor, program) as record:
        row = record.lock(stakeholder)
        record.update(row, changes, base=base, subject=row.name)
    return row


def set_archived(*, stakeholder: Stakeholder, is_archived: bool, actor: Actor) -> Stakeholder:
    """Put it away: no new communication is planned with it; or take it out again."""
    with recording(actor, stakeholder.program) as record:
        row = record.lock(stakeholder)
        record.update(row, {"is_archived": is_archived}, subject=row.name)
    return row
