"""The filters of the list of statements: their state is the address."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from milestones.models import Statement
from milestones.models.deliverable import DeliverableQuerySet
from milestones.queries.feature import live_pins
from pm.forms.widgets import FixedChoices, PlainSelect

ANY = "Any"
PROMISED = [("nobody", "Nobody"), ("once", "One deliverable"), ("twice", "Two or more")]


class StatementFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which statements are listed; it needs rows of `with_promises`. Features are named by short name."""

    q = django_filters.CharFilter(label="Words or number", method="by_words", max_length=100)
    promised = django_filters.ChoiceFilter(
        label="Promised by", method="by_promises", choices=PROMISED, empty_label=ANY, widget=PlainSelect
    )
    letter = django_filters.MultipleChoiceFilter(
        label="Letter", choices=Statement.Letter.choices, distinct=False
    )
    feature = django_filters.ChoiceFilter(
        label="Feature", field_name="feature__slug", choices=[], empty_label=ANY, widget=PlainSelect
    )
    milestone = django_filters.CharFilter(label="Milestone", method="by_milestone", max_length=12)
    state = django_filters.MultipleChoiceFilter(
        label="State", choices=Statement.State.choices, distinct=False
    )

    class Meta:
        model = Statement
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Statement],
        features: Sequence[tuple[str, str]],
        deliverables: DeliverableQuerySet,
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.deliverables = deliverables
        self.filters["feature"].extra["choices"] = FixedChoices(features)

    def by_words(self, rows: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        words = value.strip()
        found, number = Q(text__icontains=words), words[1:]
        if number.isascii() and number.isdecimal() and len(number) <= 4:
            found |= Q(letter=words[0].upper(), number=int(number))
        return rows.filter(found)

    def by_promises(self, rows: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        """Only what counts: a limitation or a retired statement is nobody's to promise."""
        wanted = {"nobody": Q(promises=0), "once": Q(promises=1), "twice": Q(promises__gte=2)}[value]
        return rows.filter(wanted, state=Statement.State.ACTIVE)

    def by_milestone(self, rows: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        number = value.strip().upper().removeprefix("M-")
        if not (number.isascii() and number.isdecimal() and len(number) <= 9):
            return rows.none()
        own = self.deliverables.filter(milestone__number=int(number))
        return rows.filter(pk__in=live_pins(deliverable__in=own).values("statement"))
