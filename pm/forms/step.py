"""Taking a step of a table of states, with its reason where the table asks for one."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError

RELOAD = "The form does not say what you saw. Open it again and take the step there."
LONGEST_REASON = 300


class StepLike(Protocol):
    """What a line of a table of states says about a step."""

    @property
    def target(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def needs_reason(self) -> bool: ...


class StepForm(forms.Form):
    """Where to, why, and the state the writer saw."""

    to = forms.ChoiceField(
        label="Next step",
        error_messages={"invalid_choice": "This step does not follow from here. Choose one that is offered."},
    )
    reason = forms.CharField(label="Why, in one sentence", max_length=LONGEST_REASON, required=False)
    base_status = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, steps: Sequence[StepLike], status: str, to: str = "") -> None:
        super().__init__(data, initial={"to": to, "base_status": status})
        self.steps = {step.target: step for step in steps}
        field: Any = self.fields["to"]  # a ChoiceField; typeshed knows only Field
        field.choices = [(step.target, step.verb) for step in steps]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("base_status"):
            raise ValidationError(RELOAD)
        step = self.steps.get(data.get("to", ""))
        if step is not None and step.needs_reason and not data.get("reason", "").strip():
            self.add_error("reason", f"To {step.verb.lower()}, write one sentence that says why.")
        return data
