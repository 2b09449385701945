"""What many milestones or deliverables get at once, where it is more than one field."""

from collections.abc import Iterable
from typing import Any

from django import forms

from milestones.models import TargetRevision
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Period
from pm.pure.periods import following, half_year


class ShiftForm(RecordForm):
    """By how many days all dates move; a committed target asks why."""

    days = forms.IntegerField(
        label="Days",
        min_value=-3660,
        max_value=3660,
        help_text="14 is two weeks later, -7 one week earlier. Start and end move together.",
        error_messages={
            "required": "Write by how many days.",
            "invalid": "Write whole days, such as 14 or -7.",
        },
    )
    reason_class = forms.ChoiceField(
        label="Why committed targets move",
        choices=[("", "Choose…"), *TargetRevision.ReasonClass.choices[1:]],
        widget=PlainSelect,
        error_messages={"required": "Choose why they move.", "invalid_choice": "Choose one of the list."},
    )
    reason = forms.CharField(
        label="In one sentence",
        max_length=300,
        error_messages={"required": "Write one sentence that says why."},
    )

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason_class"], self.fields["reason"]

    def clean_days(self) -> int:
        days = int(self.cleaned_data["days"])
        if days == 0:
            raise forms.ValidationError("0 days move nothing. Write another number.")
        return days


class WeeksForm(RecordForm):
    """By how many weeks tasks move."""

    weeks = forms.IntegerField(
        label="Weeks",
        min_value=-500,
        max_value=500,
        help_text="2 is two weeks later, -1 one week earlier.",
        error_messages={
            "required": "Write by how many weeks.",
            "invalid": "Write whole weeks, such as 2 or -1.",
        },
    )

    def clean_weeks(self) -> int:
        weeks = int(self.cleaned_data["weeks"])
        if weeks == 0:
            raise forms.ValidationError("0 weeks move nothing. Write another number.")
        return weeks


class ArchiveForm(RecordForm):
    """Whether they are put away, or taken back."""

    is_archived = forms.TypedChoiceField(
        label="Archived",
        choices=[("yes", "Yes, put them away"), ("no", "No, lists show them again")],
        initial="yes",
        coerce=lambda text: text == "yes",
        help_text="An idea, or what has ended. Lists show it only where archived ones are asked for.",
        widget=PlainSelect,
        error_messages={"required": "Choose yes or no.", "invalid_choice": "Choose one of the list."},
    )


class PeriodForm(RecordForm):
    """The half-year that they are planned in, too."""

    period = forms.ChoiceField(
        label="Half-year",
        choices=[],
        error_messages={"required": "Choose a half-year.", "invalid_choice": "Choose one of the list."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["period"]  # a ChoiceField; typeshed knows only Field
        field.choices = [("", "Choose…"), *((code, code) for code in periods_of(self))]


def periods_of(form: RecordForm) -> Iterable[str]:
    """The half-years that are open, this one and the next."""
    near = half_year(form.today)
    rows = Period.objects.filter(program=form.program, is_closed=False).values_list("code", flat=True)
    return sorted({near, following(near), *rows})
