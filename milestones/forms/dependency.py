"""The forms of a dependency and the filters of its register."""

import django_filters
from django import forms
from django.db.models import QuerySet

from milestones.forms.spec import ANYONE, DayFilter, SpecFilter, StepForm, deliverable_field, milestone_field
from milestones.models import Dependency
from milestones.pure.spec_states import DEPENDENCY_STEPS
from pm.forms.chosen import PersonField
from pm.forms.fields import DayField, LinkField, MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect


class DependencyForm(RecordForm):
    """What waits, what it waits for, by when, and what if that comes late."""

    columns = (
        "milestone",
        "deliverable",
        "needed_milestone",
        "needed_deliverable",
        "title",
        "external_url",
        "needed_by_on",
        "owner",
        "if_delayed",
        "contingency",
    )
    beside = {
        "milestone": ("deliverable",),
        "needed_milestone": ("needed_deliverable", "title", "external_url"),
    }
    groups = (
        ("What waits: one of the two", ("milestone", "deliverable")),
        (
            "What it waits for: one of the three",
            ("needed_milestone", "needed_deliverable", "title", "external_url"),
        ),
        ("By when, and what if not", ("needed_by_on", "owner", "if_delayed", "contingency")),
    )

    milestone = milestone_field()
    deliverable = deliverable_field()
    needed_milestone = milestone_field("Milestone it waits for")
    needed_deliverable = deliverable_field("Deliverable it waits for")
    title = forms.CharField(
        label="Something outside the program",
        max_length=200,
        required=False,
        help_text="Its name, such as Lease of the test site. Beside one inside it is a remark.",
    )
    external_url = LinkField(label="Where it is tracked outside", required=False)
    needed_by_on = DayField(label="Needed by", required=False, ahead=True)
    owner = PersonField(label="Who follows it up", required=False)
    if_delayed = MarkdownField(label="If it is delayed", required=False, rows=3)
    contingency = MarkdownField(label="Contingency", required=False, rows=3)


class DependencyStepForm(StepForm):
    steps = DEPENDENCY_STEPS
    asked = {
        Dependency.Status.MET: "A word about it",
        Dependency.Status.DROPPED: "Why it is no longer needed",
        Dependency.Status.OPEN: "Why it is open again",
    }


class ConfirmForm(RecordForm):
    """Who outside confirmed it, and when."""

    confirmed_by = forms.CharField(label="Who outside confirmed it", max_length=120)
    confirmed_on = DayField(label="On which day")


class DoubtForm(RecordForm):
    """It is not confirmed any more."""

    reason = forms.CharField(label="Why it is not confirmed any more", max_length=300)


class DependencyFilter(SpecFilter):
    """Which dependencies are listed."""

    letter = Dependency.LETTER
    words = ("title", "if_delayed", "contingency")
    of_milestone = (
        "milestone",
        "deliverable__milestone",
        "needed_milestone",
        "needed_deliverable__milestone",
    )

    kind = django_filters.ChoiceFilter(
        label="Kind", choices=Dependency.Kind.choices, empty_label=ANYONE, widget=PlainSelect
    )
    unconfirmed = django_filters.BooleanFilter(
        label="External, not confirmed", method="by_unconfirmed", widget=forms.CheckboxInput
    )

    before = DayFilter(label="Needed before", field_name="needed_by_on", lookup_expr="lt")

    def by_unconfirmed(self, rows: QuerySet, _name: str, value: bool | None) -> QuerySet:
        return rows.filter(kind=Dependency.Kind.EXTERNAL, is_confirmed=False) if value else rows
