"""The filters of the deliverable list: their state is the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.models import Deliverable
from milestones.models.deliverable import DeliverableQuerySet
from milestones.queries.deliverable import Offered, ready_to_close
from pm.forms.widgets import FixedChoices, PlainSelect

ANYONE = "Any"


class DeliverableFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which deliverables are listed. Tracks and subteams are named by their short names."""

    q = django_filters.CharFilter(label="Words or key", method="by_words", max_length=100)
    track = django_filters.ChoiceFilter(
        label="Track", field_name="milestone__track__slug", choices=[], empty_label=ANYONE, widget=PlainSelect
    )
    subteam = django_filters.ChoiceFilter(
        label="Subteam", method="by_subteam", choices=[], empty_label=ANYONE, widget=PlainSelect
    )
    owner = django_filters.ChoiceFilter(
        label="Owner", method="by_owner", choices=[], empty_label=ANYONE, widget=PlainSelect
    )
    milestone = django_filters.CharFilter(label="Milestone", method="by_milestone", max_length=12)
    status = django_filters.MultipleChoiceFilter(
        label="Status",
        choices=Deliverable.Status.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    overdue = django_filters.BooleanFilter(label="Overdue", method="by_overdue", widget=forms.CheckboxInput)
    ready = django_filters.BooleanFilter(
        label="Ready to close", method="by_ready", widget=forms.CheckboxInput
    )

    class Meta:
        model = Deliverable
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Deliverable],
        offered: Offered,
        user_id: int | None,
        today: date,
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.user_id, self.today = user_id, today
        me = [("me", "Me")] if user_id is not None else []
        pairs_of = {
            "track": offered.tracks,
            "subteam": [*offered.subteams, ("none", "No subteam")],
            "owner": [*me, ("none", "No owner"), *((str(pk), name) for pk, name in offered.owners)],
        }
        for name, pairs in pairs_of.items():
            self.filters[name].extra["choices"] = FixedChoices(pairs)

    def by_words(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        words = value.strip()
        found = Q(title__icontains=words)
        number = words.upper().removeprefix("D-")
        if number.isascii() and number.isdecimal() and len(number) <= 9:
            found |= Q(number=int(number))
        return rows.filter(found)

    def by_subteam(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        if value == "none":
            return rows.filter(accountable=None)
        return rows.filter(accountable__slug=value)

    def by_owner(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        if value == "none":
            return rows.filter(owner=None)
        return rows.filter(owner=self.user_id if value == "me" else int(value))

    def by_milestone(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        number = value.strip().upper().removeprefix("M-")
        if not (number.isascii() and number.isdecimal() and len(number) <= 9):
            return rows.none()
        return rows.filter(milestone__number=int(number))

    def by_ready(self, rows: QuerySet[Deliverable], _name: str, value: bool | None) -> QuerySet[Deliverable]:
        return ready_to_close(rows) if value else rows

    def by_overdue(self, rows: DeliverableQuerySet, _name: str, value: bool | None) -> DeliverableQuerySet:
        return rows.overdue(self.today) if value else rows
