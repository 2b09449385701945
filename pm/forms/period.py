"""A period: a half-year, what the program wants from it, whether it is closed."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm
from pm.models import Period
from pm.pure.periods import is_half_year


class PeriodForm(RecordForm):
    """A new period is named; one that is there keeps its name and can be closed."""

    columns = ("code", "goal", "is_closed")
    code = forms.CharField(label="Half-year", max_length=12, help_text="Written as 2026H2.")
    goal = MarkdownField(label="What the program wants from it", required=False)
    is_closed = forms.BooleanField(
        label="Closed", required=False, help_text="Nothing new is planned in a closed period."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code" if self.row is not None else "is_closed"]

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].upper().split())
        if not is_half_year(code):
            raise ValidationError("A half-year is a year and H1 or H2, such as 2026H2.")
        return code


class PeriodFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which periods are listed."""

    closed = django_filters.BooleanFilter(
        label="Closed",
        field_name="is_closed",
        widget=forms.Select(choices=[("", "Any"), ("true", "Closed"), ("false", "Open")]),
    )

    class Meta:
        model = Period
        fields: Sequence[str] = []
