"""A subteam: its name, the letters of its mark, what kind of work it does."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms

from pm.forms.archived import HidesArchived, archived_filter
from pm.forms.fields import ShortNameField
from pm.forms.record import RecordForm
from pm.models import Subteam


class SubteamForm(RecordForm):
    """The short name is given once."""

    columns = ("name", "slug", "code", "kind", "rank")
    name = forms.CharField(label="Name", max_length=80)
    slug = ShortNameField(of="name")
    code = forms.CharField(
        label="Code", max_length=2, help_text="One or two letters or digits for its mark, such as QA."
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Subteam.Kind.choices,
        initial=Subteam.Kind.ENGINEERING,
        help_text="A service team signs off and delivers for the program from outside it.",
    )
    rank = forms.IntegerField(
        label="Place", min_value=0, max_value=999, initial=0, help_text="Small numbers stand first."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["slug"]


class SubteamFilter(HidesArchived, django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which subteams are listed: archived ones only when asked for."""

    kind = django_filters.MultipleChoiceFilter(
        label="Kind", choices=Subteam.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    archived = archived_filter()

    class Meta:
        model = Subteam
        fields: Sequence[str] = []
