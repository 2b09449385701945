"""The words of an import: what a source wants, what stands in the program, and what follows from both.

An app contributes `Wanted` rows (what the source says) and one `Keeper` a noun (how such a row is compared
and written). `pm.exchange.plan_diff` compares, `pm.exchange.apply` writes, `pm.exchange.report` tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from pm.models import ImportIdentity, Program
from pm.pure.ledger import Ledger
from pm.pure.source import Source
from pm.services.history import Recorder
from pm.services.history_row import label_of, plain

Place = tuple[str, str]
LAYOUT = "markdown"  # ImportIdentity.source: a program is kept in one tree of a kind, wherever it lies
LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True)
class Ref:
    """A row named by the place it comes from, whether it exists already or is made by this import."""

    path: str
    anchor: str

    @property
    def place(self) -> Place:
        return self.path, self.anchor


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader of an import is told: where, which rule, and a sentence."""

    path: str
    line: int
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One row as the source has it.

    `fields` are compared on every import; a foreign key is a `Ref` or None. `extra` is only used when the
    row is made. `subject` names the row under whose key history shows this one. A row is left out when one
    of its `Ref`s names a row that is neither there nor made.
    """

    noun: str
    path: str
    anchor: str
    line: int
    title: str
    fields: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)
    subject: Ref | None = None

    @property
    def place(self) -> Place:
        return self.path, self.anchor

    @property
    def ref(self) -> Ref:
        return Ref(self.path, self.anchor)


@dataclass(frozen=True, slots=True)
class Folding:
    """Spellings of one team, and the subteam they became."""

    name: str
    kind: str
    spellings: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Contribution:
    """What one app reads out of a source.

    `known` are rows of the program that wanted rows point at without the source saying what is in them.
    `layout` is the kind of tree: rows of another kind of tree are not missed in this one.
    """

    wanted: list[Wanted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    foldings: list[Folding] = field(default_factory=list)
    unkept: dict[str, int] = field(default_factory=dict)
    known: dict[Place, models.Model] = field(default_factory=dict)
    layout: str = LAYOUT
    ledger: Ledger | None = None


@dataclass(slots=True)
class ImportContext:
    """One import: its program (unsaved when it does not exist yet), its source, its moment.

    `parsed` lets an app that stands higher use what one that stands lower has read.
    """

    program: Program
    source: Source
    name: str
    today: date
    moment: datetime
    parsed: dict[str, Any] = field(default_factory=dict)


class Keeper:
    """How one noun is compared and written. Subclasses say what differs."""

    model: type[models.Model]
    unique: tuple[str, ...] = ()  # fields that the database holds unique within the program
    likeness: tuple[tuple[str, ...], ...] = ()  # fields by which a moved or renamed row is known again
    slots: tuple[tuple[str, ...], ...] = ()  # fields that only change together

    @property
    def noun(self) -> str:
        return self.model._meta.label_lower

    def rows(self, program: Program) -> Mapping[int, models.Model]:
        """Every row of this noun in the program, by the id that an identity holds."""
        manager = self.model._default_manager
        return {row.pk: row for row in manager.filter(program=program)} if program.pk else {}

    def refusal(self, row: Any, name: str, value: Any) -> str:
        """Why an import does not write this change, or nothing when it does."""
        return ""

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Any]:
        """Make the rows, in order; each item holds the values of one, foreign keys as `track_id`."""
        made = [self.model(program=program, **values) for values in items]
        return record.create_many(made, subjects=subjects)

    def update(self, record: Recorder, step: "Step") -> Any:
        """Write changed fields of one row; returns the row that now stands for the place."""
        held = record.lock(step.row)
        record.update(held, step.changes, base=step.base, subject=step.subject, why=step.why)
        return held


@dataclass(frozen=True, slots=True)
class Step:
    """An update ready to be written: names to values, and to the values the comparison saw."""

    row: Any
    changes: dict[str, Any]
    base: dict[str, Any]
    subject: str
    extra: dict[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the source changed, as people read it."""

    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class Update:
    """A row of which the source changed some fields; `identity` is None when it was not imported before."""

    wanted: Wanted
    row: Any
    identity: ImportIdentity | None
    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def label(self) -> str:
        return called(self.row, self.wanted.title)


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that people and the source both changed since the last import. It is not written."""

    wanted: Wanted
    label: str
    field: str
    given: Any
    theirs: Any
    source: Any
    by: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A row the source had and has no longer. It stays."""

    noun: str
    path: str
    anchor: str
    label: str


@dataclass(slots=True)
class Plan:
    """What an import would do. `updates` holds every row that is known; some have no change."""

    wanted: list[Wanted] = field(default_factory=list)
    creations: list[Wanted] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    deleted: list[Wanted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: dict[Place, Any] = field(default_factory=dict)
    stamp: tuple[int, int] = (0, 0)
    layout: str = LAYOUT

    @property
    def changed(self) -> list[Update]:
        return [update for update in self.updates if update.changes]

    @property
    def has_changes(self) -> bool:
        return bool(self.creations or self.changed)


def called(row: models.Model, otherwise: str) -> str:
    """A row by its key or name; one that has neither by what the source calls it."""
    known = getattr(row, "key", "") or getattr(row, "name", "")
    return label_of(row) if known else otherwise


def attname(model: type[models.Model], name: str) -> str:
    """The column attribute of a field: `track` is `track_id`."""
    return str(getattr(model._meta.get_field(name), "attname", name))


def current(row: models.Model, names: Iterable[str]) -> list[Any]:
    """Fields of a row as history keeps them."""
    return [plain(getattr(row, attname(type(row), name))) for name in names]
