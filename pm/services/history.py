"""The one way to write: every row written makes its Change in the same transaction.

    with recording(actor, program) as record:
        milestone = record.lock(milestone)
        record.update(milestone, {"title": title}, base={"title": seen})

Recordings nest: a verb that calls another verb shares its transaction, and one caller's ChangeSet
covers both. A verb that fails takes back its own part, rows and history, wherever it was called from
(among `many.together`, all of it is taken back).
Outside a recording no domain table may be written (a test guards it).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, router, transaction
from django.db.models.deletion import Collector

from pm.actor import Actor
from pm.errors import Conflict, DomainError, Gone, StaleEdit
from pm.models import Change, ChangeSet, Program
from pm.services import many, search
from pm.services.history_row import as_stored, column_of, key_of, label_of, payload_of, plain, program_id_of

Row = TypeVar("Row", bound=models.Model)
BATCH = 500
LONGEST_NAME = 120
# What both databases call a row that points at one which is no more.
FOREIGN_KEY = "foreign key constraint"
REMOVED_MEANWHILE = "Something this hangs on was removed while you were editing. Nothing was saved."
NO_ROW = -1


@cache
def lock_in_sql(kind: type[models.Model], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """What locks one row of a table, with NO_ROW for its id: made once, it takes half the time."""
    rows = kind._default_manager.select_for_update(of=("self",), no_key=True)
    sql, values = rows.filter(pk=NO_ROW).query.sql_with_params()
    return sql, tuple(values)


@dataclass(slots=True)
class Book:
    """What the recordings of one program in one transaction have noted so far.

    `undoes` is the change that is being taken back: what is noted meanwhile names it.
    """

    changes: list[Change] = field(default_factory=list)
    change_set: ChangeSet | None = None
    undoes: int | None = None
    written: list[Change] = field(default_factory=list)

    def flush(self) -> None:
        """Write the changes, and what search finds of the changed rows."""
        for change in self.changes:
            change.change_set = self.change_set
        self.written = Change.objects.bulk_create(self.changes, batch_size=BATCH)
        search.follow(self.changes)
        self.changes = []


class Recorder:
    """Writes rows as one actor and notes their changes until the outermost recording ends."""

    def __init__(self, actor: Actor, program: Program | None, book: Book) -> None:
        self.actor = actor
        self.program = program
        self.book = book

    def lock(self, row: Row) -> Row:
        """The row as it stands now, locked until the transaction ends. Raises Gone when it is no more."""
        if (known := many.held(row)) is not None:
            return known
        kind = type(row)
        sql, values = lock_in_sql(kind, connection.vendor)
        wanted = [row.pk if value == NO_ROW else value for value in values]
        found: Row | None = next(iter(kind._default_manager.raw(sql, wanted)), None)
        if found is None:
            raise Gone(f"{label_of(row)} was removed while you were editing. Nothing was saved.")
        many.hold(found)
        return found

    def create(self, row: Row, *, subject: str = "", happened_on: date | None = None, why: str = "") -> Row:
        """Insert a row with its whole payload in history."""
        row.save(force_insert=True)
        self.note(row, Change.Kind.CREATE, subject=subject, happened_on=happened_on, why=why,
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
            self.note(row, Change.Kind.CREATE, subject=subjects[index] if subjects else "",
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
        columns = {name: column_of(row, name) for name in changes}
        edited: dict[str, Any] = {}
        conflicts: list[Conflict] = []
        for name, wanted in changes.items():
            mine, theirs = as_stored(columns[name], wanted), getattr(row, columns[name].attname)
            seen = as_stored(columns[name], base[name]) if name in base else theirs
            if mine in (as_stored(columns[name], theirs), seen):
                continue
            if seen != as_stored(columns[name], theirs):
                writer = self.last_writer(row, columns[name])
                conflicts.append(Conflict(name, base[name], getattr(row, name), wanted, writer))
            else:
                edited[name] = wanted if isinstance(wanted, models.Model) else mine
        if conflicts:
            raise StaleEdit(conflicts)
        for name, value in edited.items():
            column = columns[name].attname
            before = plain(getattr(row, column))
            setattr(row, name, value)
            self.note(row, Change.Kind.UPDATE, subject=subject, happened_on=happened_on, why=why,
                       field=name, before=before, after=plain(getattr(row, column)))  # fmt: skip
        if edited:
            row.save(update_fields=list(edited))
        return list(edited)

    def delete(
        self, row: models.Model, *, subject: str = "", happened_on: date | None = None, why: str = ""
    ) -> None:
        """Delete a row and the rows that are part of it; history keeps each of them whole."""
        collector = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
        collector.collect([row])
        parts = [each for found in collector.fast_deletes for each in found]
        parts += [each for found in reversed(collector.data.values()) for each in found if each != row]
        about = subject or key_of(row)
        for part in (*parts, row):
            self.note(part, Change.Kind.DELETE, subject=about, happened_on=happened_on, why=why,
                       payload=payload_of(part))  # fmt: skip
        collector.delete()

    def last_writer(self, row: models.Model, column: models.Field) -> str:
        """Who changed a field last, for the sentence of a conflict; empty when history does not say."""
        names = {column.name, column.attname}
        last = (
            Change.objects.filter(noun=row._meta.label_lower, object_id=row.pk, field__in=names)
            .order_by("-id")
            .first()
        )
        return last.actor_name if last else ""

    def note(
        self,
        row: models.Model,
        kind: Change.Kind,
        *,
        subject: str = "",
        label: str = "",
        happened_on: date | None = None,
        why: str = "",
        **parts: Any,
    ) -> None:
        """Note one change of a row that this recording has written."""
        actor = self.actor
        many.wrote(row)
        self.book.changes.append(
            Change(
                program_id=program_id_of(row) or (self.program.pk if self.program else None),
                kind=kind,
                noun=row._meta.label_lower,
                object_id=row.pk,
                label=label or label_of(row),
                subject=subject or key_of(row),
                why=why or actor.why,
                undoes_id=self.book.undoes,
                actor_name=actor.name[:LONGEST_NAME],
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
        if self.book.change_set is None:
            self.book.change_set = ChangeSet.objects.create(
                program=self.program,
                title=title[:200],
                actor_name=self.actor.name[:LONGEST_NAME],
                user_id=self.actor.user_id,
                source=self.actor.source,
                recorded_at=self.actor.moment,
            )
        return self.book.change_set


_running: ContextVar[tuple[Recorder, ...]] = ContextVar("recording", default=())
_computing: ContextVar[bool] = ContextVar("computing", default=False)
_removing: ContextVar[bool] = ContextVar("removing", default=False)
_heard: ContextVar[list["Written"] | None] = ContextVar("heard", default=None)


@dataclass(frozen=True, slots=True)
class Written:
    """What one recording has written, for those who listen."""

    program: Program
    changes: tuple[Change, ...]


@contextmanager
def listening() -> Iterator[list[Written]]:
    """What is recorded from here on, as far as it was kept."""
    heard: list[Written] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def is_recording() -> bool:
    """Whether a write to a domain table is allowed now."""
    return bool(_running.get()) or _computing.get()


def is_computing() -> bool:
    """Whether writes make no history now: computed figures, or the removal of the sample."""
    return _computing.get()


def is_removing() -> bool:
    """Whether even history may be deleted now."""
    return _removing.get()


def hold(program: Program) -> None:
    """Keep the program from being removed until this transaction ends. Raises Gone when it is no more.

    Writers hold it together; only its removal waits for them, and they for it. Every writer takes it first,
    so that none waits for the removal with a row in hand. SQLite has one writer at a time anyway.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pm_program WHERE id = %s FOR KEY SHARE", [program.pk])
        if cursor.fetchone() is None:
            raise Gone(f"{program.name} was removed while you were editing. Nothing was saved.")


@contextmanager
def recording(actor: Actor, program: Program | None) -> Iterator[Recorder]:
    """One transaction whose writes are all in history."""
    running = _running.get()
    outer = next((one for one in running if one.program == program), None)
    recorder = Recorder(actor, program, outer.book if outer else Book())
    books = [(one.book, len(one.book.changes), one.book.change_set) for one in (*running, recorder)]
    token = _running.set((*running, recorder))
    try:
        with transaction.atomic(savepoint=many.is_alone()):
            if outer is None and program is not None:
                hold(program)
            yield recorder
            if outer is None:
                recorder.book.flush()
        heard = _heard.get()
        if heard is not None and outer is None and program is not None and recorder.book.written:
            heard.append(Written(program, tuple(recorder.book.written)))
    except BaseException as problem:
        for book, count, change_set in books:
            del book.changes[count:]
            book.change_set = change_set
        if outer is None and isinstance(problem, IntegrityError) and FOREIGN_KEY in str(problem).lower():
            raise Gone(REMOVED_MEANWHILE) from problem
        raise
    finally:
        _running.reset(token)


@contextmanager
def computing() -> Iterator[None]:
    """Writes of computed figures (health, forecasts, flags): one transaction, no history rows."""
    with transaction.atomic():
        token = _computing.set(True)
        try:
            yield
        finally:
            _computing.reset(token)


@contextmanager
def removing() -> Iterator[None]:
    """The one transaction in which history is deleted: that of the sample program's removal."""
    token = _removing.set(True)
    try:
        with computing():
            yield
    finally:
        _removing.reset(token)
