"""Rewording a statement."""

from django import forms
from django.core.exceptions import ValidationError


class StatementForm(forms.Form):
    """The statement's text and why it changes; `base_text` is what the writer saw."""

    text = forms.CharField(
        label="Statement", max_length=2000, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = forms.CharField(label="Why", max_length=300, required=False)
    base_text = forms.CharField(
        max_length=10_000,
        strip=False,
        widget=forms.HiddenInput,
        error_messages={"required": "The form does not say what you saw. Reload the page and edit again."},
    )

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        if len(text) < 3:
            raise ValidationError("A statement is a sentence that can be checked. Write what must hold.")
        return text

    @property
    def base(self) -> dict[str, str]:
        """What the writer saw, with line ends as they are stored."""
        return {"text": self.cleaned_data["base_text"].replace("\r\n", "\n")}

    @property
    def is_same(self) -> bool:
        """Nothing but spacing differs from what the writer saw."""
        return bool(self.cleaned_data["text"] == " ".join(self.cleaned_data["base_text"].split()))
