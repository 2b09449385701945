"""What stands against rows that are only ever added to: what an app's `undo.py` writes it with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models

from pm.models import Change
from pm.pure.days import long_day
from pm.services.history import Recorder

# A row that is only ever added to, and the change that made it.
Pair = tuple[Any, Change]


@contextmanager
def taking_back(record: Recorder, change: Change | None) -> Iterator[None]:
    """What is noted inside takes this change back."""
    record.book.undoes = change.pk if change else None
    try:
        yield
    finally:
        record.book.undoes = None


def why_of(change: Change) -> str:
    """The reason that a compensating record carries."""
    return f"Undo of what {change.actor_name} wrote on {long_day(change.happened_on)}."


def one_by_one(compensate: Callable[..., bool]) -> Callable[..., list[Pair]]:
    """For few rows: `compensate(record=, row=, why=)` is called for each; False for nothing to go back to."""

    def each(*, record: Recorder, pairs: Sequence[Pair]) -> list[Pair]:
        left = []
        for row, born in pairs:
            with taking_back(record, born):
                if not compensate(record=record, row=row, why=why_of(born)):
                    left.append((row, born))
        return left

    return each


def has_made(record: Recorder, row: models.Model) -> bool:
    """Whether this very undo has written the row."""
    return any(
        one.kind == Change.Kind.CREATE and (one.noun, one.object_id) == (row._meta.label_lower, row.pk)
        for one in record.book.changes
    )
