"""The form of an acceptance check."""

from django import forms

from milestones.forms.spec import choice
from milestones.models import AcceptanceCheck
from pm.forms.record import RecordForm


class AcceptanceCheckForm(RecordForm):
    """What is tried, how it went, where that is seen."""

    columns = ("text", "kind", "result", "evidence")
    beside = {"result": ("evidence",)}
    text = forms.CharField(label="What is tried", max_length=500)
    kind = choice("Checklist", AcceptanceCheck.Kind.choices, initial=AcceptanceCheck.Kind.MANUAL)
    result = choice("Result", AcceptanceCheck.Result.choices, initial=AcceptanceCheck.Result.OPEN)
    evidence = forms.CharField(
        label="Where the result is seen",
        max_length=500,
        required=False,
        help_text="A link or a sentence; for one that is not needed, why.",
    )
