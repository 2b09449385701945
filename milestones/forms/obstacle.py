"""What the forms of blockers and unknowns share."""

import django_filters
from django import forms
from django.db.models import QuerySet

from milestones.forms.spec import (
    ANYONE,
    DayFilter,
    SpecFilter,
    choice,
    deliverable_field,
    milestone_field,
    number_typed,
)
from milestones.models import Grade
from pm.forms.chosen import PersonField
from pm.forms.fields import DayField, MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect

MOST_DAYS = 3650


def delay(label: str) -> forms.IntegerField:
    """A number of days."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_DAYS, required=False)


class ObstacleForm(RecordForm):
    """What it stands in the way of, who owns it, what it may cost."""

    columns = (
        "title",
        "milestone",
        "deliverable",
        "text",
        "owner",
        "priority",
        "waiting_on",
        "action",
        "opened_on",
        "resolve_by_on",
        "delay_low_days",
        "delay_high_days",
    )
    groups = (
        ("What it is", ("title", "milestone", "deliverable", "text")),
        ("Who, what, by when", ("owner", "priority", "waiting_on", "action", "opened_on", "resolve_by_on")),
        ("What it may cost", ("delay_low_days", "delay_high_days")),
    )

    title = forms.CharField(max_length=300)
    milestone = milestone_field(help_text="Left empty, it is the deliverable's.")
    deliverable = deliverable_field(help_text="Empty: it is about the whole milestone.")
    text = MarkdownField(label="More about it", required=False)
    owner = PersonField(label="Owner", required=False)
    priority = choice("Priority", Grade.choices, initial=Grade.MEDIUM)
    waiting_on = forms.CharField(label="Waiting on", max_length=200, required=False)
    action = MarkdownField(label="What is done about it", required=False, rows=3)
    opened_on = DayField(label="Open since", required=False, help_text="Empty: today.")
    resolve_by_on = DayField(label="To be settled by", required=False, ahead=True)
    delay_low_days = delay("Least delay, in days")
    delay_high_days = delay("Most delay, in days")


class ObstacleFilter(SpecFilter):
    """Which blockers or unknowns are listed."""

    words = ("title", "text", "action", "waiting_on")

    deliverable = django_filters.CharFilter(label="Deliverable", method="by_deliverable", max_length=12)
    priority = django_filters.ChoiceFilter(
        label="Priority", choices=Grade.choices, empty_label=ANYONE, widget=PlainSelect
    )

    before = DayFilter(label="To be settled before", field_name="resolve_by_on", lookup_expr="lt")

    def by_deliverable(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        number = number_typed(value, "D")
        return rows.none() if number is None else rows.filter(deliverable__number=number)
