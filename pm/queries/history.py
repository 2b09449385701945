"""History in words: who changed what, from what to what, why and when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from pm.models import Change, Program
from pm.pure.days import short_day

NOTHING = "–"
LONGEST = 400
# Columns whose names would not read as words.
FIELD_WORDS = {
    "target_from_on": "start of the target",
    "target_to_on": "target",
    "target_text": "target as written",
    "first_target_on": "first target",
    "scope_in": "in scope",
    "scope_out": "left out",
    "is_met": "met",
    "is_must": "must",
    "is_active": "active",
    "is_public": "public to read",
    "is_internal": "internal",
    "is_pencilled": "pencilled",
    "is_dropped": "dropped",
    "dependencies_text": "dependencies",
    "risks_text": "risks",
    "external_url": "link",
    "accountable": "accountable subteam",
    "owner_call": "owner's call",
    "owner_call_text": "owner's call in words",
    "owner_call_confidence": "owner's confidence",
}
# What a verb sets beside the field it is about: true, but no news beside it.
ECHOES = frozenset(
    {"target_text", "target_from_on", "push_count", "revision", "accepted_by_id", "token_hash"}
)
# Rows that only repeat what the changed row says.
ECHO_NOUNS = frozenset({"milestones.targetrevision", "milestones.statementrevision"})

Names = dict[tuple[type[models.Model], Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One field from, to; or, without a field, a row made or deleted."""

    what: str
    before: str = ""
    after: str = ""
    is_text: bool = False
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did to one subject at one moment."""

    at: dt.datetime
    day: dt.date
    who: str
    subject: str
    source: str
    why: str
    change_set_id: int | None
    title: str
    parts: tuple[Part, ...]
    happened: str = ""


@dataclass(slots=True)
class Wanted:
    """Rows whose names are needed, by model."""

    ids: dict[type[models.Model], set[Any]] = field(default_factory=lambda: defaultdict(set))


def model_of(noun: str) -> type[models.Model] | None:
    """The model of a noun; None when it is gone."""
    try:
        return apps.get_model(noun)
    except (LookupError, ValueError):
        return None


def column_of(change: Change) -> models.Field | None:
    """The column that a change is about."""
    model = model_of(change.noun)
    if model is None or not change.field:
        return None
    try:
        found = model._meta.get_field(change.field)
    except FieldDoesNotExist:
        found = next((one for one in model._meta.concrete_fields if one.attname == change.field), None)
    return found if isinstance(found, models.Field) else None


def load_names(changes: Iterable[Change]) -> Names:
    """The names of the rows that foreign keys in these changes point at: one query a model."""
    wanted = Wanted()
    for change in changes:
        column = column_of(change)
        if isinstance(column, models.ForeignKey):
            wanted.ids[column.related_model] |= {
                value for value in (change.before, change.after) if value is not None
            }
    return {
        (model, row.pk): str(row)
        for model, ids in wanted.ids.items()
        for row in model._default_manager.filter(pk__in=ids)
    }


def in_words(changes: Sequence[Change], program: Program, *, today: dt.date, zone: dt.tzinfo) -> list[Entry]:
    """Changes, newest first, as entries: those of one moment and subject are one entry."""
    names = load_names(changes)
    entries = []
    for _, group in groupby(
        changes, key=lambda one: (one.recorded_at, one.actor_name, one.subject, one.change_set_id)
    ):
        rows = list(group)
        parts = parts_of(rows, names, today)
        if parts:
            entries.append(entry_of(rows, parts, today, zone))
    return entries


def entry_of(rows: Sequence[Change], parts: Sequence[Part], today: dt.date, zone: dt.tzinfo) -> Entry:
    """One entry of changes that belong together."""
    first = rows[0]
    day = first.recorded_at.astimezone(zone).date()
    moved = any(row.happened_on != day for row in rows)
    return Entry(
        at=first.recorded_at,
        day=day,
        who=first.actor_name,
        subject=first.subject,
        source=first.source,
        why=next((row.why for row in rows if row.why), ""),
        change_set_id=first.change_set_id,
        title=first.change_set.title if first.change_set else "",
        parts=tuple(parts),
        happened=short_day(first.happened_on, today) if moved else "",
    )


def parts_of(rows: Sequence[Change], names: Names, today: dt.date) -> list[Part]:
    """Each change of one entry in words, oldest first, without what only echoes another."""
    oldest_first = sorted(rows, key=lambda one: one.pk)
    fields = [one for one in oldest_first if one.kind == Change.Kind.UPDATE]
    telling = [one for one in fields if one.field not in ECHOES] or fields
    made = [one for one in oldest_first if one.kind != Change.Kind.UPDATE]
    news = [one for one in made if one.noun not in ECHO_NOUNS] or ([] if fields else made)
    return [*row_parts(news), *(field_part(one, names, today) for one in telling)]


def row_parts(changes: Sequence[Change]) -> list[Part]:
    """Rows made or deleted: named when there is one of a kind, counted when there are more."""
    parts = []
    for (kind, noun), group in groupby(changes, key=lambda one: (one.kind, one.noun)):
        rows = list(group)
        verb = Change.Kind(kind).label if kind == Change.Kind.DELETE else "added"
        if len(rows) == 1:
            label = "" if rows[0].label == rows[0].subject else f" “{rows[0].label}”"
            parts.append(Part(f"{verb} {noun_in_words(noun)}{label}", is_row=True))
        else:
            parts.append(Part(f"{verb} {len(rows)} {noun_in_words(noun, many=True)}", is_row=True))
    return parts


def field_part(change: Change, names: Names, today: dt.date) -> Part:
    """A changed field in words."""
    column = column_of(change)
    what = field_in_words(change.field)
    if change.label and change.label != change.subject and change.subject:
        what = f"{noun_in_words(change.noun)} “{change.label}”, {what}"
    return Part(
        what=what,
        before=value_in_words(column, change.before, names, today),
        after=value_in_words(column, change.after, names, today),
        is_text=isinstance(column, models.TextField),
    )


def noun_in_words(noun: str, *, many: bool = False) -> str:
    """`checklist item` of `milestones.checklistitem`."""
    model = model_of(noun)
    if model is None:
        return noun.rpartition(".")[2]
    return str(model._meta.verbose_name_plural if many else model._meta.verbose_name)


def field_in_words(name: str) -> str:
    """`planned start` of `planned_start_on`."""
    words = FIELD_WORDS.get(name) or name.removesuffix("_id").removesuffix("_on").removesuffix("_at")
    return words.replace("_", " ")


def value_in_words(column: models.Field | None, value: Any, names: Names, today: dt.date) -> str:
    """A value as people write it: names for rows, words for codes, days as days."""
    if value is None or value == "":
        return NOTHING
    if isinstance(column, models.ForeignKey):
        return names.get((column.related_model, value), "a row that is gone")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateField) and isinstance(value, str):
        return short_day(dt.date.fromisoformat(value[:10]), today)
    if column is not None and column.name.endswith("_days"):
        return f"{value} person-days"
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def newest(program: Program) -> models.QuerySet[Change]:
    """The program's changes, newest first, with the title of their change set."""
    return Change.objects.filter(program=program).select_related("change_set").order_by("-recorded_at", "-id")


def of_subject(program: Program, subject: str, limit: int = 20) -> list[Change]:
    """The newest changes of one key, `M-12` or `D-7`."""
    return list(newest(program).filter(subject=subject)[:limit])
