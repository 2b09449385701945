"""A track: a long-lived theme of the roadmap."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms

from milestones.models import Track
from pm.forms.archived import HidesArchived, archived_filter
from pm.forms.fields import MarkdownField, ShortNameField
from pm.forms.record import RecordForm


class TrackForm(RecordForm):
    """Its name, what it is about, its place among the others; the short name is given once."""

    columns = ("name", "slug", "description", "rank")
    name = forms.CharField(label="Name", max_length=120)
    slug = ShortNameField(of="name", max_length=60)
    description = MarkdownField(label="What it is about", required=False)
    rank = forms.IntegerField(
        label="Place", min_value=0, max_value=999, initial=0, help_text="Small numbers stand first."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["slug"]


class TrackFilter(HidesArchived, django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which tracks are listed: archived ones only when asked for."""

    q = django_filters.CharFilter(label="Words", field_name="name", lookup_expr="icontains", max_length=100)
    archived = archived_filter()

    class Meta:
        model = Track
        fields: Sequence[str] = []
