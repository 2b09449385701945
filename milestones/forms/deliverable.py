"""Answering the gate of a deliverable, and taking its steps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from milestones.models import ChecklistItem
from milestones.pure.checklist import is_evidence
from milestones.pure.states import Step

State = ChecklistItem.State
RELOAD = "The form does not say what you saw. Reload the page and answer again."


class ChecklistForm(forms.Form):
    """One line of the checklist: done with evidence, not needed because, or open again.

    `base_<field>` holds what the writer saw.
    """

    state = forms.ChoiceField(choices=State.choices)
    evidence = forms.CharField(
        label="Evidence",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Link or note"}),
    )
    because = forms.CharField(
        label="Because",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Not needed, because …"}),
    )
    base_state = forms.CharField(required=False, max_length=10)
    base_evidence = forms.CharField(required=False, max_length=500)
    base_because = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        state = data.get("state")
        if not data.get("base_state"):
            raise ValidationError(RELOAD)
        if state == State.DONE and "evidence" in data and not is_evidence(data["evidence"]):
            self.add_error("evidence", "Done needs evidence: a link, or a sentence that says where to look.")
        if state == State.NOT_NEEDED and "because" in data and not data["because"].strip():
            self.add_error("because", "Say in one sentence why it is not needed.")
        return data

    @property
    def answer(self) -> dict[str, str]:
        """What the answer says, without what does not belong to its state."""
        data = self.cleaned_data
        return {
            "state": data["state"],
            "evidence": data["evidence"] if data["state"] == State.DONE else "",
            "because": data["because"] if data["state"] == State.NOT_NEEDED else "",
        }

    @property
    def base(self) -> dict[str, str]:
        """What the writer saw."""
        return {name: self.cleaned_data[f"base_{name}"] for name in ("state", "evidence", "because")}


class CriterionForm(forms.Form):
    """Whether an acceptance criterion holds."""

    is_met = forms.TypedChoiceField(choices=[("yes", "Met"), ("no", "Open")], coerce=lambda one: one == "yes")
    base_is_met = forms.ChoiceField(choices=[("yes", "Met"), ("no", "Open")])

    @property
    def base(self) -> dict[str, bool]:
        """What the writer saw."""
        return {"is_met": self.cleaned_data["base_is_met"] == "yes"}


class StepForm(forms.Form):
    """A step of the table of states, with its reason where one is asked."""

    to = forms.ChoiceField()
    reason = forms.CharField(label="Why, in one sentence", max_length=300, required=False)
    base_status = forms.CharField(required=False, max_length=16)

    def __init__(
        self, *args: Any, steps: dict[str, Step], asks_reason: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.steps = steps
        self.asks_reason = asks_reason
        self.fields["to"].choices = [(to, step.verb) for to, step in steps.items()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        to = data.get("to")
        if not data.get("base_status"):
            raise ValidationError(RELOAD)
        if to in self.asks_reason and not data.get("reason", "").strip():
            self.add_error("reason", f"To {self.steps[to].verb.lower()}, write one sentence that says why.")
        return data
