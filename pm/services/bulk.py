"""Many rows changed by the verb of their noun: first as a rehearsal, then in one change set.

    rehearse(program=program, rows=rows, change=change, show=show, actor=actor)    # writes nothing
    apply(program=program, rows=rows, change=change, show=show, is_as_seen=…, title=title, actor=actor)

`rows` is a queryset; `change(row)` is the verb and gives the row as it is then; `show(row)` says in words
what stands there. A row that the verb refuses is left as it was, with its sentence; so is one that no longer
says what was seen.

The verbs share what they can (`pm.services.many`). One that fails after its first write spoils that: then
all is taken back and done once more, each row with a savepoint of its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services import job
from pm.services.history import recording
from pm.services.many import Shared, together

CHANGED_MEANWHILE = "It was changed meanwhile. Look at it again before you change it."
Change = Callable[[Any], Any]
Show = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one row. `before` and `after` in words; `refused` says why it stays as it is."""

    row: Any
    before: str
    after: str
    refused: str = ""
    is_stale: bool = False

    @property
    def is_changed(self) -> bool:
        return not self.refused and self.before != self.after


class Rehearsed(Exception):
    """Takes a rehearsal back."""


class HalfWritten(Exception):
    """A verb refused after it had written something."""


class NothingChanged(DomainError):
    """No row was changed; `outcomes` says of each why."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = list(outcomes)
        super().__init__("Nothing was changed: see what each row says.")


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done to each row of a program, and what says how it stands."""

    program: Program
    change: Change
    show: Show
    actor: Actor
    is_as_seen: Callable[[Any, str], bool] = lambda row, before: True

    def of_each(self, rows: Sequence[Any], *, is_quick: bool) -> list[Outcome]:
        """Change row after row. Raises HalfWritten when that was not quick after all."""
        if not is_quick:
            return [self.of_one(row) for row in rows]
        with together(rows) as shared:
            return [self.of_one(row, shared) for row in rows]

    def of_one(self, row: Any, shared: Shared | None = None) -> Outcome:
        """Change one row, or leave it with the sentence that its verb refused it with."""
        before = self.show(row)
        if not self.is_as_seen(row, before):
            return Outcome(row, before, before, CHANGED_MEANWHILE, is_stale=True)
        written = shared.written if shared is not None else 0
        try:
            after = self.quickly(row) if shared is not None else self.alone(row)
        except DomainError as refusal:
            if shared is not None:
                if shared.written > written or isinstance(refusal.__context__, DatabaseError):
                    raise HalfWritten from refusal
                transaction.set_rollback(False)  # nothing was written that a savepoint would take back
            return Outcome(row, before, before, str(refusal))
        return Outcome(row, before, after)

    def quickly(self, row: Any) -> str:
        return self.show(self.change(row))

    def alone(self, row: Any) -> str:
        """With a savepoint of its own."""
        with recording(self.actor, self.program):
            return self.show(self.change(row))


def quick_or_careful(work: Callable[[bool], list[Outcome]]) -> list[Outcome]:
    """All rows together; or once more, row by row, when one of them spoils it."""
    try:
        return work(True)
    except HalfWritten:
        return work(False)


def rehearse(*, program: Program, rows: QuerySet, change: Change, show: Show, actor: Actor) -> list[Outcome]:
    """What would become of each row: the verbs run, and all of it is taken back."""
    verb = Verb(program, change, show, actor)

    def work(is_quick: bool) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            with job.holding(), recording(actor, program):
                outcomes = verb.of_each(locked(rows), is_quick=is_quick)
                raise Rehearsed
        except Rehearsed:
            return outcomes

    return quick_or_careful(work)


def apply(
    *,
    program: Program,
    rows: QuerySet,
    change: Change,
    show: Show,
    is_as_seen: Callable[[Any, str], bool],
    title: str,
    actor: Actor,
) -> list[Outcome]:
    """Change the rows in one change set and say what became of each.

    `is_as_seen(row, before)` says whether the person who confirms saw it so.
    Raises NothingChanged when every row is refused, changed meanwhile or as wanted already.
    """
    verb = Verb(program, change, show, actor, is_as_seen)

    def work(is_quick: bool) -> list[Outcome]:
        with recording(actor, program) as record, job.gathering():
            record.group(title)
            outcomes = verb.of_each(locked(rows), is_quick=is_quick)
            if not any(one.is_changed for one in outcomes):
                raise NothingChanged(outcomes)
            return outcomes

    return quick_or_careful(work)


def locked(rows: QuerySet) -> list[Any]:
    """The rows of a queryset as they stand now, locked by id until the transaction ends."""
    model: Any = rows.model
    ids = list(
        model._default_manager.filter(pk__in=rows.order_by().values("pk"))
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(rows.filter(pk__in=ids))
