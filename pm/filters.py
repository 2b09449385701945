"""Filters of the kernel's lists: their state is the address."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import django_filters as filters
from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.http import QueryDict

from pm.actor import Source
from pm.forms.widgets import FixedChoices, PlainSelect
from pm.models import Change, Program
from pm.queries.history import noun_in_words

SOURCES = {
    Source.PAGE: "a page",
    Source.API: "the API",
    Source.IMPORT: "an import",
    Source.JOB: "a job",
    Source.COMMAND: "a command",
}
SYSTEM = "system"
MOST_SETS = 2_000_000_000
OUR_APPS = ("pm", "milestones", "estimates")
NO_NOUNS = frozenset({"change", "changeset", "jobrun", "outboxmail", "keysequence", "searchentry"})


def day_input() -> forms.DateInput:
    """A day, chosen or typed."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def noun_choices() -> list[tuple[str, str]]:
    """Everything that belongs to a program and so has history."""
    own = [apps.get_app_config(app) for app in OUR_APPS]
    found = [
        (model._meta.model_name or "", str(model._meta.verbose_name))
        for config in own
        for model in config.get_models()
        if any(one.name == "program" for one in model._meta.fields) and model._meta.model_name not in NO_NOUNS
    ]
    return sorted(found, key=lambda pair: pair[1])


class HistoryFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Who, what kind of thing, which key, from where, between which days."""

    person = filters.ChoiceFilter(
        label="Person", method="by_person", empty_label="Anybody", widget=PlainSelect
    )
    noun = filters.ChoiceFilter(
        label="Kind of thing", method="by_noun", empty_label="Anything", widget=PlainSelect
    )
    key = filters.CharFilter(label="Key", method="by_key", max_length=60)
    source = filters.ChoiceFilter(
        label="Came from",
        choices=[(one.value, words) for one, words in SOURCES.items()],
        empty_label="Anywhere",
    )
    set = filters.NumberFilter(
        label="Change set", method="by_set", widget=forms.HiddenInput(), min_value=1, max_value=MOST_SETS
    )
    since = filters.DateFilter(label="From day", method="by_since", widget=day_input())
    until = filters.DateFilter(label="To day", method="by_until", widget=day_input())

    class Meta:
        model = Change
        fields: Sequence[str] = []

    def __init__(
        self, *args: Any, program: Program, people: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        self.program, self.zone = program, ZoneInfo(program.zone)
        super().__init__(*args, **kwargs)
        self.filters["person"].extra["choices"] = FixedChoices(
            [*((str(pk), name) for pk, name in people), (SYSTEM, "The system")]
        )
        self.filters["noun"].extra["choices"] = noun_choices()

    def by_person(self, rows: "QuerySet[Change]", _name: str, value: str) -> "QuerySet[Change]":
        return rows.filter(user=None) if value == SYSTEM else rows.filter(user_id=int(value))

    def by_noun(self, rows: "QuerySet[Change]", _name: str, value: str) -> "QuerySet[Change]":
        return rows.filter(noun__in=[f"{app}.{value}" for app in OUR_APPS])

    def by_set(self, rows: "QuerySet[Change]", _name: str, value: Any) -> "QuerySet[Change]":
        return rows.filter(change_set_id=int(value))

    def by_key(self, rows: "QuerySet[Change]", _name: str, value: str) -> "QuerySet[Change]":
        typed = value.strip()
        spellings = {typed, typed.upper(), typed.lower()}
        found = Change.objects.filter(program=self.program, subject__in=spellings).values("pk")
        return rows.filter(pk__in=found)

    def by_since(self, rows: "QuerySet[Change]", _name: str, value: dt.date) -> "QuerySet[Change]":
        return rows.filter(recorded_at__gte=self.midnight(value))

    def by_until(self, rows: "QuerySet[Change]", _name: str, value: dt.date) -> "QuerySet[Change]":
        return rows.filter(recorded_at__lt=self.midnight(value) + dt.timedelta(days=1))

    def midnight(self, day: dt.date) -> dt.datetime:
        """The begin of a day in the program's zone; days no clock can hold are moved to ones it can."""
        held = min(max(day, dt.date(1970, 1, 2)), dt.date(2999, 12, 30))
        return dt.datetime.combine(held, dt.time.min, self.zone)


class DeletedFilter(HistoryFilter):
    """The same for what was deleted; what an undo took away only where it is asked for."""

    undone = filters.BooleanFilter(
        label="Taken away by an undo, too", method="by_undone", widget=forms.CheckboxInput
    )

    def __init__(self, *args: Any, nouns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "set"):
            del self.filters[name]
        words = {noun.rpartition(".")[2]: noun_in_words(noun) for noun in nouns}
        self.filters["noun"].extra["choices"] = sorted(words.items(), key=lambda pair: pair[1])
        self.filters["person"].label = "Deleted by"

    def filter_queryset(self, queryset: "QuerySet[Change]") -> "QuerySet[Change]":
        rows: QuerySet[Change] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("undone") else rows.filter(undoes=None)

    def by_undone(self, rows: "QuerySet[Change]", _name: str, value: bool) -> "QuerySet[Change]":
        return rows


def chips(filterset: filters.FilterSet, query: QueryDict, path: str, plain: str = "") -> list[dict[str, str]]:
    """A chip for each filter that is on: its label, its value in words, the address without it.

    `plain` is the list with nothing asked for, where that is another address than the bare path.
    """
    found = []
    form = filterset.form
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if filterset.is_bound and form.is_valid() is not None else None
        if value in (None, "", [], False):
            continue
        without = query.copy()
        without.pop("page", None)
        without.pop(name, None)
        found.append(
            {
                "label": str(field.label or name),
                "value": value_in_words(field, value),
                "remove_url": f"{path}?{without.urlencode()}" if without else plain or path,
            }
        )
    return found


def value_in_words(field: forms.Field, value: Any) -> str:
    """A filter's value as its form shows it."""
    choices = dict(getattr(field, "choices", ()) or ())
    if str(value) in choices:
        return str(choices[str(value)])
    if isinstance(value, list):
        return ", ".join(value_in_words(field, one) for one in value)
    if isinstance(value, dt.date):
        return f"{value.day} {value:%b} {value.year}"
    return "yes" if value is True else str(value)
