"""Settings of a program: how binding its process is, its working calendar, who may read it."""

from typing import Any

from django import forms

from pm.forms.record import RecordForm
from pm.pure.days import WEEKDAYS


class WeekdaysField(forms.MultipleChoiceField):
    """The working days of a week, each a checkbox; stored as their digits, 0 is Monday."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=[(str(digit), name) for digit, name in enumerate(WEEKDAYS)], **kwargs)
        self.error_messages["required"] = "A week has at least one working day. Tick one."

    def prepare_value(self, value: Any) -> Any:
        return list(value or "")

    def clean(self, value: Any) -> str:
        return "".join(sorted(set(super().clean(value))))

    def text_of(self, value: Any) -> str:
        return str(value or "")

    def value_of(self, text: str) -> str:
        return text

    def words(self, value: Any) -> str:
        return week_in_words(str(value or ""))


def week_in_words(digits: str) -> str:
    """`Monday, Tuesday`."""
    return ", ".join(WEEKDAYS[int(digit)] for digit in digits)


class ProcessForm(RecordForm):
    """What the process asks for in this program."""

    columns = ("update_weekday", "asks_close_acceptance", "allows_contributors", "breaker_factor")
    update_weekday = forms.TypedChoiceField(
        label="Weekly updates are due on", choices=list(enumerate(WEEKDAYS)), coerce=int
    )
    asks_close_acceptance = forms.BooleanField(
        label="Closing a deliverable is accepted by a manager",
        required=False,
        help_text="Off, a subteam lead closes it alone once its gate is met and nothing is waived.",
    )
    allows_contributors = forms.BooleanField(
        label="A deliverable may have contributing subteams",
        required=False,
        help_text="One subteam stays accountable either way. Those that contribute already stay.",
    )
    breaker_factor = forms.DecimalField(
        label="A decision is owed at this many times the baseline",
        min_value=1,
        max_value=99,
        max_digits=4,
        decimal_places=2,
        help_text="When the median forecast passes the baseline times this, somebody decides how to go on.",
    )


class CalendarForm(RecordForm):
    """Which days of a week are worked, and how many days make a month."""

    columns = ("weekdays", "days_per_month")
    weekdays = WeekdaysField(label="Working days")
    days_per_month = forms.IntegerField(
        label="Working days in a month",
        min_value=1,
        max_value=31,
        help_text="How many person-days are shown as one month. No stored figure changes.",
    )


class AccessForm(RecordForm):
    """Who may read the program."""

    columns = ("is_public",)
    is_public = forms.BooleanField(
        label="Anyone may read it, without an account",
        required=False,
        help_text="Nobody writes without a role. Taking the tick away hides everything again at once.",
    )
