"""Many rows changed by the verb of their noun: first as a rehearsal, then in one change set.

    rehearse(program=program, rows=rows, change=change, show=show, actor=actor)    # writes nothing
    apply(program=program, rows=rows, change=change, show=show, is_as_seen=…, title=title, actor=actor)

`change(row)` is the verb and gives the row as it is then; `show(row)` says in words what stands there. A row
that the verb refuses is left as it was, with its sentence; so is one that no longer says what was seen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Program
from pm.services.history import recording

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


class NothingChanged(DomainError):
    """No row was changed; `outcomes` says of each why."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = list(outcomes)
        super().__init__("Nothing was changed: see what each row says.")


def rehearse(
    *, program: Program, rows: Sequence[Any], change: Change, show: Show, actor: Actor
) -> list[Outcome]:
    """What would become of each row: the verbs run, and all of it is taken back."""
    outcomes: list[Outcome] = []
    try:
        with recording(actor, program):
            outcomes = [try_one(program, row, change, show, actor) for row in rows]
            raise Rehearsed
    except Rehearsed:
        return outcomes


def apply(
    *,
    program: Program,
    rows: Sequence[Any],
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
    with recording(actor, program) as record:
        record.group(title)
        outcomes = []
        for row in rows:
            before = show(row)
            if is_as_seen(row, before):
                outcomes.append(try_one(program, row, change, show, actor))
            else:
                outcomes.append(Outcome(row, before, before, CHANGED_MEANWHILE, is_stale=True))
        if not any(one.is_changed for one in outcomes):
            raise NothingChanged(outcomes)
    return outcomes


def try_one(program: Program, row: Any, change: Change, show: Show, actor: Actor) -> Outcome:
    """Change one row, or leave it with the sentence that its verb refused it with."""
    before = show(row)
    try:
        with recording(actor, program):
            after = show(change(row))
    except DomainError as refusal:
        return Outcome(row, before, before, str(refusal))
    return Outcome(row, before, after)


def locked(rows: Any) -> list[Any]:
    """The rows of a queryset as they stand now, locked by id until the transaction ends."""
    model = rows.model
    ids = list(
        model._default_manager.filter(pk__in=[row.pk for row in rows])
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(rows.all().filter(pk__in=ids))
