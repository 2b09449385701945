"""What a task outside any deliverable can be, and the lines of its checklist."""

from typing import Any

from django import forms

from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm


class TaskKindForm(RecordForm):
    """A kind, and at its beginning its checklist."""

    columns = ("name", "asks_cause", "rank")
    name = forms.CharField(label="Name", max_length=40)
    asks_cause = forms.BooleanField(
        label="It asks which deliverable caused it",
        required=False,
        help_text="Such a task moves to that deliverable once it is named.",
    )
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)
    lines = MarkdownField(label="Its checklist", required=False, max_length=6000, help_text="A line each.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["lines"]


class TaskLineForm(RecordForm):
    """One line of a kind's checklist."""

    columns = ("text", "rank")
    text = forms.CharField(label="Line", max_length=300)
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is None:
            del self.fields["rank"]
