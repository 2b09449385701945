"""History in words: who changed what, from what to what, why and when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from pm.models import Change, Program, User
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
    "is_public": "public to read",
    "is_baseline": "the baseline",
    "is_close_imported": "closed before its import",
    "because": "reason",
    "answered_revision": "revision answered",
    "cut_to": "idea it became",
    "budget_line": "research charged to",
    "capacity_percent": "share of the capacity",
    "effort_guess_days": "first guess of the effort",
    "person_days": "planned effort",
    "low_days": "low estimate",
    "likely_days": "likely estimate",
    "high_days": "high estimate",
    "met_on": "day it was met",
    "needed_by_on": "needed by",
    "resolve_by_on": "to resolve by",
    "external_url": "link",
    "accountable": "accountable subteam",
    "owner_call": "owner’s call",
    "owner_call_text": "call in words",
    "owner_call_confidence": "confidence",
}
# Yes and no that read as a sentence of their own.
SAID_WHOLE = {"is_baseline": ("is no longer the baseline", "is now the baseline")}
# What a verb sets beside the field it is about: true, but no news beside it. "" is any field.
ECHOES = {
    "answer": frozenset({"answered_revision"}),
    "": frozenset(
        {
            "target_text",
            "target_from_on",
            "push_count",
            "revision",
            "owner_call_on",
            "token_hash",
            "edited_at",
        }
    ),
    "status": frozenset(
        {
            "closed_by_id",
            "accepted_by_id",
            "started_on",
            "closed_on",
            "committed_on",
            "delivered_on",
            "first_target_on",
        }
    ),
}
# Rows that only repeat what the changed row says.
ECHO_NOUNS = frozenset({"milestones.targetrevision", "milestones.statementrevision", "pm.attachmentcontent"})
# How the last letters of a noun change where there are many; any other takes an s.
PLURALS = {"criterion": "criteria", "ch": "ches", "y": "ies"}
# Rows that link two others are named by the one that is not their subject.
NAMED_BY = {
    "milestones.pin": "statement_id",
    "milestones.milestonepin": "statement_id",
    "milestones.contribution": "subteam_id",
    "milestones.plannedeffort": "subteam_id",
    "milestones.planline": "period",
    "pm.membershipsubteam": "subteam_id",
    "pm.invitationsubteam": "subteam_id",
}

Names = dict[tuple[type[models.Model], Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One field from, to; or, without values, a row made or deleted."""

    what: str
    before: str = ""
    after: str = ""
    is_text: bool = False

    @property
    def is_row(self) -> bool:
        return not (self.before or self.after)


@dataclass(frozen=True, slots=True)
class About:
    """The parts about one row; `thing` names it unless it is the subject itself."""

    thing: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person did to one subject at one moment."""

    at: dt.datetime
    day: dt.date
    clock: str
    who: str
    subject: str
    source: str
    why: str
    change_set_id: int | None
    title: str
    abouts: tuple[About, ...]
    happened: str = ""
    noun: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(about.parts) for about in self.abouts)


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


def column_named(noun: str, name: str) -> models.Field | None:
    """The column of a noun by its field's or its own name; None when it is gone."""
    model = model_of(noun)
    if model is None or not name:
        return None
    return next((one for one in model._meta.concrete_fields if name in {one.name, one.attname}), None)


def column_of(change: Change) -> models.Field | None:
    """The column that a change is about; for a row made or deleted the one that names it."""
    if change.field:
        return column_named(change.noun, change.field)
    return column_named(change.noun, NAMED_BY.get(change.noun, ""))


def values_of(change: Change) -> list[Any]:
    """The values a change names: from and to, or the name of the row."""
    if change.field:
        return [change.before, change.after]
    return [(change.payload or {}).get(NAMED_BY.get(change.noun, ""))]


def load_names(changes: Iterable[Change], known: Names) -> Names:
    """The names of the rows that these changes point at: one query a model, none for known rows."""
    wanted = Wanted()
    names = dict(known)
    for change in changes:
        column = column_of(change)
        if isinstance(column, models.ForeignKey):
            wanted.ids[column.related_model] |= {
                value
                for value in values_of(change)
                if value is not None and (column.related_model, value) not in names
            }
    names |= {
        (model, row.pk): str(row)
        for model, ids in wanted.ids.items()
        if ids
        for row in model._default_manager.filter(pk__in=ids)
    }
    return names


def in_words(
    changes: Sequence[Change],
    *,
    today: dt.date,
    zone: dt.tzinfo,
    people: Mapping[int, str] | None = None,
    known: Names | None = None,
) -> list[Entry]:
    """Changes, newest first, as entries: those of one moment and subject are one entry."""
    names = load_names(changes, {(User, pk): name for pk, name in (people or {}).items()} | (known or {}))
    entries = []
    for _, group in groupby(
        changes, key=lambda one: (one.recorded_at, one.actor_name, one.subject, one.change_set_id)
    ):
        rows = list(group)
        abouts = abouts_of(sorted(rows, key=lambda one: one.pk), names, today)
        if abouts:
            entries.append(entry_of(rows, abouts, today, zone))
    return entries


def entry_of(rows: Sequence[Change], abouts: Sequence[About], today: dt.date, zone: dt.tzinfo) -> Entry:
    """One entry of changes that belong together."""
    first = rows[0]
    here = first.recorded_at.astimezone(zone)
    moved = any(row.happened_on != here.date() for row in rows)
    return Entry(
        at=first.recorded_at,
        day=here.date(),
        clock=f"{here:%H:%M}",
        who=first.actor_name,
        subject=first.subject,
        source=first.source,
        why=next((row.why for row in rows if row.why), ""),
        change_set_id=first.change_set_id,
        title=first.change_set.title if first.change_set else "",
        abouts=tuple(abouts),
        happened=short_day(first.happened_on, today) if moved else "",
        noun=first.noun,
        changes=tuple(rows),
    )


def abouts_of(rows: Sequence[Change], names: Names, today: dt.date) -> list[About]:
    """The changes of one entry in words, by the row they are about, without what only echoes another."""
    fields = [one for one in rows if one.kind == Change.Kind.UPDATE]
    telling = [one for one in fields if not is_echo(one, fields)] or fields
    made = [one for one in rows if one.kind != Change.Kind.UPDATE]
    news = [one for one in made if one.noun not in ECHO_NOUNS] or ([] if fields else made)
    changed = [
        field_about(list(group), names, today)
        for _, group in groupby(telling, key=lambda one: (one.noun, one.object_id))
    ]
    return [*([About("", row_parts(news, names))] if news else []), *changed]


def is_echo(change: Change, beside: Sequence[Change]) -> bool:
    """Whether a change of a field only follows from another one beside it."""
    if change.field in ECHOES[""]:
        return True
    about = {one.field for one in beside if one.object_id == change.object_id}
    return any(change.field in echoes and lead in about for lead, echoes in ECHOES.items())


def row_parts(changes: Sequence[Change], names: Names) -> tuple[Part, ...]:
    """Rows made or deleted: named when there is one of a kind, counted when there are more."""
    parts = []
    for (verb, noun), group in groupby(changes, key=lambda one: (verb_of(one), one.noun)):
        rows = list(group)
        if len(rows) == 1:
            label = name_of(rows[0], names)
            parts.append(Part(f"{verb} {noun_in_words(noun)}{f' “{label}”' if label else ''}"))
        else:
            parts.append(Part(f"{verb} {len(rows)} {noun_in_words(noun, many=True)}"))
    return tuple(parts)


def is_restored(change: Change) -> bool:
    """Whether it made a row again by taking its deletion back."""
    return change.kind == Change.Kind.CREATE and change.undoes_id is not None


def verb_of(change: Change) -> str:
    """What was done to a whole row."""
    if change.kind == Change.Kind.DELETE:
        return "deleted"
    return "restored" if is_restored(change) else "added"


def name_of(change: Change, names: Names) -> str:
    """What a row made or deleted is called; empty when it is the subject itself."""
    if change.noun not in NAMED_BY:
        return "" if change.label == change.subject else change.label
    [value] = values_of(change)
    column = column_of(change)
    if isinstance(column, models.ForeignKey):
        return names.get((column.related_model, value), "")
    return str(value or "")


def field_about(changes: Sequence[Change], names: Names, today: dt.date) -> About:
    """The changed fields of one row in words."""
    parts = tuple(field_part(one, names, today) for one in changes)
    first = changes[0]
    if not first.label or first.label == first.subject or not first.subject:
        return About("" if first.subject else f"{noun_in_words(first.noun)} “{first.label}”", parts)
    label = first.label
    for part in parts:
        label = label.removesuffix(f": {part.after}")
    return About(f"{noun_in_words(first.noun)} “{label}”", parts)


def field_part(change: Change, names: Names, today: dt.date) -> Part:
    """A changed field in words."""
    if change.field in SAID_WHOLE:
        return Part(SAID_WHOLE[change.field][bool(change.after)])
    column = column_of(change)
    return Part(
        what=field_in_words(change.field),
        before=value_in_words(column, change.before, names, today),
        after=value_in_words(column, change.after, names, today),
        is_text=isinstance(column, models.TextField),
    )


def noun_in_words(noun: str, *, many: bool = False) -> str:
    """`checklist item` of `milestones.checklistitem`."""
    model = model_of(noun)
    if model is None:
        return noun.rpartition(".")[2]
    name = str(model._meta.verbose_name).replace("sign off", "sign-off")
    return plural(name) if many else name


def plural(name: str) -> str:
    """`criteria` of `criterion`; Django only appends an s."""
    ending = next((one for one in PLURALS if name.endswith(one)), "")
    return name.removesuffix(ending) + PLURALS.get(ending, "s")


def field_in_words(name: str) -> str:
    """`planned start` of `planned_start_on`."""
    if words := FIELD_WORDS.get(name):
        return words
    bare = name.removeprefix("is_")
    for suffix in ("_id", "_on", "_at", "_days", "_text", "_percent"):
        bare = bare.removesuffix(suffix)
    return bare.replace("_", " ")


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
    text = str(value).strip().removesuffix(".")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def newest(program: Program) -> models.QuerySet[Change]:
    """The program's changes, newest first, with the title of their change set."""
    return Change.objects.filter(program=program).select_related("change_set").order_by("-recorded_at", "-id")


def of_subject(program: Program, subject: str, limit: int = 20) -> list[Change]:
    """The newest changes of one key, `M-12` or `D-7`, in one query.

    They are found apart from their order: a database without statistics walks through all changes of
    the program by time otherwise, to find a few.
    """
    found = Change.objects.filter(program=program, subject=subject).values("pk")
    rows = Change.objects.filter(pk__in=found).select_related("change_set")
    return list(rows.order_by("-recorded_at", "-id")[:limit])
