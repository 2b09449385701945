"""The forms of a success criterion of a milestone."""

from django import forms

from milestones.forms.spec import choice
from milestones.models import SuccessCriterion
from pm.forms.record import RecordForm


class SuccessCriterionForm(RecordForm):
    """A testable sentence, its kind and how much it counts."""

    columns = ("text", "kind", "level")
    text = forms.CharField(
        label="What must hold", max_length=500, help_text="One sentence that somebody can test."
    )
    kind = choice("Kind", SuccessCriterion.Kind.choices, initial=SuccessCriterion.Kind.TECHNICAL)
    level = choice("Level", SuccessCriterion.Level.choices, initial=SuccessCriterion.Level.MUST)


class MeetForm(RecordForm):
    """Where it is seen that the criterion holds."""

    evidence = forms.CharField(
        label="Evidence", max_length=500, help_text="A link, or a sentence that says where to look."
    )
