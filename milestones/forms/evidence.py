"""What a statement of a letter needs to count as verified."""

from typing import Any

from django import forms

from milestones.models import EvidenceRequirement, Statement
from pm.forms.record import RecordForm


class EvidenceForm(RecordForm):
    """A line of the policy; its letter and kind stay."""

    columns = ("letter", "kind", "need", "provider", "expires_after_days", "text", "rank")
    letter = forms.ChoiceField(
        label="Statements of", choices=[(one.value, f"{one.value} {one.label}") for one in Statement.Letter]
    )
    kind = forms.ChoiceField(label="Evidence", choices=EvidenceRequirement.Kind.choices)
    need = forms.ChoiceField(label="Needed", choices=EvidenceRequirement.Need.choices)
    provider = forms.ChoiceField(
        label="Brought by",
        choices=EvidenceRequirement.Provider.choices,
        help_text="A service team signs for no statement that it built itself.",
    )
    expires_after_days = forms.IntegerField(
        label="Expires after, in days",
        min_value=1,
        max_value=3650,
        required=False,
        help_text="Left empty, it holds until the statement is reworded.",
    )
    text = forms.CharField(label="In words", max_length=200, required=False)
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["letter"], self.fields["kind"]
