"""Keepers described by values: what a noun is known by, and the functions where it is no plain row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models

from pm.exchange.plan import Keeper, Step, attname
from pm.models import Program
from pm.models.base import Keyed, Recorded
from pm.services.history import Recorder
from pm.services.key import take_numbers

Items = Sequence[dict[str, Any]]
Make = Callable[[Recorder, Program, Items, Sequence[str]], list[Any]]
Change = Callable[[Recorder, Step], Any]
Refuse = Callable[[Any, str, Any], str]
Fields = tuple[str, ...]


class RowKeeper(Keeper):
    """A noun of plain rows. `make`, `change` and `refuse` replace the plain way of doing so.

    Plain rows get the next keys where the noun has keys, and the two times where it records them.
    """

    def __init__(
        self,
        model: type[models.Model],
        *,
        unique: Fields = (),
        likeness: tuple[Fields, ...] = (),
        slots: tuple[Fields, ...] = (),
        make: Make | None = None,
        change: Change | None = None,
        refuse: Refuse | None = None,
    ) -> None:
        self.model = model
        self.unique = unique
        self.likeness = likeness
        self.slots = slots
        self._make = make
        self._change = change
        self._refuse = refuse

    def refusal(self, row: Any, name: str, value: Any) -> str:
        return "" if self._refuse is None else self._refuse(row, name, value)

    def create(self, record: Recorder, program: Program, items: Items, subjects: Sequence[str]) -> list[Any]:
        if self._make is not None:
            return self._make(record, program, items, subjects)
        rows: list[Any] = [
            self.model(**{**times(self.model, record), **values, "program": program}) for values in items
        ]
        if issubclass(self.model, Keyed):
            numbers = take_numbers(program=program, letter=self.model.LETTER, count=len(rows))
            for number, row in zip(numbers, rows, strict=True):
                row.number = number
            subjects = [row.key for row in rows]
        return insert(record, rows, subjects)

    def update(self, record: Recorder, step: Step) -> Any:
        return super().update(record, step) if self._change is None else self._change(record, step)


class NewestKeeper(RowKeeper):
    """An append-only noun: of the rows that share `unique` the newest stands, and a change is a new one.

    `carried` names what a new row takes over from the one before it.
    """

    def __init__(
        self, model: type[models.Model], *, unique: Fields, carried: Fields, slots: tuple[Fields, ...] = ()
    ) -> None:
        super().__init__(model, unique=unique, slots=slots)
        self._carried = carried

    def rows(self, program: Program) -> Mapping[int, models.Model]:
        """For each row the newest one that says something of the same thing."""
        if not program.pk:
            return {}
        made = list(self.model._default_manager.filter(program=program).order_by("recorded_at", "pk"))
        newest = {self._shared(row): row for row in made}
        return {row.pk: newest[self._shared(row)] for row in made}

    def update(self, record: Recorder, step: Step) -> Any:
        values = {name: getattr(step.row, name) for name in (*self.unique, *self._carried)}
        made = self.model(
            **times(self.model, record),
            **{**values, **step.changes, "program": record.lock(step.row).program},
        )
        return record.create(made, subject=step.subject, why=step.why)

    def _shared(self, row: models.Model) -> tuple[Any, ...]:
        return tuple(getattr(row, attname(self.model, name)) for name in self.unique)


def insert(record: Recorder, rows: Sequence[Any], subjects: Sequence[str]) -> list[Any]:
    """Rows in bulk, in order; one that says on which day it happened has that day in history too."""
    made: dict[int, Any] = {}
    by_day: dict[Any, list[int]] = {}
    for at, row in enumerate(rows):
        by_day.setdefault(getattr(row, "happened_on", None), []).append(at)
    for day, places in by_day.items():
        found = record.create_many(
            [rows[at] for at in places], subjects=[subjects[at] for at in places], happened_on=day
        )
        made |= dict(zip(places, found, strict=True))
    return [made[at] for at in range(len(rows))]


def times(model: type[models.Model], record: Recorder) -> dict[str, Any]:
    """The two times and the writer of a recorded row; a row's own day comes before these."""
    if not issubclass(model, Recorded):
        return {}
    actor = record.actor
    return {"happened_on": actor.today, "recorded_at": actor.moment, "by_id": actor.user_id}
