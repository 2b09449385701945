"""The verb of undo: what was written together is taken back, all of it or nothing.

    undo(deed=deed_of(program, change_id), actor=actor)

A changed column gets its former value where nobody changed it since; a row that was made goes, unless
something else refers to it; a deleted row comes back whole, under its own key. What is only ever added to
gets a compensating record (`<app>/undo.py` says which). The undo is a deed itself: undone, it is redone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import IntegrityError, models

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Change, ImportIdentity, Membership, User, Watch
from pm.queries.undo import Deed, Place, Touched
from pm.registry import UNDO, UNDO_EFFECTS, Back
from pm.services.history import BATCH, Recorder, recording, removing
from pm.services.history_row import key_of, payload_of
from pm.services.undo_check import Clash, chunks, erased, find_clashes, load, pointing_at
from pm.services.undo_compensate import taking_back

PLACE = ["source", "path", "anchor", "given"]
UNDO_OF, REDO_OF = "Undo of ", "Redo of "
FEW = 500
# Columns of who owns a thing: somebody who is active in the program.
OWNING = frozenset({"owner", "assignee", "person"})
IN_THE_WAY = (
    "Nothing was undone: something written since took the place of what would come back, "
    "or needs what would go. Look at the history of it, and change it by hand."
)


class UndoRefused(DomainError):
    """Something stands in the way; nothing was written. `clashes` says what."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        first = next((one.sentence for one in clashes if one.sentence), "")
        super().__init__(f"Nothing was undone. {first or 'Somebody changed it since.'}".strip())


def look(deed: Deed) -> list[Clash]:
    """What stands in the way of an undo now, as far as can be seen without writing."""
    rows = deed.rows()
    return find_clashes(deed.program, rows, load(rows), erased(rows))


def undo(*, deed: Deed, actor: Actor) -> tuple[Change, ...]:
    """Take back what was written together; the changes that did. Raises UndoRefused, DomainError."""
    rows = deed.rows()
    try:
        with recording(actor, deed.program) as record:
            if deed.title:
                record.group(title_of(deed))
            UndoRun(record, deed, rows).run()
    except IntegrityError:
        raise DomainError(IN_THE_WAY) from None
    return tuple(record.book.written)


def title_of(deed: Deed) -> str:
    """What the undo of a change set is called; the undo of an undo is a redo."""
    if deed.title.startswith(UNDO_OF):
        return REDO_OF + deed.title.removeprefix(UNDO_OF)
    return UNDO_OF + deed.title.removeprefix(REDO_OF)


class UndoRun:
    """One undo under way: everything is checked before anything is written."""

    def __init__(self, record: Recorder, deed: Deed, rows: Sequence[Touched]) -> None:
        self.record, self.deed, self.rows = record, deed, rows
        self.now = load(rows, is_locked=True)
        self.gone = erased(rows)
        clashes = find_clashes(deed.program, rows, self.now, self.gone)
        if clashes:
            raise UndoRefused(clashes)
        self.led: dict[str, set[int]] = defaultdict(set)

    def run(self) -> None:
        """Take all rows back: what goes, what changes, what comes back, what stands against."""
        stay = [row for row in self.rows if row.place in self.now]
        self.follow(stay)
        self.check_gone()
        self.erase()
        self.set_back()
        self.bring_back()
        self.compensate()
        self.follow([row for row in self.rows if row.place not in self.gone])
        self.check()
        for noun, ids in self.led.items():
            if noun in UNDO_EFFECTS:
                UNDO_EFFECTS.get(noun)(program=self.deed.program, ids=ids, actor=self.record.actor)
        if not self.record.book.changes:
            raise DomainError("Nothing is left to undo: all of it was taken back already.")

    def follow(self, rows: Sequence[Touched]) -> None:
        """Remember what the rows lead to, before and after."""
        for model, ids in by_model(rows).items():
            for path in UNDO.get(model._meta.label_lower).leads_to:
                target = target_of(model, path)
                for portion in chunks(ids):
                    found = model._default_manager.filter(pk__in=portion)
                    self.led[target] |= set(found.values_list(path or "pk", flat=True)) - {None}

    def note(self, row: models.Model, change: Change, kind: Change.Kind, **parts: Any) -> None:
        """Note a change that takes another one back."""
        with taking_back(self.record, change):
            self.record.note(row, kind, subject=change.subject, label=change.label, **parts)

    # --- Rows that go

    def erase(self) -> None:
        """Delete the rows that were made, with their watches and with what was computed of them."""
        held: dict[type[models.Model], list[int]] = defaultdict(list)
        places = self.take_places()
        for place, row in reversed(self.gone.items()):
            held[row.model].append(row.pk)
            self.note(
                self.now[place],
                row.born or row.last,
                Change.Kind.DELETE,
                payload=payload_of(self.now[place]),
                before=places.get(place),
            )
        self.forget_watches()
        for model, ids in held.items():
            sweep(model, ids)
        for model, ids in held.items():
            for portion in chunks(ids):
                model._default_manager.filter(pk__in=portion)._raw_delete("default")

    def take_places(self) -> Mapping[Place, list[dict[str, Any]]]:
        """Where an import found the rows that go: forgotten, so that it may make them again."""
        found: dict[Place, list[dict[str, Any]]] = defaultdict(list)
        for model, ids in by_model(list(self.gone.values())).items():
            noun = model._meta.label_lower
            for portion in chunks(ids):
                rows = ImportIdentity.objects.filter(
                    program=self.deed.program, noun=noun, object_id__in=portion
                )
                for one in rows:
                    found[noun, one.object_id].append({name: getattr(one, name) for name in PLACE})
                rows._raw_delete("default")
        return found

    def forget_watches(self) -> None:
        """Nobody watches what is gone."""
        keys = {key: row for place, row in self.gone.items() if (key := key_of(self.now[place]))}
        for portion in chunks(list(keys)):
            for one in Watch.objects.filter(program=self.deed.program, subject__in=portion):
                if (Watch._meta.label_lower, one.pk) in self.gone:
                    continue
                with taking_back(self.record, keys[one.subject].born):
                    self.record.delete(one, subject=one.subject)

    # --- Rows that change

    def set_back(self) -> None:
        """Give changed columns their former values, the last change first."""
        stay = {row.place: row for row in self.rows if row.born is None and row.died is None}
        changes = [
            one
            for one in reversed(self.deed.changes)
            if one.kind == Change.Kind.UPDATE and (one.noun, one.object_id) in stay
        ]
        if len(changes) <= FEW:
            for place, group in groupby(changes, key=lambda one: (one.noun, one.object_id)):
                self.set_row(stay[place], {one.field for one in group})
        else:
            self.set_many(list(stay.values()))
        for row in stay.values():
            for name, one in row.fields.items():
                if not is_kept(row, name) and one.before != one.after:
                    self.note(
                        self.now[row.place],
                        one.change,
                        Change.Kind.UPDATE,
                        field=one.change.field,
                        before=one.after,
                        after=one.before,
                    )

    def set_row(self, row: Touched, fields: set[str]) -> None:
        """Set some columns of one row back, in one statement."""
        held = self.now[row.place]
        names = [
            name
            for name, one in row.fields.items()
            if fields & {one.column.name, name} and not is_kept(row, name)
        ]
        for name in names:
            setattr(held, name, row.fields[name].column.to_python(row.fields[name].before))
        if names:
            held.save(update_fields=names)

    def set_many(self, rows: Sequence[Touched]) -> None:
        """Set many rows back in bulk, those with the same columns together."""
        alike: dict[tuple[type[models.Model], tuple[str, ...]], list[models.Model]] = defaultdict(list)
        for row in rows:
            names = tuple(sorted(name for name in row.fields if not is_kept(row, name)))
            held = self.now[row.place]
            for name in names:
                setattr(held, name, row.fields[name].column.to_python(row.fields[name].before))
            if names:
                alike[row.model, tuple(row.fields[name].column.name for name in names)].append(held)
        for (model, columns), held_rows in alike.items():
            model._default_manager.bulk_update(held_rows, columns, batch_size=BATCH)

    # --- Rows that come back

    def bring_back(self) -> None:
        """Insert deleted rows again, under their own ids, and where an import found them."""
        back: dict[type[models.Model], list[tuple[models.Model, Touched]]] = defaultdict(list)
        for row in reversed(self.rows):
            if row.died is not None and row.born is None:
                back[row.model].append((self.made_again(row), row))
        for model, pairs in back.items():
            model._default_manager.bulk_create([made for made, _ in pairs], batch_size=BATCH)
            for made, row in pairs:
                if row.died is not None:
                    self.note(made, row.died, Change.Kind.CREATE, payload=payload_of(made))
        ImportIdentity.objects.bulk_create(
            [
                ImportIdentity(program=self.deed.program, noun=row.noun, object_id=row.pk, **place)
                for pairs in back.values()
                for _, row in pairs
                for place in (row.died.before if row.died else None) or ()
            ],
            batch_size=BATCH,
        )

    def made_again(self, row: Touched) -> models.Model:
        """A deleted row as it was."""
        values = row.found()
        made = row.model(pk=row.pk, program_id=self.deed.program.pk)
        for column in row.model._meta.concrete_fields:
            if column.attname in values:
                setattr(made, column.attname, column.to_python(values[column.attname]))
        return made

    # --- What stands against what is only ever added to

    def compensate(self) -> None:
        """Write the compensating records, the last first; a row with nothing to go back to goes, too."""
        waiting: dict[type[models.Model], list[Touched]] = defaultdict(list)
        for row in reversed(self.rows):
            stays = row.born is not None and row.died is None and row.place not in self.gone
            if stays and row.how.back == Back.COMPENSATE:
                waiting[row.model].append(row)
        for model, rows in waiting.items():
            compensate = UNDO.get(model._meta.label_lower).compensate
            fresh = model._default_manager.in_bulk([row.pk for row in rows])
            pairs = [(fresh[row.pk], row.born) for row in rows]
            for held, born in compensate(record=self.record, pairs=pairs) if compensate else pairs:
                with taking_back(self.record, born):
                    self.record.delete(held, subject=born.subject if born else "")

    def check_gone(self) -> None:
        """Ask the nouns whether the rows that were made may go; what goes with its whole is not asked."""
        alone = [row for row in self.gone.values() if not self.goes_with_another(row)]
        for model, ids in by_model(alone).items():
            how = UNDO.get(model._meta.label_lower)
            if how.check_gone is not None:
                held = [self.now[model._meta.label_lower, pk] for pk in ids]
                how.check_gone(held, dict.fromkeys(ids, frozenset()), self.record.actor)

    def goes_with_another(self, row: Touched) -> bool:
        """Whether something that a row points at goes, too."""
        held = self.now[row.place]
        return any(
            isinstance(column, models.ForeignKey)
            and (column.related_model._meta.label_lower, getattr(held, column.attname)) in self.gone
            for column in row.model._meta.concrete_fields
        )

    def check(self) -> None:
        """Ask the nouns whether what is left can be."""
        self.check_people()
        changed = {row.place: frozenset(one.column.name for one in row.fields.values()) for row in self.rows}
        for model, ids in by_model([row for row in self.rows if row.place not in self.gone]).items():
            noun = model._meta.label_lower
            how = UNDO.get(noun)
            for portion in chunks(ids) if how.check is not None else ():
                held = list(model._default_manager.filter(pk__in=portion).order_by("pk"))
                if how.check is not None:
                    how.check(held, {pk: changed[noun, pk] for pk in portion}, self.record.actor)

    def check_people(self) -> None:
        """Nobody who left owns anything again."""
        named = {
            value
            for row in self.rows
            if row.born is None
            for column in row.model._meta.concrete_fields
            if column.name in OWNING and (value := row.found().get(column.attname)) is not None
        }
        there = Membership.objects.filter(program=self.deed.program, user__in=named, is_active=True)
        left = User.objects.filter(pk__in=named - set(there.values_list("user", flat=True)))
        if names := ", ".join(str(one) for one in left.order_by("name", "pk")):
            raise DomainError(
                f"Nothing was undone: it would give something back to {names}, who is not in "
                f"{self.deed.program} any more. Choose an owner by hand."
            )


def is_kept(row: Touched, name: str) -> bool:
    """Whether a column counts up for good, so that an undo leaves it."""
    return bool({name, row.fields[name].column.name} & row.how.kept)


def by_model(rows: Sequence[Touched]) -> dict[type[models.Model], list[int]]:
    """The ids of rows by table."""
    found: dict[type[models.Model], list[int]] = defaultdict(list)
    for row in rows:
        found[row.model].append(row.pk)
    return found


def target_of(model: type[models.Model], path: str) -> str:
    """The noun at the end of a path."""
    for name in path.split("__") if path else ():
        step = model._meta.get_field(name)
        if isinstance(step.related_model, type):
            model = step.related_model
    return model._meta.label_lower


def sweep(model: type[models.Model], ids: Sequence[int]) -> None:
    """Delete what was computed of rows that go; it has no history."""
    for other, column in pointing_at(model):
        noun = other._meta.label_lower
        if noun not in UNDO or UNDO.get(noun).back != Back.COMPUTED:
            continue
        found = [pk for part in chunks(ids) for pk in computed_of(other, column, part)]
        sweep(other, found)
        with removing():
            for portion in chunks(found):
                other._default_manager.filter(pk__in=portion)._raw_delete("default")


def computed_of(other: type[models.Model], column: models.ForeignKey, ids: Sequence[int]) -> Iterator[int]:
    """The computed rows of these."""
    found = other._default_manager.filter(**{f"{column.attname}__in": ids})
    yield from found.values_list("pk", flat=True)
