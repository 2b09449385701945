"""Filters of lists. Their state is the query string, so that a page can be shared."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from milestones.models import Deliverable, Milestone, PlanLine
from milestones.pure.states import MILESTONE_OPEN
from milestones.pure.timeline import half_year_of
from milestones.queries.roadmap import Choices, usually_shown
from pm.actor import Actor
from pm.forms.widgets import FixedChoices, PlainSelect

HEALTHS = [("LATE", "Late"), ("AT_RISK", "At risk"), ("WATCH", "Watch"), ("UNKNOWN", "Unknown"),
           ("ON_TRACK", "On track")]  # fmt: skip
ANYONE = "Any"
NONE_OF_THESE = {"invalid_choice": "“%(value)s” is none of these. Choose one of the list, or Any."}


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    value: str
    remove_url: str


class MilestoneFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Which milestones the roadmap shows. Names of tracks and subteams are their short names."""

    q = django_filters.CharFilter(label="Words or key", method="filter_words")
    track = django_filters.ChoiceFilter(
        label="Track",
        field_name="track__slug",
        choices=[],
        empty_label=ANYONE,
        error_messages=NONE_OF_THESE,
        widget=PlainSelect,
    )
    subteam = django_filters.ChoiceFilter(
        label="Subteam",
        method="filter_subteam",
        choices=[],
        empty_label=ANYONE,
        error_messages=NONE_OF_THESE,
        widget=PlainSelect,
    )
    owner = django_filters.ChoiceFilter(
        label="Owner",
        method="filter_owner",
        choices=[],
        empty_label=ANYONE,
        error_messages=NONE_OF_THESE,
        widget=PlainSelect,
    )
    health = django_filters.MultipleChoiceFilter(
        label="Health", choices=HEALTHS, method="filter_health", widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status",
        choices=Milestone.Status.choices,
        method="filter_status",
        widget=forms.CheckboxSelectMultiple,
    )
    period = django_filters.ChoiceFilter(
        label="Period",
        method="filter_period",
        choices=[],
        empty_label=ANYONE,
        error_messages=NONE_OF_THESE,
        widget=PlainSelect,
    )
    target_from = django_filters.DateFilter(
        label="Target from", field_name="target_to_on", lookup_expr="gte", widget=DayInput
    )
    target_to = django_filters.DateFilter(
        label="Target to", field_name="target_from_on", lookup_expr="lte", widget=DayInput
    )
    slipped = django_filters.BooleanFilter(
        label="Slipped since commitment", method="filter_slipped", widget=forms.CheckboxInput
    )
    unscheduled = django_filters.BooleanFilter(
        label="Without a target", method="filter_unscheduled", widget=forms.CheckboxInput
    )

    archived = django_filters.BooleanFilter(
        label="Archived, too", method="keep_all", widget=forms.CheckboxInput
    )

    class Meta:
        model = Milestone
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[Milestone], choices: Choices, actor: Actor) -> None:
        super().__init__(data, queryset=queryset)
        self.actor = actor
        me = [("me", "Me")] if actor.user_id is not None else []
        offered = {
            "track": [(one.slug, one.name) for one in choices.tracks],
            "subteam": [(one.slug, one.name) for one in choices.subteams],
            "owner": [*me, ("none", "No owner"), *((str(one.pk), one.name) for one in choices.owners)],
            "period": [(period, period) for period in choices.periods],
        }
        for name, pairs in offered.items():
            self.filters[name].extra["choices"] = FixedChoices(pairs)

    def filter_queryset(self, queryset: QuerySet[Milestone]) -> QuerySet[Milestone]:
        """Every filter that is on; without a status or a period, what is planned or lately delivered."""
        rows: QuerySet[Milestone] = super().filter_queryset(queryset)
        on = self.form.cleaned_data
        rows = rows if on.get("archived") else rows.filter(is_archived=False)
        if on.get("status") or self.data.get("view") == "board":
            return rows
        if on.get("period"):
            return rows.exclude(status__in=["IDEA", "SHELVED", "DROPPED"])
        return usually_shown(rows, half_year_of(self.actor.today)[0])

    def keep_all(self, rows: QuerySet[Milestone], name: str, value: bool | None) -> QuerySet[Milestone]:
        return rows

    def filter_words(self, rows: QuerySet[Milestone], name: str, value: str) -> QuerySet[Milestone]:
        words = value.strip()
        number = words.upper().removeprefix("M-")
        found = Q(title__icontains=words) | Q(benefit__icontains=words)
        if number.isascii() and number.isdecimal() and len(number) <= 9:
            found |= Q(number=int(number))
        return rows.filter(found)

    def filter_subteam(self, rows: QuerySet[Milestone], name: str, value: str) -> QuerySet[Milestone]:
        own = Deliverable.objects.filter(milestone=OuterRef("pk"), accountable__slug=value)
        return rows.filter(Exists(own.exclude(status=Deliverable.Status.DROPPED)))

    def filter_owner(self, rows: QuerySet[Milestone], name: str, value: str) -> QuerySet[Milestone]:
        if value == "none":
            return rows.filter(owner=None)
        return rows.filter(owner=self.actor.user_id if value == "me" else int(value))

    def filter_health(self, rows: QuerySet[Milestone], name: str, value: list[str]) -> QuerySet[Milestone]:
        if not value:
            return rows
        return rows.filter(health__in=value, status__in=MILESTONE_OPEN).exclude(
            kind=Milestone.Kind.BUDGET_LINE
        )

    def filter_status(self, rows: QuerySet[Milestone], name: str, value: list[str]) -> QuerySet[Milestone]:
        return rows.filter(status__in=value) if value else rows

    def filter_period(self, rows: QuerySet[Milestone], name: str, value: str) -> QuerySet[Milestone]:
        return rows.filter(Exists(PlanLine.objects.filter(milestone=OuterRef("pk"), period=value)))

    def filter_slipped(self, rows: QuerySet[Milestone], name: str, value: bool | None) -> QuerySet[Milestone]:
        return rows.filter(target_to_on__gt=F("first_target_on")) if value else rows

    def filter_unscheduled(
        self, rows: QuerySet[Milestone], name: str, value: bool | None
    ) -> QuerySet[Milestone]:
        return rows.filter(target_to_on=None) if value else rows

    def chips(self) -> list[Chip]:
        """What is on, in words, each with the address that takes it off."""
        found: list[Chip] = []
        for name, value in self.form.cleaned_data.items():
            words = self.words_of(name, value)
            if words:
                query = self.data.copy()
                query.pop(name, None)
                query.pop("page", None)
                found.append(Chip(str(self.filters[name].label), words, f"?{query.urlencode()}"))
        return found

    def words_of(self, name: str, value: Any) -> str:
        """One filter's value as its chip prints it; empty when it is off."""
        if value in (None, "", []) or value is False:
            return ""
        if value is True:
            return "yes"
        choices = dict(self.filters[name].extra.get("choices", ()))
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value)
        return str(choices.get(value, value))
