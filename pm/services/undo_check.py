"""What stands in the way of an undo: what somebody changed since, what refers to what would go."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from pm.models import Attachment, Change, Comment, Program
from pm.models.base import ProgramModel
from pm.queries.history import column_named, field_in_words, noun_in_words
from pm.queries.undo import Deed, Place, Touched
from pm.registry import UNDO, Back
from pm.services.history_row import key_of, label_of, plain

Item = TypeVar("Item", int, str)
CHUNK = 500
MOST_SHOWN = 20
MOST_NAMED = 3
HASHED = "sha256:"
NOT_OFFERED = "{thing} is written for good: {what} has no undo."


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands in the way: a sentence, or a column that somebody changed since.

    `wrote` is what was left there, `now` what stands there; undo would write `was`. `by` is who changed it.
    """

    row: Touched
    sentence: str = ""
    column: models.Field | None = None
    was: Any = None
    wrote: Any = None
    now: Any = None
    by: Change | None = None


def load(rows: Iterable[Touched], *, is_locked: bool = False) -> dict[Place, models.Model]:
    """The rows as they stand now, locked in one order: milestones, what hangs on them, the rest."""
    wanted: dict[type[models.Model], list[int]] = defaultdict(list)
    for row in rows:
        wanted[row.model].append(row.pk)
    found: dict[Place, models.Model] = {}
    for model in sorted(wanted, key=in_order):
        for ids in chunks(sorted(wanted[model])):
            held = model._default_manager.filter(pk__in=ids).order_by("pk")
            if is_locked:
                held = held.select_for_update(of=("self",))
            found |= {(model._meta.label_lower, row.pk): row for row in held}
    return found


def in_order(model: type[models.Model]) -> tuple[int, str]:
    """Where a table stands in the order of locks: that of the verbs."""
    first = ("milestones.milestone", "milestones.deliverable")
    label = model._meta.label_lower
    return (first.index(label) if label in first else len(first), label)


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Ids or keys in portions that a statement can hold."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def erased(rows: Sequence[Touched]) -> dict[Place, Touched]:
    """Of the rows that were made, those that go: all that may, and what is part of them."""
    born = {row.place: row for row in rows if row.born is not None and row.died is None}
    gone = {place: row for place, row in born.items() if row.how.back == Back.ERASE}
    while True:
        more = {
            place: row
            for place, row in born.items()
            if place not in gone
            and row.how.back in {Back.COMPENSATE, Back.PART}
            and any(owner in gone for owner in owners_of(row))
        }
        if not more:
            return gone
        gone |= more


def owners_of(row: Touched) -> Iterator[Place]:
    """What a row is part of."""
    values = row.left()
    for name in row.how.owners:
        column = row.model._meta.get_field(name)
        if isinstance(column, models.ForeignKey) and values.get(column.attname) is not None:
            yield column.related_model._meta.label_lower, values[column.attname]


def same(column: models.Field, one: Any, other: Any) -> bool:
    """Whether two values of a column say the same, however they are written."""
    if one == other:
        return True
    try:
        return bool(plain(column.to_python(one)) == plain(column.to_python(other)))
    except (ValidationError, TypeError, ValueError):
        return False


def find_clashes(
    program: Program,
    rows: Sequence[Touched],
    now: Mapping[Place, models.Model],
    gone: Mapping[Place, Touched],
) -> list[Clash]:
    """All that stands in the way of taking these rows back."""
    clashes = [clash for row in rows for clash in clashes_of(row, now.get(row.place))]
    if not any(clash.sentence for clash in clashes):
        clashes += [
            *missing_parents(program, rows, now),
            *references(rows, gone),
            *spoken_of(program, now, gone),
        ]
    return with_writers(program, clashes)


def clashes_of(row: Touched, now: models.Model | None) -> Iterator[Clash]:
    """What stands in the way at one row."""
    if row.born is not None and row.died is not None:
        return  # made and deleted in one go: nothing is left of it
    if sentence := refusal_of(row):
        yield Clash(row, sentence)
    elif row.died is not None:
        yield from clashes_of_return(row, now)
    elif now is None:
        yield Clash(row, f"{row.last.label} was deleted since.")
    else:
        stays = row.how.computed | row.how.kept
        left, found = row.left(), row.found()
        for column in row.model._meta.concrete_fields:
            name = column.attname
            if name in left and column.name not in stays and name not in stays:
                stands = plain(getattr(now, name))
                if not same(column, stands, left[name]):
                    yield Clash(row, column=column, was=found.get(name), wrote=left[name], now=stands)


def clashes_of_return(row: Touched, now: models.Model | None) -> Iterator[Clash]:
    """What stands in the way of a deleted row."""
    values = row.found()
    lacking = [
        column.name
        for column in row.model._meta.concrete_fields
        if column.attname not in values
        and column.name not in {"id", "program"}
        and not (column.null or column.has_default())
    ]
    hashed = [name for name, value in values.items() if isinstance(value, str) and value.startswith(HASHED)]
    if now is not None:
        yield Clash(row, f"{row.last.label} is there again.")
    elif lacking or hashed:
        yield Clash(row, f"History does not keep {row.last.label} whole: its content is gone for good.")


def refusal_of(row: Touched) -> str:
    """Why undo is not offered for what was done to this row, or nothing."""
    thing = row.last.label or noun_in_words(row.noun)
    if row.noun not in UNDO or row.how.back == Back.NEVER:
        return row.how.where or NOT_OFFERED.format(thing=thing, what=noun_in_words(row.noun))
    names = {one.column.name for one in row.fields.values()} | ({""} if row.born else set())
    if row.how.back == Back.WITHDRAW or names & row.how.withdrawn:
        return f"{thing}: {row.how.where}"
    if kept := sorted(names & row.how.never):
        what = ", ".join(field_in_words(name) or "making one" for name in kept)
        return f"{thing}: {what} has no undo. Change it by hand."
    return ""


def is_offered(deed: Deed) -> bool:
    """Whether an undo may be offered: nothing in it is written for good, nor withdrawn by its own verb."""
    return not any(refusal_of(row) for row in deed.rows())


def missing_parents(
    program: Program, rows: Sequence[Touched], now: Mapping[Place, models.Model]
) -> Iterator[Clash]:
    """Rows that would point at what is gone by now."""
    coming = {row.place for row in rows if row.died is not None and row.born is None}
    wanted: dict[type[models.Model], dict[int, list[Touched]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        back = row.found() if row.born is None else {}
        for column in row.model._meta.concrete_fields:
            value = back.get(column.attname)
            if isinstance(column, models.ForeignKey) and value is not None:
                place = column.related_model._meta.label_lower, value
                if place not in coming and place not in now:
                    wanted[column.related_model][value].append(row)
    for model, places in wanted.items():
        there: set[int] = set()
        for ids in chunks(sorted(places)):
            held = model._default_manager.filter(pk__in=ids)
            if issubclass(model, ProgramModel):
                held = held.filter(program=program)
            there |= set(held.values_list("pk", flat=True))
        for pk in set(places) - there:
            for row in places[pk]:
                what = noun_in_words(model._meta.label_lower)
                yield Clash(row, f"The {what} that {row.last.label} belonged to was deleted since.")


def references(rows: Sequence[Touched], gone: Mapping[Place, Touched]) -> Iterator[Clash]:
    """Rows that would go, or be set against, while something else refers to them."""
    turned = {(row.place, one.column.attname) for row in rows for one in row.fields.values()}
    born = {row.place for row in rows if row.born is not None}
    leaving: dict[type[models.Model], dict[int, Touched]] = defaultdict(dict)
    for row in rows:
        if row.place in gone or (row.born is not None and row.how.back == Back.COMPENSATE):
            leaving[row.model][row.pk] = row
    for model, held in leaving.items():
        named: dict[int, list[str]] = defaultdict(list)
        for other, column in pointing_at(model):
            noun = other._meta.label_lower
            if noun in UNDO and UNDO.get(noun).back == Back.COMPUTED:
                continue
            rest = {
                pk
                for pk in referring(other, column, sorted(held))
                if (noun, pk) not in born and ((noun, pk), column.attname) not in turned
            }
            for one in other._default_manager.filter(pk__in=sorted(rest)[:MOST_SHOWN]):
                named[getattr(one, column.attname)].append(name_of(one))
        for pk, names in named.items():
            yield Clash(held[pk], f"{held[pk].last.label} is named by {in_words(names)}.")


def name_of(row: models.Model) -> str:
    """`D-7`, or `estimate “5 d”` for a row without a key."""
    noun, label = noun_in_words(row._meta.label_lower), label_of(row)
    return key_of(row) or (f"{noun} “{label}”" if label else noun)


def referring(other: type[models.Model], column: models.ForeignKey, ids: Sequence[int]) -> Iterator[int]:
    """The rows of a table that point at these."""
    for portion in chunks(ids):
        found = other._default_manager.filter(**{f"{column.attname}__in": portion})
        yield from found.values_list("pk", flat=True)


def pointing_at(model: type[models.Model]) -> list[tuple[type[models.Model], models.ForeignKey]]:
    """Every column that can point at rows of this table."""
    return [
        (relation.related_model, relation.field)
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel) and isinstance(relation.related_model, type)
    ]


def spoken_of(
    program: Program, now: Mapping[Place, models.Model], gone: Mapping[Place, Touched]
) -> Iterator[Clash]:
    """Rows that would go while a comment or a file hangs on their key."""
    keys = {key: row for place, row in gone.items() if place in now and (key := key_of(now[place]))}
    for model in (Comment, Attachment):
        for names in chunks(sorted(keys)):
            held = model._default_manager.filter(program=program, subject__in=names, removed_at=None)
            for key in sorted(set(held.values_list("subject", flat=True))):
                yield Clash(keys[key], f"{key} has a {noun_in_words(model._meta.label_lower)} by now.")


def in_words(names: Collection[str]) -> str:
    """`D-7, T-3 and 4 more`."""
    shown = sorted(set(names))
    more = len(shown) - MOST_NAMED
    return ", ".join(shown[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def with_writers(program: Program, clashes: Sequence[Clash]) -> list[Clash]:
    """The clashes with who changed each column last, and when; in one query."""
    asked = Q()
    for clash in clashes[:MOST_SHOWN]:
        if clash.column is not None:
            names = {clash.column.name, clash.column.attname}
            asked |= Q(noun=clash.row.noun, object_id=clash.row.pk, field__in=names)
    if not asked:
        return list(clashes)
    last: dict[tuple[str, int, str], Change] = {}
    for one in Change.objects.filter(asked, program=program).order_by("pk"):
        column = column_named(one.noun, one.field)
        last[one.noun, one.object_id, column.attname if column else one.field] = one
    return [
        replace(clash, by=last.get((*clash.row.place, clash.column.attname))) if clash.column else clash
        for clash in clashes
    ]
