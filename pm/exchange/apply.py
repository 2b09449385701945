"""Writes the plan of an import: one transaction, in bulk, one change set."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pm.actor import Actor
from pm.errors import DomainError
from pm.exchange.plan import Keeper, Place, Plan, Ref, Step, Update, Wanted, attname
from pm.exchange.plan_diff import stamp_of
from pm.models import ImportIdentity, Program
from pm.services.history import BATCH, Recorder, recording
from pm.services.history_row import plain

LONGEST_SUBJECT = 60
GIVEN = ["path", "anchor", "noun", "object_id", "given"]


class ProgramMoved(DomainError):
    """Another import wrote between the comparison and this one."""

    def __init__(self) -> None:
        super().__init__("Another import wrote to this program meanwhile. Run the command again.")


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import has written; no change set when there was nothing to write."""

    change_set_id: int | None
    rows: dict[Place, Any]


def apply_plan(
    plan: Plan,
    *,
    program: Program,
    keepers: Mapping[str, Keeper],
    title: str,
    actor: Actor,
    then: Callable[[Recorder, int], None],
) -> Applied:
    """Write a plan: all of it, or nothing. Raises ProgramMoved, StaleEdit.

    `then(record, change_set_id)` is called in the same transaction when something was written.
    """
    with recording(actor, program) as record:
        record.lock(program)
        if stamp_of(program) != plan.stamp:
            raise ProgramMoved
        change_set = record.group(title[:200]) if plan.has_changes else None
        writer = _Writer(record, program, keepers, plan)
        writer.create_all(plan.creations)
        for update in plan.updates:
            writer.update(update)
        writer.identify()
        if change_set is not None:
            then(record, change_set.pk)
    return Applied(change_set.pk if change_set is not None else None, writer.rows)


class _Writer:
    """Writes rows in order and remembers what to note about where they came from."""

    def __init__(self, record: Recorder, program: Program, keepers: Mapping[str, Keeper], plan: Plan) -> None:
        self.record = record
        self.program = program
        self.keepers = keepers
        self.rows: dict[Place, Any] = dict(plan.known)
        self.layout = plan.layout
        self.new: list[ImportIdentity] = []
        self.renewed: list[ImportIdentity] = []

    def create_all(self, creations: Sequence[Wanted]) -> None:
        for noun, run in groupby(creations, key=lambda one: one.noun):
            self._create(noun, list(run))

    def _create(self, noun: str, wanted: list[Wanted]) -> None:
        keeper = self.keepers[noun]
        items = [self._columns(keeper, one) for one in wanted]
        subjects = [self._subject(one) for one in wanted]
        for one, row in zip(wanted, keeper.create(self.record, self.program, items, subjects), strict=True):
            self.rows[one.place] = row
            given = {name: self._kept(value) for name, value in one.fields.items()}
            self.new.append(self._identity(one, row, given))

    def update(self, update: Update) -> None:
        one, row = update.wanted, update.row
        if update.values:
            keeper = self.keepers[one.noun]
            step = Step(
                row=row,
                changes={name: self._resolved(value, as_row=True) for name, value in update.values.items()},
                base={name: getattr(row, name) for name in update.values},
                subject=self._subject(one),
                extra={name: self._resolved(value) for name, value in one.extra.items()},
                why=f"Changed in the source ({one.path}:{one.line}).",
            )
            row = keeper.update(self.record, step)
            self.rows[one.place] = row
        self._remember(update, row)

    def _remember(self, update: Update, row: Any) -> None:
        one, identity = update.wanted, update.identity
        given = {name: self._kept(one.fields[name]) for name in update.given}
        if identity is None:
            self.new.append(self._identity(one, row, given))
        elif given or (identity.path, identity.anchor) != one.place:
            identity.path, identity.anchor = one.place
            if update.values:
                identity.object_id = row.pk
            identity.given = {**identity.given, **given}
            self.renewed.append(identity)

    def identify(self) -> None:
        """Write where every row came from; it makes no history."""
        ImportIdentity.objects.bulk_update(self.renewed, GIVEN, batch_size=BATCH)
        ImportIdentity.objects.bulk_create(self.new, batch_size=BATCH)

    def _identity(self, one: Wanted, row: Any, given: dict[str, Any]) -> ImportIdentity:
        return ImportIdentity(
            program=self.program,
            source=self.layout,
            path=one.path,
            anchor=one.anchor,
            noun=one.noun,
            object_id=row.pk,
            given=given,
        )

    def _columns(self, keeper: Keeper, one: Wanted) -> dict[str, Any]:
        known = {field.name for field in keeper.model._meta.concrete_fields}
        return {
            attname(keeper.model, name) if name in known else name: self._resolved(value)
            for name, value in {**one.fields, **one.extra}.items()
        }

    def _kept(self, value: Any) -> Any:
        return plain(self._resolved(value))

    def _resolved(self, value: Any, *, as_row: bool = False) -> Any:
        """A Ref as its row's id (or the row itself), also inside tuples."""
        if isinstance(value, Ref):
            return self.rows[value.place] if as_row else self.rows[value.place].pk
        if isinstance(value, tuple):
            return tuple(self._resolved(part) for part in value)
        return value

    def _subject(self, one: Wanted) -> str:
        if one.subject is None:
            return ""
        row = self.rows[one.subject.place]
        return str(getattr(row, "key", "") or getattr(row, "slug", ""))[:LONGEST_SUBJECT]
