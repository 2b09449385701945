"""What verbs share when they run row after row in one recording, so that each of them asks for little.

    with recording(actor, program), together(rows):
        for row in rows: verb(row)

The rows are locked already and are what `record.lock` gives; nested recordings make no savepoint, so that
whoever begins this takes all of it back when a verb fails after its first write (`written` says whether).
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Shared:
    """Rows as they stand in this transaction, answers that hold for all of them, and how much was written."""

    held: dict[tuple[type[models.Model], Any], Any] = field(default_factory=dict)
    answers: dict[Hashable, Any] = field(default_factory=dict)
    written: int = 0


_shared: ContextVar[Shared | None] = ContextVar("many", default=None)


@contextmanager
def together(rows: Sequence[models.Model]) -> Iterator[Shared]:
    """Share from here on. `rows` were read locked in this transaction."""
    shared = Shared({(type(row), row.pk): row for row in rows})
    token = _shared.set(shared)
    try:
        yield shared
    finally:
        _shared.reset(token)


def is_alone() -> bool:
    """Whether a verb takes back its own part when it fails: not while it shares with others."""
    return _shared.get() is None


def held(row: Row) -> Row | None:
    """The row as it stands, where that is known."""
    shared = _shared.get()
    found: Row | None = shared.held.get((type(row), row.pk)) if shared is not None else None
    return found


def hold(row: models.Model) -> None:
    """Remember a row that was just read locked."""
    shared = _shared.get()
    if shared is not None:
        shared.held[type(row), row.pk] = row


def wrote(row: models.Model) -> None:
    """A row was written: another copy of it stands no more."""
    shared = _shared.get()
    if shared is None:
        return
    shared.written += 1
    if shared.held.get((type(row), row.pk)) is not row:
        shared.held.pop((type(row), row.pk), None)


def once(question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question that all of them ask alike."""
    shared = _shared.get()
    if shared is None:
        return ask()
    if question not in shared.answers:
        shared.answers[question] = ask()
    answer: Answer = shared.answers[question]
    return answer
