"""The errors a person may read. Their message is a sentence with the next step."""

from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """A write was refused; the message says why and what to do next.

    `field` names the column it is about, so that a form can say it there.
    """

    def __init__(self, *sentences: str, field: str = "") -> None:
        self.field = field
        super().__init__(*sentences)


class SetupError(Exception):
    """The installation is not set up to run; the message names the variable and the mend."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field two people changed: what the editor saw, what stands there now, what they want."""

    field: str
    base: object
    theirs: object
    mine: object
    by: str = ""


class StaleEdit(DomainError):
    """Somebody else changed a field since this editor saw it. Nothing was written.

    `conflicts` holds mine, theirs and base of each such field, so that the writer can choose.
    """

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        names = ", ".join(conflict.field.replace("_", " ") for conflict in self.conflicts)
        super().__init__(f"Somebody else changed {names} while you were editing. Choose which value stays.")


class Gone(DomainError):
    """The row was removed since this editor saw it. Nothing was written."""


class IllegalStep(DomainError):
    """A state step the table of states does not hold, or whose conditions are not met."""
