"""The status of a row as an editor in place: the steps that can be taken now, and what they ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pm.forms.record import NO_BASE, RecordForm
from pm.forms.widgets import PlainSelect


@dataclass(frozen=True, slots=True)
class Offers:
    """The steps out of a state: those to choose from, those that cannot be taken now with why not."""

    legal: Sequence[tuple[str, str]] = ()
    refused: Sequence[tuple[str, str]] = ()
    asks_reason: bool = False
    can_override: bool = False


class StatusForm(RecordForm):
    """The next step of a row, why, and the status that the writer saw."""

    columns = ("status",)
    beside = {"status": ("reason", "override")}

    status = forms.ChoiceField(
        label="Next status",
        widget=PlainSelect,
        error_messages={"invalid_choice": "This step does not follow from here. Choose one that is offered."},
    )
    reason = forms.CharField(required=False, max_length=300, label="Why, in one sentence")
    override = forms.CharField(
        required=False,
        max_length=300,
        label="Reason to go on without what is missing",
        help_text="Stays in its history.",
    )

    def __init__(self, *args: Any, offers: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = offers.refused
        field: Any = self.fields["status"]  # a ChoiceField; typeshed knows only Field
        field.choices = [(self.row.status, self.row.get_status_display()), *offers.legal]
        if self.is_bound and self.data.get("base_status") != self.row.status:
            field.choices = self.states()  # somebody took a step meanwhile: the verb says so
        if not offers.asks_reason:
            del self.fields["reason"]
        if not offers.can_override:
            del self.fields["override"]

    def states(self) -> list[tuple[str, str]]:
        """Every state with its word."""
        found: list[tuple[str, str]] = type(self.row).Status.choices
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.data.get("base_status") not in dict(self.states()):
            raise ValidationError(NO_BASE)
        return cleaned

    def words(self, name: str, value: Any) -> str:
        return str(dict(self.states()).get(value, value)) if name == "status" else super().words(name, value)
