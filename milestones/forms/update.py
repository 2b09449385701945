"""The form of a weekly update and the filters of a week."""

from collections.abc import Collection, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from milestones.forms.spec import number_typed
from milestones.models import Deliverable
from milestones.queries.update import by_team, owing
from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Program, Subteam

ANY = "Any"


class UpdateForm(RecordForm):
    """Achieved, next, in the way; a change of scope or date is said as such."""

    columns = ("achieved", "next", "blocked", "scope_change", "date_change")

    achieved = MarkdownField(label="Achieved", required=False, rows=4)
    next = MarkdownField(label="Next", required=False, rows=3)
    blocked = MarkdownField(label="In the way", required=False, rows=3)
    scope_change = forms.CharField(
        label="Change of scope",
        max_length=500,
        required=False,
        help_text="What came in or went out this week. Empty: nothing.",
    )
    date_change = forms.CharField(
        label="Change of date",
        max_length=500,
        required=False,
        help_text="What moves and why. The date itself is moved on the deliverable.",
    )


class UpdateFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which deliverables of a week are listed."""

    state = django_filters.ChoiceFilter(
        label="Update",
        method="by_state",
        choices=[("owed", "Owed"), ("written", "Written")],
        empty_label=ANY,
        widget=PlainSelect,
    )
    whose = django_filters.ChoiceFilter(
        label="Whose",
        method="by_whose",
        choices=[("team", "My subteams’"), ("mine", "I own")],
        empty_label=ANY,
        widget=PlainSelect,
    )
    subteam = django_filters.ChoiceFilter(
        label="Subteam", field_name="accountable__slug", choices=[], empty_label=ANY, widget=PlainSelect
    )
    milestone = django_filters.CharFilter(label="Milestone", method="by_milestone", max_length=12)

    class Meta:
        model = Deliverable
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Deliverable],
        program: Program,
        user_id: int | None,
        teams: Collection[int],
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.user_id, self.teams = user_id, teams
        subteams = Subteam.objects.filter(program=program).order_by("rank", "name", "pk")
        self.filters["subteam"].extra["choices"] = list(subteams.values_list("slug", "name"))

    def by_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return owing(rows) if value == "owed" else rows.filter(is_written=True)

    def by_whose(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        if value == "mine":
            return rows.filter(owner=self.user_id) if self.user_id else rows.none()
        return by_team(rows, self.teams)

    def by_milestone(self, rows: QuerySet[Deliverable], _name: str, value: str) -> QuerySet[Deliverable]:
        number = number_typed(value, "M")
        return rows.none() if number is None else rows.filter(milestone__number=number)
