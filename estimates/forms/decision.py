"""Decisions as plain forms, and the filters of their register."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from estimates.models import Bet, Decision
from estimates.services.decision import BY_STEP
from milestones.models import Milestone
from pm.filters import day_input
from pm.forms.chosen import RowField
from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.permissions import Permission

KINDS = [(value, label) for value, label in Decision.Kind.choices if value not in BY_STEP]


def milestones_of(program: Any, access: Any) -> Any:
    """Every milestone that something can be decided about, as this reader sees them."""
    rows = Milestone.objects.in_program(program).visible(sees_internal=access.can(Permission.VIEW_INTERNAL))
    return rows.exclude(status__in=["IDEA", "DROPPED"]).order_by("number")


def bets_of(program: Any, access: Any) -> Any:
    sees = access.can(Permission.VIEW_INTERNAL)
    return Bet.objects.in_program(program).visible(sees_internal=sees).order_by("-number")


class DecisionForm(RecordForm):
    """What was decided and why. The numbers of this moment are kept with it."""

    milestone = RowField(
        milestones_of, letter="M", label="Milestone", begun="propose the first on the roadmap"
    )
    kind = forms.ChoiceField(label="Decision", choices=KINDS, widget=PlainSelect)
    rationale = MarkdownField(label="Why")
    bet = RowField(
        bets_of, letter="BT", label="About the bet", required=False, empty_label="no bet of the list"
    )
    is_internal = forms.BooleanField(label="Internal: never shown to the public", required=False)

    def __init__(self, *args: Any, about: Milestone | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about is not None:
            del self.fields["milestone"]


class WithdrawForm(RecordForm):
    """Taking a decision back: it stays readable, with the reason."""

    because = forms.CharField(label="Why it is withdrawn", max_length=300)


class DecisionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which decisions are listed; withdrawn ones only when asked for."""

    q = django_filters.CharFilter(label="Words", method="by_words", max_length=100)
    milestone = django_filters.CharFilter(label="Milestone", method="by_milestone", max_length=12)
    kind = django_filters.ChoiceFilter(
        label="Decision", choices=Decision.Kind.choices, empty_label="Any", widget=PlainSelect
    )
    since = django_filters.DateFilter(
        label="From day", field_name="happened_on", lookup_expr="gte", widget=day_input()
    )
    until = django_filters.DateFilter(
        label="To day", field_name="happened_on", lookup_expr="lte", widget=day_input()
    )
    withdrawn = django_filters.BooleanFilter(
        label="Withdrawn, too", method="with_withdrawn", widget=forms.CheckboxInput
    )

    class Meta:
        model = Decision
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Decision]) -> QuerySet[Decision]:
        rows: QuerySet[Decision] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("withdrawn") else rows.filter(withdrawn_at=None)

    def with_withdrawn(self, rows: QuerySet[Decision], _name: str, _value: Any) -> QuerySet[Decision]:
        return rows

    def by_words(self, rows: QuerySet[Decision], _name: str, value: str) -> QuerySet[Decision]:
        words = value.strip()
        return rows.filter(Q(rationale__icontains=words) | Q(milestone__title__icontains=words))

    def by_milestone(self, rows: QuerySet[Decision], _name: str, value: str) -> QuerySet[Decision]:
        digits = value.strip().upper().removeprefix("M-")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
            return rows.none()
        return rows.filter(milestone__number=int(digits))
