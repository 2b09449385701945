"""A step taken from a board: where to, what was seen, and the sentences that the step asks for."""

from typing import Any

from django import forms

ASKED = "One sentence is asked here. Write it."


class CardForm(forms.Form):
    """`reason` is asked by the step itself, `override` for going on although something is missing."""

    to = forms.CharField(widget=forms.HiddenInput, max_length=20)
    base_status = forms.CharField(widget=forms.HiddenInput, max_length=20)
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    reason = forms.CharField(label="Why", required=False, max_length=300, error_messages={"required": ASKED})
    override = forms.CharField(
        label="Why go on without it", required=False, max_length=300, error_messages={"required": ASKED}
    )

    def __init__(self, *args: Any, asks_reason: bool, asks_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, is_asked in (("reason", asks_reason), ("override", asks_override)):
            if is_asked:
                self.fields[name].required = True
            else:
                del self.fields[name]

    def said(self, name: str) -> str:
        return str(self.cleaned_data.get(name, "")).strip()
