"""The one way to write: every row written makes its Change in the same transaction.

    with recording(actor, program) as record:
        milestone = record.lock(milestone)
        record.update(milestone, {"title": title}, base={"title": seen})

Recordings nest: a verb that calls another verb shares its transaction, and one caller's ChangeSet
covers both. Outside a recording no domain table may be written (a test guards it).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction

from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.models import Change, ChangeSet, Program

Row = TypeVar("Row", bound=models.Model)
BATCH = 500
SKIPPED_IN_PAYLOAD = frozenset({"id", "program_id"})


def plain(value: Any) -> Any:
    """A field's value as JSON keeps it: dates in ISO form, decimals as text, rows as their id."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


def payload_of(row: models.Model) -> dict[str, Any]:
    """Every column of a row, as JSON keeps it."""
    return {
        field.attname: plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in SKIPPED_IN_PAYLOAD
    }


def label_of(row: models.Model) -> str:
    """How history names the row."""
    return str(getattr(row, "key", "") or row)[:200]


class Recorder:
    """Writes rows and remembers their changes until the outermost recording ends."""

    def __init__(self, actor: Actor, program: Program | None) -> None:
        self.actor = actor
        self.program = program
        self.change_set: ChangeSet | None = None
        self.changes: list[Change] = []

    def lock(self, row: Row) -> Row:
        """The row as it stands now, locked until the transaction ends."""
        manager = type(row)._default_manager
        return manager.select_for_update(of=("self",)).get(pk=row.pk)

    def create(self, row: Row, *, subject: str = "", happened_on: date | None = None, why: str = "") -> Row:
        """Insert a row with its whole payload in history."""
        row.save(force_insert=True)
        self._note(row, Change.Kind.CREATE, subject=subject, happened_on=happened_on, why=why,
                   payload=payload_of(row))  # fmt: skip
        return row

    def create_many(
        self, rows: Sequence[Row], *, subjects: Sequence[str] | None = None, happened_on: date | None = None
    ) -> list[Row]:
        """Insert many rows of one table in bulk, each with its payload in history."""
        if not rows:
            return []
        made = type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        for index, row in enumerate(made):
            self._note(row, Change.Kind.CREATE, subject=subjects[index] if subjects else "",
                       happened_on=happened_on, payload=payload_of(row))  # fmt: skip
        return made

    def update(
        self,
        row: Row,
        changes: Mapping[str, Any],
        *,
        base: Mapping[str, Any] | None = None,
        subject: str = "",
        happened_on: date | None = None,
        why: str = "",
    ) -> list[str]:
        """Compare and set, per field; `row` must be locked. Returns the names of the changed fields.

        `base` holds the values the editor saw. A field whose value equals its base was not edited and
        is left alone; an edited field that somebody else changed meanwhile raises StaleEdit.
        """
        base = base or {}
        edited: dict[str, Any] = {}
        conflicts: list[Conflict] = []
        for name, mine in changes.items():
            theirs = getattr(row, name)
            if theirs == mine or (name in base and base[name] == mine):
                continue
            if name in base and base[name] != theirs:
                conflicts.append(Conflict(name, base[name], theirs, mine, self.last_writer(row, name)))
            else:
                edited[name] = mine
        if conflicts:
            raise StaleEdit(conflicts)
        for name, mine in edited.items():
            field = row._meta.get_field(name)
            attname = getattr(field, "attname", name)
            before = plain(getattr(row, attname))
            setattr(row, name, mine)
            self._note(row, Change.Kind.UPDATE, subject=subject, happened_on=happened_on, why=why,
                       field=name, before=before, after=plain(getattr(row, attname)))  # fmt: skip
        if edited:
            row.save(update_fields=list(edited))
        return list(edited)

    def delete(self, row: models.Model, *, subject: str = "", why: str = "") -> None:
        """Delete a row; history keeps it whole."""
        self._note(row, Change.Kind.DELETE, subject=subject, why=why, payload=payload_of(row))
        row.delete()

    def last_writer(self, row: models.Model, field: str) -> str:
        """Who changed a field last, for the sentence of a conflict; empty when history does not say."""
        last = (
            Change.objects.filter(noun=row._meta.label_lower, object_id=row.pk, field=field)
            .order_by("-id")
            .first()
        )
        return last.actor_name if last else ""

    def _note(
        self,
        row: models.Model,
        kind: Change.Kind,
        *,
        subject: str,
        happened_on: date | None = None,
        why: str = "",
        **parts: Any,
    ) -> None:
        actor = self.actor
        own_key = getattr(row, "key", "")
        self.changes.append(
            Change(
                program_id=getattr(row, "program_id", None) or (self.program.pk if self.program else None),
                kind=kind,
                noun=row._meta.label_lower,
                object_id=row.pk,
                label=label_of(row),
                subject=subject or (own_key if isinstance(own_key, str) else ""),
                why=why or actor.why,
                actor_name=actor.name,
                user_id=actor.user_id,
                source=actor.source,
                request_id=actor.request_id,
                happened_on=happened_on or actor.today,
                recorded_at=actor.moment,
                **parts,
            )
        )

    def group(self, title: str) -> ChangeSet:
        """Everything of this recording, before and after this call, is one change set."""
        if self.program is None:
            raise DomainError("A change set belongs to a program.")
        if self.change_set is None:
            self.change_set = ChangeSet.objects.create(
                program=self.program,
                title=title,
                actor_name=self.actor.name,
                user_id=self.actor.user_id,
                source=self.actor.source,
                recorded_at=self.actor.moment,
            )
        return self.change_set

    def flush(self) -> None:
        """Write the changes."""
        for change in self.changes:
            change.change_set = self.change_set
        Change.objects.bulk_create(self.changes, batch_size=BATCH)
        self.changes = []


_current: ContextVar[Recorder | None] = ContextVar("recording", default=None)
_computing: ContextVar[bool] = ContextVar("computing", default=False)


def is_recording() -> bool:
    """Whether a write to a domain table is allowed now."""
    return _current.get() is not None or _computing.get()


def has_changes() -> bool:
    """Whether the running recording has noted a change, or computes figures that make none."""
    recorder = _current.get()
    return _computing.get() or recorder is None or bool(recorder.changes)


@contextmanager
def recording(actor: Actor, program: Program | None) -> Iterator[Recorder]:
    """One transaction whose writes are all in history."""
    running = _current.get()
    if running is not None and running.program == program:
        yield running
        return
    with transaction.atomic():
        recorder = Recorder(actor, program)
        token = _current.set(recorder)
        try:
            yield recorder
            recorder.flush()
        finally:
            _current.reset(token)


@contextmanager
def computing() -> Iterator[None]:
    """Writes of computed figures (health, forecasts, flags): one transaction, no history rows."""
    with transaction.atomic():
        token = _computing.set(True)
        try:
            yield
        finally:
            _computing.reset(token)
