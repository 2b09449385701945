"""What was written together, row by row: what an undo takes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models

from pm.models import Change, Program
from pm.queries.history import column_named, model_of
from pm.registry import UNDO, Back, Undoing

Place = tuple[str, int]
LONGEST_CHAIN = 200
CHAIN = """
    WITH RECURSIVE chain (root, id, undoes_id, depth) AS (
        SELECT c.undoes_id, c.id, c.undoes_id, 1 FROM pm_change c WHERE c.undoes_id IN ({ids})
        UNION ALL
        SELECT chain.root, c.id, c.undoes_id, chain.depth + 1
        FROM pm_change c JOIN chain ON c.undoes_id = chain.id WHERE chain.depth < {longest}
    ) SELECT root, id, undoes_id FROM chain"""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of one row before and after, and the last change of it."""

    column: models.Field
    before: Any
    after: Any
    change: Change


@dataclass(slots=True)
class Touched:
    """What was done to one row: made, deleted, changed in some columns; or several of these."""

    model: type[models.Model]
    noun: str
    pk: int
    how: Undoing
    changes: list[Change] = field(default_factory=list)
    born: Change | None = None
    died: Change | None = None
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return self.noun, self.pk

    @property
    def last(self) -> Change:
        return self.changes[-1]

    def take(self, change: Change) -> None:
        """Add one more change of this row."""
        self.changes.append(change)
        if change.kind == Change.Kind.CREATE:
            self.born = change
        elif change.kind == Change.Kind.DELETE:
            self.died = change
        elif (column := column_named(self.noun, change.field)) is not None:
            known = self.fields.get(column.attname)
            before = known.before if known else change.before
            self.fields[column.attname] = Field(column, before, change.after, change)

    def left(self) -> dict[str, Any]:
        """The columns as these changes left them: all of a row that was made, else those it changed."""
        after = {name: one.after for name, one in self.fields.items()}
        return {**((self.born.payload or {}) if self.born else {}), **after}

    def found(self) -> dict[str, Any]:
        """The columns as these changes found them: all of a row that was deleted, else those it changed."""
        before = {name: one.before for name, one in self.fields.items()}
        return {**((self.died.payload or {}) if self.died else {}), **before}


@dataclass(frozen=True, slots=True)
class Deed:
    """What was written together: the changes of one change set, else those of one request, oldest first."""

    program: Program
    title: str
    changes: tuple[Change, ...]

    @property
    def count(self) -> int:
        return len(self.changes)

    @property
    def last(self) -> Change:
        return self.changes[-1]

    @property
    def is_undo(self) -> bool:
        """Whether it takes something back itself."""
        return any(one.undoes_id for one in self.changes)

    def rows(self) -> list[Touched]:
        """What was done to each row, in the order in which they were first touched."""
        touched: dict[Place, Touched] = {}
        for change in self.changes:
            place = change.noun, change.object_id
            if place not in touched:
                model = model_of(change.noun)
                if model is None or change.noun not in UNDO:
                    model, how = model or Change, Undoing(Back.NEVER)
                else:
                    how = UNDO.get(change.noun)
                touched[place] = Touched(model, change.noun, change.object_id, how)
            touched[place].take(change)
        return list(touched.values())


def together(program: Program, change: Change) -> "models.QuerySet[Change]":
    """All changes that were written with this one, oldest first."""
    rows = Change.objects.filter(program=program).select_related("change_set")
    if change.change_set is not None:
        rows = rows.filter(change_set=change.change_set)
    else:
        rows = rows.filter(
            change_set=None,
            recorded_at=change.recorded_at,
            request_id=change.request_id,
            actor_name=change.actor_name,
        )
    return rows.order_by("pk")


def deed_of(program: Program, pk: int) -> Deed | None:
    """What was written together with one change of this program; None when there is no such change."""
    change = Change.objects.filter(program=program, pk=pk).select_related("change_set").first()
    if change is None:
        return None
    title = change.change_set.title if change.change_set else ""
    return Deed(program, title, tuple(together(program, change)))


@dataclass(frozen=True, slots=True)
class Undone:
    """Who took a change back, and when; `pk` is the change that did."""

    pk: int
    who: str
    at: datetime


def undone_by(changes: Sequence[Change]) -> dict[int, Undone]:
    """Of these changes those that are taken back now, by id. Taken back and redone, a change stands."""
    ids = [one.pk for one in changes]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(CHAIN.format(ids=marks, longest=LONGEST_CHAIN), ids)
        pairs = {(pk, undoes) for _, pk, undoes in cursor.fetchall()}
    by = taken_back(ids, pairs)
    found = Change.objects.filter(pk__in=set(by.values())).in_bulk() if by else {}
    return {
        pk: Undone(one, found[one].actor_name, found[one].recorded_at)
        for pk, one in by.items()
        if one in found
    }


def undone_among(changes: Sequence[Change]) -> dict[int, Undone]:
    """The same, as far as these changes know of each other: those of one thing, newest first."""
    found = {one.pk: one for one in changes}
    by = taken_back(list(found), {(one.pk, one.undoes_id) for one in changes if one.undoes_id})
    return {pk: Undone(one, found[one].actor_name, found[one].recorded_at) for pk, one in by.items()}


def taken_back(ids: Sequence[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of these changes those that are taken back, each with the change that did."""
    children: dict[int, list[int]] = {}
    for pk, undoes in sorted(pairs):
        children.setdefault(undoes, []).append(pk)
    return {pk: one for pk in ids if (one := standing(children.get(pk, ()), children)) is not None}


def standing(ids: Iterable[int], children: Mapping[int, Sequence[int]]) -> int | None:
    """The newest of these changes that is not taken back itself."""
    return max((one for one in ids if standing(children.get(one, ()), children) is None), default=None)
