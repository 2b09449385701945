"""What is edited in place and many rows at once, and how a past day reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pm.pure.bulk import Bulk
from pm.pure.cells import Editable
from pm.registry.generic import Registry


@dataclass(frozen=True, slots=True)
class Past:
    """How a table reads at an earlier day where its changes alone do not say it; by its noun in history.

    `columns` are the values of computed columns and `where` is which rows were there, in SQL of both
    databases: `{row}` is the row, `{base}` stands before the name of a table that is meant as it is,
    `{until}` is the end of the day. `is_replayed` is off for what is never told again once it is taken back;
    `is_kept` for places that others need: made later, they are there all the same.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    is_replayed: bool = True
    is_kept: bool = False


# What is edited where it stands, by the letter of its keys, or by its noun: see pm.pure.cells.
CELLS: Registry[Editable] = Registry()
# What is changed many rows at once, by the letter of their keys: see pm.pure.bulk.
BULK: Registry[Bulk] = Registry()
PAST: Registry[Past] = Registry()
