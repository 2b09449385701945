"""The plain forms of a feature and its statements."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from milestones.models import Statement
from pm.forms.fields import MarkdownField, ShortNameField
from pm.forms.record import RecordForm

NO_SENTENCE = "A statement is a sentence that can be checked. Write what must hold."


class FeatureForm(RecordForm):
    """One domain of behaviour; its short name is given once."""

    columns = ("name", "slug", "area", "description", "rank")
    name = forms.CharField(label="Name", max_length=160)
    slug = ShortNameField(of="name", max_length=80)
    area = forms.CharField(
        required=False, label="Area", max_length=80, help_text="Features of one area stand together."
    )
    description = MarkdownField(required=False, label="What it is", rows=4)
    rank = forms.IntegerField(
        label="Place", min_value=0, max_value=999, initial=0, help_text="Small numbers stand first."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["slug"]


class NewStatementForm(RecordForm):
    """A statement gets the next number of its letter."""

    columns = ("letter", "text")
    letter = forms.ChoiceField(
        label="Letter", choices=[(one.value, f"{one.value} {one.label}") for one in Statement.Letter]
    )
    text = forms.CharField(
        label="Statement", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence that can be checked. A performance statement has a number in it.",
    )  # fmt: skip

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        if len(text) < 3:
            raise ValidationError(NO_SENTENCE)
        return text


class StatementStateForm(RecordForm):
    """Whether a statement counts, is a stated limitation, or is retired; and why."""

    columns = ("state",)
    state = forms.ChoiceField(
        label="It is",
        choices=[
            ("ACTIVE", "Active: it counts"),
            ("LIMITATION", "A stated limitation: shown, not counted"),
            ("RETIRED", "Retired: its number is never given again"),
        ],
    )
    why = forms.CharField(label="Why, in one sentence", max_length=300)
