"""Forms of the laundry lists: which ideas, a vote, what goes before what, a proposer's corrections."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet

from milestones.forms.milestone_record import IDEA_FIELDS, MilestoneForm, bets
from milestones.models import Milestone, Track
from milestones.models.milestone import MilestoneQuerySet
from pm.forms.chosen import RowField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Program
from pm.rules import Access

ORDERS = {
    "value": (F("value").desc(nulls_last=True), "number"),
    "effort": (F("effort_guess_days").asc(nulls_last=True), "number"),
    "newest": ("-number",),
}


def other_ideas(program: Program, access: Access) -> MilestoneQuerySet:
    """The ideas that another one can go before."""
    rows = bets(program, access).filter(status=Milestone.Status.IDEA, is_archived=False)
    return rows.order_by("track__rank", "track__name", "number")


class IdeaFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which ideas are listed; the archived ones only when they are asked for."""

    q = django_filters.CharFilter(label="Words or key", method="by_words", max_length=100)
    track = django_filters.ChoiceFilter(
        label="Track", field_name="track__slug", choices=[], empty_label="Any", widget=PlainSelect
    )
    mine = django_filters.BooleanFilter(
        label="Without a vote of mine", method="without_mine", widget=forms.CheckboxInput
    )
    unvalued = django_filters.BooleanFilter(
        label="Without a value or an effort", method="without_figures", widget=forms.CheckboxInput
    )
    order = django_filters.ChoiceFilter(
        label="Ordered by",
        method="kept",
        choices=[("value", "Value"), ("effort", "Effort, least first"), ("newest", "Newest first")],
        empty_label="Place",
        widget=PlainSelect,
    )
    archived = django_filters.BooleanFilter(label="Archived, too", method="kept", widget=forms.CheckboxInput)

    class Meta:
        model = Milestone
        fields: Sequence[str] = []

    def __init__(self, *args: Any, tracks: Sequence[Track], user_id: int | None, **kwargs: Any) -> None:
        self.user_id = user_id
        super().__init__(*args, **kwargs)
        self.filters["track"].extra["choices"] = [(one.slug, one.name) for one in tracks]
        if user_id is None:
            del self.filters["mine"]

    def filter_queryset(self, queryset: QuerySet[Milestone]) -> QuerySet[Milestone]:
        rows: QuerySet[Milestone] = super().filter_queryset(queryset)
        on = self.form.cleaned_data
        if order := ORDERS.get(on.get("order") or ""):
            rows = rows.order_by("track__rank", "track__name", "track_id", *order)
        return rows if on.get("archived") else rows.filter(is_archived=False)

    @property
    def shows_order(self) -> bool:
        """Whether whole lists stand in the order of their places, so that a place means something."""
        on = self.form.cleaned_data if self.form.is_valid() else {}
        return not any(on.get(name) for name in ("q", "mine", "unvalued", "order", "archived"))

    def kept(self, rows: QuerySet[Milestone], _name: str, _value: Any) -> QuerySet[Milestone]:
        return rows

    def by_words(self, rows: QuerySet[Milestone], _name: str, value: str) -> QuerySet[Milestone]:
        words = value.strip()
        number = words.upper().removeprefix("M-")
        found = Q(title__icontains=words) | Q(narrative__icontains=words)
        if number.isascii() and number.isdecimal() and len(number) <= 9:
            found |= Q(number=int(number))
        return rows.filter(found)

    def without_mine(self, rows: QuerySet[Milestone], _name: str, value: bool) -> QuerySet[Milestone]:
        return rows.exclude(votes__user=self.user_id) if value else rows

    def without_figures(self, rows: QuerySet[Milestone], _name: str, value: bool) -> QuerySet[Milestone]:
        return rows.filter(Q(value=None) | Q(effort_guess_days=None)) if value else rows


class PreferForm(RecordForm):
    """This goes before that, because."""

    under = RowField(other_ideas, letter="M", label="goes before")
    because = forms.CharField(
        label="because",
        max_length=300,
        help_text="One sentence. It stands under this idea.",
    )


class OwnIdeaForm(MilestoneForm):
    """What the one who proposed an idea may still say of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - IDEA_FIELDS:
            del self.fields[name]
