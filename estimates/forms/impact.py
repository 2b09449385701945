"""Impact metrics, observations and reviews as plain forms."""

from django import forms

from estimates.models import ImpactReview
from pm.forms.fields import DayField, MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect


class MetricForm(RecordForm):
    """A figure the milestone is meant to move."""

    columns = ("name", "unit", "source", "baseline", "expected", "by_on")
    name = forms.CharField(label="What is measured", max_length=120)
    unit = forms.CharField(label="Unit", max_length=40, required=False)
    source = forms.CharField(
        label="Where it is read", max_length=300, required=False, help_text="A dashboard, a survey, a log."
    )
    baseline = forms.DecimalField(label="It is now", max_digits=16, decimal_places=4, required=False)
    expected = forms.DecimalField(label="It should become", max_digits=16, decimal_places=4, required=False)
    by_on = DayField(label="By", required=False)


class ObservationForm(RecordForm):
    """What the figure was on a day."""

    value = forms.DecimalField(label="Value", max_digits=16, decimal_places=4)
    happened_on = DayField(label="On")
    note = forms.CharField(label="Note", max_length=300, required=False)


class ImpactReviewForm(RecordForm):
    """The look back 30 or 90 days after delivery."""

    moment = forms.ChoiceField(label="When", choices=ImpactReview.Moment.choices, widget=PlainSelect)
    verdict = forms.ChoiceField(label="Outcome", choices=ImpactReview.Verdict.choices, widget=PlainSelect)
    realised_value = forms.IntegerField(
        label="Realised value",
        min_value=0,
        max_value=10,
        required=False,
        help_text="0 to 10, beside the stated one.",
    )
    feedback = MarkdownField(label="What came of it")
