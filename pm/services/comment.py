"""The verbs of a comment: written, edited by its writer, taken back by its writer or a manager."""

from collections.abc import Mapping
from typing import Any

from pm.actor import Actor
from pm.errors import DomainError, Gone
from pm.models import Comment, Program, User
from pm.services.history import recording
from pm.text import MAX_LENGTH

EDITABLE = frozenset({"text"})


def check(text: str) -> None:
    """Raise DomainError for a comment that says nothing, or more than is shown."""
    if not text.strip():
        raise DomainError("Write what you want to say.", field="text")
    if len(text) > MAX_LENGTH:
        raise DomainError(f"At most {MAX_LENGTH:,} characters. There are {len(text):,} now.", field="text")


def add(*, program: Program, subject: str, text: str, by: User, actor: Actor) -> Comment:
    """Say something about the thing with that key."""
    check(text)
    with recording(actor, program) as record:
        row = Comment(program=program, subject=subject, text=text, by=by, created_at=actor.moment)
        return record.create(row, subject=subject)


def edit(
    *, comment: Comment, changes: Mapping[str, Any], base: Mapping[str, Any] | None = None, actor: Actor
) -> Comment:
    """Say it otherwise; the words before stay in history."""
    if unknown := set(changes) - EDITABLE:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    with recording(actor, comment.program) as record:
        row = record.lock(comment)
        if row.removed_at is not None:
            raise Gone("The comment was taken back while you were editing. Nothing was saved.")
        check(changes.get("text", row.text))
        if record.update(row, changes, base=base, subject=row.subject):
            record.update(row, {"edited_at": actor.moment}, subject=row.subject)
    return row


def remove(*, comment: Comment, actor: Actor) -> Comment:
    """Take it back: its line stays, its text is shown no more."""
    with recording(actor, comment.program) as record:
        row = record.lock(comment)
        if row.removed_at is None:
            record.update(row, {"removed_at": actor.moment}, subject=row.subject)
    return row
