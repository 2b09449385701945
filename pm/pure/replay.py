"""Rows as they were on a day: what was written since is taken back, what was so by then is told again.

Changes are told in the order in which they were recorded. One that says it was so on an earlier day (an
import, a late entry) holds from that day on, whenever it was recorded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

CREATE, UPDATE, DELETE = "CREATE", "UPDATE", "DELETE"
# What was hidden at any moment since stays hidden.
HIDING = "is_internal"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: a field from, to; or a row made or deleted with all its columns."""

    kind: str
    noun: str
    object_id: int
    field: str
    before: Any
    after: Any
    payload: Mapping[str, Any] | None
    happened_on: date


@dataclass(slots=True)
class Then:
    """A row on the day: gone, whole as told, or as it stands now but for some columns."""

    is_there: bool = True
    is_whole: bool = False
    columns: dict[str, Any] = field(default_factory=dict)

    def put(self, columns: Mapping[str, Any]) -> None:
        """The row is there, with all its columns."""
        self.is_there, self.is_whole, self.columns = True, True, dict(columns)

    def remove(self) -> None:
        """The row is not there."""
        self.is_there, self.is_whole, self.columns = False, False, {}


def replay(steps: Iterable[Step], day: date) -> dict[str, dict[int, Then]]:
    """By noun and id, every row that these changes touch as it was at the end of a day.

    `steps` are all changes from the first one that was so only after the day, in the order of their
    recording: before that one, everything told was so by then.
    """
    told = list(steps)
    rows: dict[tuple[str, int], Then] = defaultdict(Then)
    hidden = set()
    for step in reversed(told):
        take_back(rows[step.noun, step.object_id], step)
        if hides(step):
            hidden.add((step.noun, step.object_id))
    for step in told:
        if step.happened_on <= day:
            tell(rows[step.noun, step.object_id], step)
    found: dict[str, dict[int, Then]] = defaultdict(dict)
    for (noun, object_id), then in rows.items():
        if (noun, object_id) in hidden and then.is_there:
            then.columns[HIDING] = True
        found[noun][object_id] = then
    return dict(found)


def take_back(row: Then, step: Step) -> None:
    """The row as it was before a change."""
    if step.kind == CREATE:
        row.remove()
    elif step.kind == DELETE:
        row.put(step.payload or {})
    elif row.is_there:
        row.columns[step.field] = step.before


def tell(row: Then, step: Step) -> None:
    """The row as it was after a change."""
    if step.kind == CREATE:
        row.put(step.payload or {})
    elif step.kind == DELETE:
        row.remove()
    elif row.is_there:
        row.columns[step.field] = step.after


def hides(step: Step) -> bool:
    """Whether the row was internal before or after a change."""
    if step.kind == UPDATE:
        return step.field == HIDING and True in (step.before, step.after)
    return bool((step.payload or {}).get(HIDING))
