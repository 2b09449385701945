"""The contract between two kinds of subteam, and its lines."""

from typing import Any

from django import forms

from milestones.models import Side
from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm
from pm.models import Subteam


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip()[:300] for line in text.splitlines() if line.strip()]


class HandoverKindForm(RecordForm):
    """A contract: between whom it is, and at its beginning its two lists."""

    columns = ("name", "giver_kind", "receiver_kind", "rank")
    name = forms.CharField(label="Name", max_length=80, help_text="Such as Research → development.")
    giver_kind = forms.ChoiceField(label="Given by", choices=Subteam.Kind.choices)
    receiver_kind = forms.ChoiceField(label="Accepted by", choices=Subteam.Kind.choices)
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)
    give = MarkdownField(
        label="What the giver brings", required=False, max_length=6000, help_text="A line each."
    )
    accept = MarkdownField(
        label="What the receiver agrees to", required=False, max_length=6000, help_text="A line each."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["give"], self.fields["accept"]


class HandoverLineForm(RecordForm):
    """One line of a contract."""

    columns = ("side", "text", "rank")
    side = forms.ChoiceField(
        label="Answered by",
        choices=[
            (Side.GIVE.value, "the giver, who brings it"),
            (Side.ACCEPT.value, "the receiver, who agrees"),
        ],
    )
    text = forms.CharField(label="Line", max_length=300)
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is None:
            del self.fields["rank"]
