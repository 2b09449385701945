"""Many rows from a list of titles, as one change set."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.models.base import ProgramModel
from pm.services.history import recording

Row = TypeVar("Row", bound=ProgramModel)


def add_all(
    *, program: Program, titles: Sequence[str], make: Callable[[str], Row], what: str, actor: Actor
) -> list[Row]:
    """Make a row of each title with its own verb; several are one change set, and one undo."""
    if not titles:
        raise DomainError("Write a title, or paste a list with one in each line.")
    with recording(actor, program) as record:
        if len(titles) > 1:
            record.group(f"Added {len(titles)} {what}")
        return [make(title) for title in titles]
