"""What undo knows of each noun: how its rows are taken back, who may, what follows from it.

Each app registers its nouns in `<app>/undo.py`, by their noun in history. A noun that nobody registered is
never undone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from pm.registry.generic import Registry


class Back(StrEnum):
    """What becomes of a row that was made, when its making is undone.

    ERASE: it goes, and history keeps it whole. COMPENSATE: it stays, and `compensate` writes what stands
    against it; it goes only with what it is part of. PART: it stays or goes with its owner. COMPUTED: it
    goes with its owner and has no history. WITHDRAW: it is taken back by its own verb, with a reason.
    NEVER: no undo is offered.
    """

    ERASE = "ERASE"
    COMPENSATE = "COMPENSATE"
    PART = "PART"
    COMPUTED = "COMPUTED"
    WITHDRAW = "WITHDRAW"
    NEVER = "NEVER"


class StepLike(Protocol):
    """A row of a table of states."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def permission(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Undoing:
    """How one noun is undone.

    Who may: `permission` is what its edit asks, `fields` what an edit of single fields asks, `steps` are the
    table of its states (each way asks what the step asked), `marks` the columns a step sets beside it.
    `team` is the path to the subteam for which it is asked; `sides(before, after)` gives that path where it
    differs by the change of a field. `person` is the path to somebody who may without a right (only the
    columns of `own`, when there are some); columns of `only_own` are that person's alone, "" is the making.
    `makes` is what making one asks: enough for who made it.

    What follows: `leads_to` are paths to rows that others have to hear of (UNDO_EFFECTS); "" is the row.
    `computed` columns are not looked at. `kept` columns count up for good and are never set back. `owners`
    are what it is part of. `never` and `withdrawn` are columns that undo does not touch, "" the making
    of a row; the sentence of `where` says what to do instead.

    `compensate(record, pairs)` writes what stands against rows, each with the change that made it, and gives
    those with nothing to go back to: they go, and history keeps them. `check(rows, changed, actor)` raises
    DomainError when what undo leaves cannot be; `changed` are the columns of each row by its id.
    `check_gone(rows, changed, actor)` is asked of rows before they go.
    """

    back: Back = Back.ERASE
    permission: str = ""
    makes: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    steps: Sequence[StepLike] = ()
    marks: frozenset[str] = frozenset()
    team: str = ""
    person: str = ""
    own: frozenset[str] = frozenset()
    only_own: frozenset[str] = frozenset()
    sides: Callable[[Any, Any], str] | None = None
    leads_to: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    where: str = ""
    compensate: Callable[..., Sequence[Any]] | None = None
    check: Callable[..., None] | None = None
    check_gone: Callable[..., None] | None = None


# By noun in history.
UNDO: Registry[Undoing] = Registry()
# By noun: called with (program=, ids=, actor=) in the transaction of an undo that leads to these rows.
UNDO_EFFECTS: Registry[Callable[..., object]] = Registry()
