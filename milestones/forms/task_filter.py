"""The filters of the list of tasks: mine, my subteams', orphans, and what a task says."""

from collections.abc import Collection, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.forms.spec import number_typed
from milestones.models import Task, TaskKind
from pm.forms.widgets import PlainSelect
from pm.models import Program, Subteam

ANY = "Any"
OPEN = ("OPEN", "IN_PROGRESS")


class TaskFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which tasks are listed: the open ones, unless states are chosen."""

    q = django_filters.CharFilter(label="Words or key", method="by_words", max_length=100)
    whose = django_filters.ChoiceFilter(
        label="Whose",
        method="by_whose",
        choices=[
            ("mine", "Mine"),
            ("team", "My subteams’"),
            ("free", "Taken by no person"),
            ("nobody", "Nobody’s"),
        ],
        empty_label=ANY,
        widget=PlainSelect,
    )
    place = django_filters.ChoiceFilter(
        label="Where",
        method="by_place",
        choices=[("in", "In a deliverable"), ("orphans", "Outside any")],
        empty_label=ANY,
        widget=PlainSelect,
    )
    deliverable = django_filters.CharFilter(label="Deliverable", method="by_deliverable", max_length=12)
    subteam = django_filters.ChoiceFilter(
        label="Subteam", method="by_subteam", choices=[], empty_label=ANY, widget=PlainSelect
    )
    kind = django_filters.ChoiceFilter(
        label="Kind", field_name="kind_id", choices=[], empty_label=ANY, widget=PlainSelect
    )
    week = django_filters.CharFilter(label="Planned week", field_name="planned_week", max_length=8)
    until = django_filters.CharFilter(label="Planned by week", method="by_end", max_length=8)
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=Task.Status.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )

    class Meta:
        model = Task
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Task],
        program: Program,
        user_id: int | None,
        teams: Collection[int],
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.user_id, self.teams = user_id, teams
        kinds = TaskKind.objects.filter(program=program).order_by("rank", "name", "pk")
        subteams = Subteam.objects.filter(program=program).order_by("rank", "name", "pk")
        self.filters["kind"].extra["choices"] = [
            (str(pk), name) for pk, name in kinds.values_list("pk", "name")
        ]
        self.filters["subteam"].extra["choices"] = list(subteams.values_list("slug", "name"))

    def filter_queryset(self, queryset: QuerySet[Task]) -> QuerySet[Task]:
        rows: QuerySet[Task] = super().filter_queryset(queryset)
        is_whole = self.form.cleaned_data.get("status") or self.data.get("view") == "board"
        return rows if is_whole else rows.filter(status__in=OPEN)

    def by_words(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        found = Q(title__icontains=value.strip()) | Q(text__icontains=value.strip())
        number = number_typed(value, Task.LETTER)
        return rows.filter(found | Q(number=number) if number is not None else found)

    def by_whose(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        if value == "mine":
            return rows.filter(assignee=self.user_id) if self.user_id else rows.none()
        if value == "free":
            return rows.filter(assignee=None)
        if value == "nobody":
            return rows.filter(assignee=None, subteam=None)
        return rows.filter(
            Q(subteam__in=self.teams) | Q(subteam=None, deliverable__accountable__in=self.teams)
        )

    def by_end(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        return rows.filter(planned_week__lte=value).exclude(planned_week="")

    def by_place(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        return rows.filter(deliverable__isnull=value == "orphans")

    def by_deliverable(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        number = number_typed(value, "D")
        return rows.none() if number is None else rows.filter(deliverable__number=number)

    def by_subteam(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        return rows.filter(Q(subteam__slug=value) | Q(subteam=None, deliverable__accountable__slug=value))
