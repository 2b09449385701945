"""The form of the owner's weekly call."""

from typing import Any

from django import forms

from milestones.forms.spec import choice
from milestones.models import Milestone
from pm.forms.fields import DayField
from pm.forms.record import RecordForm

CALLED = [pair for pair in Milestone.Health.choices if pair[0] != Milestone.Health.UNKNOWN]


class OwnerCallForm(RecordForm):
    """How it stands in the owner's own eyes, beside what is computed."""

    columns = {
        "health": "owner_call",
        "confidence": "owner_call_confidence",
        "sentence": "owner_call_text",
        "next_on": "owner_call_next_on",
    }

    health = choice("How it stands", [("", "Choose…"), *CALLED])
    confidence = forms.IntegerField(
        label="How sure, in per cent",
        min_value=0,
        max_value=100,
        required=False,
        help_text="That it makes its target.",
    )
    sentence = forms.CharField(label="In one sentence", max_length=300, required=False)
    next_on = DayField(label="Next update on", required=False, ahead=True)

    def values(self) -> dict[str, Any]:
        """The whole call: what was typed, and what stands where the other writer's word was kept."""
        now = {column: getattr(self.row, column) for column in self.of_column().values()}
        return {**now, **self.changes()}
