"""Rewording a statement."""

from django import forms
from django.core.exceptions import ValidationError


class StatementForm(forms.Form):
    """The statement's text and why it changes; `base_text` is what the writer saw."""

    text = forms.CharField(
        label="Statement", max_length=2000, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = forms.CharField(label="Why", max_length=300, required=False)
    base_text = forms.CharField(required=False, max_length=10_000, strip=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        if len(text) < 3:
            raise ValidationError("A statement is a sentence that can be checked. Write what must hold.")
        return text

    @property
    def base(self) -> dict[str, str] | None:
        """What the writer saw, with line ends as they are stored."""
        seen: str = self.cleaned_data["base_text"].replace("\r\n", "\n")
        return {"text": seen} if seen else None
