"""What is selected in a list, and the value that many rows get at once."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pm.forms.widgets import PlainSelect

NO_ACT = [("", "Choose…")]


class BulkStatusForm(forms.Form):
    """The state that rows of several states go to; each row's own table of steps says whether it may."""

    status = forms.ChoiceField(
        label="Status",
        widget=PlainSelect,
        error_messages={"required": "Choose a status.", "invalid_choice": "Choose one of the list."},
    )
    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why, in one sentence",
        help_text="Some steps ask for it; it is said once for all of them.",
    )

    def __init__(self, *args: Any, states: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["status"]  # a ChoiceField; typeshed knows only Field
        field.choices = [*NO_ACT, *states]
