"""What a copy of a milestone takes along."""

from collections.abc import Sequence
from typing import Any

from django import forms

from milestones.models import Deliverable
from milestones.services.duplicate import Part, Plan
from pm.forms.record import RecordForm

PARTS = [
    (Part.CRITERIA, "Acceptance criteria"),
    (Part.TASKS, "Tasks, open again and without assignee"),
    (Part.PINS, "Promises, each statement as it reads now"),
    (Part.RISKS, "Open risks of the milestone"),
]
NO_WEEKS = "A whole number of weeks from -520 to 520. Left empty, the copy has no dates."


class DuplicateForm(RecordForm):
    """Its title, its deliverables, what else, and by how much the dates move."""

    title = forms.CharField(max_length=200)
    deliverables = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Deliverables"
    )
    parts = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=PARTS, label="Taken along"
    )
    weeks = forms.IntegerField(
        required=False,
        min_value=-520,
        max_value=520,
        label="Dates move by, in weeks",
        help_text="Left empty, the copy has no dates.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "26"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_WEEKS),
    )

    def __init__(self, *args: Any, deliverables: Sequence[Deliverable], **kwargs: Any) -> None:
        self.offered = {str(one.number): one for one in deliverables}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deliverables"]  # a ChoiceField; typeshed knows only Field
        field.choices = [(number, f"{one.key} {one.title}") for number, one in self.offered.items()]
        self.initial.setdefault("deliverables", [n for n, one in self.offered.items() if one.is_open])
        self.initial.setdefault("parts", [str(Part.CRITERIA), str(Part.TASKS), str(Part.PINS)])
        if not deliverables:
            del self.fields["deliverables"]

    def plan(self) -> Plan:
        """How the copy is to be made."""
        chosen = self.cleaned_data.get("deliverables", [])
        return Plan(
            title=self.cleaned_data["title"],
            deliverables=[one for number, one in self.offered.items() if number in chosen],
            parts=frozenset(self.cleaned_data["parts"]),
            weeks=self.cleaned_data["weeks"],
        )
