"""The form of a stakeholder and the filters of their list."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.models import Stakeholder
from pm.forms.archived import HidesArchived, archived_filter
from pm.forms.record import RecordForm


class StakeholderForm(RecordForm):
    """Who, of which organisation, with what interest."""

    columns = ("name", "organisation", "interest")
    name = forms.CharField(
        label="Name", max_length=120, help_text="A person or a group. No account is needed."
    )
    organisation = forms.CharField(label="Organisation", max_length=120, required=False)
    interest = forms.CharField(label="Their interest", max_length=300, required=False)


class StakeholderFilter(HidesArchived, django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which stakeholders are listed: archived ones only when asked for."""

    q = django_filters.CharFilter(label="Words", method="by_words", max_length=100)
    archived = archived_filter()

    class Meta:
        model = Stakeholder
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        words = value.strip()
        found = Q(name__icontains=words) | Q(organisation__icontains=words) | Q(interest__icontains=words)
        return rows.filter(found)
