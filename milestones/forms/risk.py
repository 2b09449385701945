"""The forms of a risk and the filters of its register."""

import django_filters
from django import forms

from milestones.forms.spec import ANYONE, SpecFilter, StepForm, choice, grade, milestone_field
from milestones.models import Grade, Risk
from milestones.pure.spec_states import RISK_STEPS
from pm.forms.chosen import PersonField
from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect


class RiskForm(RecordForm):
    """What may happen, how likely and how bad, and what is done about it."""

    columns = (
        "title",
        "milestone",
        "text",
        "kind",
        "likelihood",
        "impact",
        "response",
        "mitigation",
        "owner",
        "is_internal",
    )
    groups = (
        ("What may happen", ("title", "milestone", "text", "kind")),
        ("How likely, how bad", ("likelihood", "impact")),
        ("What is done about it", ("response", "mitigation", "owner", "is_internal")),
    )

    title = forms.CharField(label="Risk", max_length=300)
    milestone = milestone_field(help_text="Empty: it is one of the whole program.")
    text = MarkdownField(label="More about it", required=False)
    kind = choice("Kind", Risk.Kind.choices, initial=Risk.Kind.OTHER)
    likelihood = grade("Likelihood")
    impact = grade("Impact")
    response = choice("Response", Risk.Response.choices, required=False)
    mitigation = MarkdownField(label="Mitigation", required=False, rows=3)
    owner = PersonField(label="Owner", required=False)
    is_internal = forms.BooleanField(
        label="Internal", required=False, help_text="Readers of a public program never see it."
    )


class RiskStepForm(StepForm):
    steps = RISK_STEPS
    asked = {
        Risk.Status.HAPPENED: "What happened",
        Risk.Status.CLOSED: "Why it is no risk any more",
        Risk.Status.OPEN: "Why it is open again",
    }


class RiskReviewForm(RecordForm):
    """Somebody looked at it today."""

    note = forms.CharField(
        label="What was found", max_length=300, required=False, help_text="Empty: it stands as it is written."
    )


class RiskFilter(SpecFilter):
    """Which risks are listed."""

    letter = Risk.LETTER
    words = ("title", "text", "mitigation")

    kind = django_filters.ChoiceFilter(
        label="Kind", choices=Risk.Kind.choices, empty_label=ANYONE, widget=PlainSelect
    )
    likelihood = django_filters.ChoiceFilter(
        label="Likelihood", choices=Grade.choices, empty_label=ANYONE, widget=PlainSelect
    )
    impact = django_filters.ChoiceFilter(
        label="Impact", choices=Grade.choices, empty_label=ANYONE, widget=PlainSelect
    )
