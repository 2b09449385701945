"""The verbs of a design artefact: there with a link, not needed because, or open."""

from collections.abc import Mapping
from typing import Any

from milestones.models import DesignArtefact, Milestone
from milestones.services.spec import check_changing, check_editable
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import recording

EDITABLE = frozenset({"kind", "scope", "state", "link", "because"})
State = DesignArtefact.State


def check_answer(state: str, link: str, because: str) -> None:
    """Raise DomainError for an answer without its link or its reason."""
    if state == State.PRESENT and not link.strip():
        raise DomainError("It is there: give the link, or say where it lies.", field="link")
    if state == State.NOT_NEEDED and not because.strip():
        raise DomainError("Say in one sentence why it is not needed.", field="because")


def check_once(milestone: Milestone, kind: str, scope: str, *, without: int = 0) -> None:
    """Raise DomainError when that artefact of that scope is written down already."""
    same = DesignArtefact.objects.filter(milestone=milestone, kind=kind, scope=scope).exclude(pk=without)
    if same.exists():
        label = DesignArtefact.Kind(kind).label
        raise DomainError(
            f"{label} of this scope is written down already. Edit that, or name another scope.", field="scope"
        )


def add(*, milestone: Milestone, kind: str, actor: Actor, **fields: Any) -> DesignArtefact:
    """Write down an artefact of a scope with its answer."""
    check_editable(fields, EDITABLE)
    check_answer(fields.get("state", State.OPEN), fields.get("link", ""), fields.get("because", ""))
    program = milestone.program
    with recording(actor, program) as record:
        held = record.lock(milestone)
        check_changing(held)
        check_once(held, kind, fields.get("scope", ""))
        return record.create(
            DesignArtefact(program=program, milestone=held, kind=kind, **fields), subject=held.key
        )


def edit(
    *,
    artefact: DesignArtefact,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> DesignArtefact:
    """Change its scope or its answer."""
    check_editable(changes, EDITABLE)
    with recording(actor, artefact.program) as record:
        milestone = record.lock(artefact.milestone)
        check_changing(milestone)
        row = record.lock(artefact)
        stands = {name: changes.get(name, getattr(row, name)) for name in EDITABLE}
        check_answer(stands["state"], stands["link"], stands["because"])
        check_once(milestone, stands["kind"], stands["scope"], without=row.pk)
        record.update(row, changes, base=base, subject=milestone.key)
    return row


def remove(*, artefact: DesignArtefact, actor: Actor) -> DesignArtefact:
    """Take it away; history keeps it."""
    with recording(actor, artefact.program) as record:
        milestone = record.lock(artefact.milestone)
        check_changing(milestone)
        record.delete(record.lock(artefact), subject=milestone.key)
    return artefact
