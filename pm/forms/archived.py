"""Lists that leave out what is archived until somebody asks for it.

class TrackFilter(HidesArchived, django_filters.FilterSet):
    archived = archived_filter()
"""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet


def archived_filter() -> django_filters.BooleanFilter:
    """The box that brings archived rows, too."""
    return django_filters.BooleanFilter(
        label="Archived, too", method="with_archived", widget=forms.CheckboxInput
    )


class HidesArchived:
    """A filterset whose rows can be archived."""

    form: forms.Form

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows: QuerySet = super().filter_queryset(queryset)  # type: ignore[misc]  # of the filterset
        return rows if self.form.cleaned_data.get("archived") else rows.filter(is_archived=False)

    def with_archived(self, rows: QuerySet, _name: str, _value: Any) -> QuerySet:
        return rows
