"""Which two days of the plan are compared."""

from datetime import date
from typing import Any

from django import forms

from pm.pure.days import long_day


class CompareForm(forms.Form):
    """Two days of the past; the plan is read at the end of each."""

    since = forms.DateField(label="From the end of", widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="to the end of", widget=forms.DateInput({"type": "date"}))

    def __init__(self, data: Any, *, first: date, today: date) -> None:
        super().__init__(data, auto_id="compare-%s")
        self.first, self.today = first, today

    def add_prefix(self, field_name: str) -> str:
        """The words of the address: `from` and `to`."""
        return {"since": "from", "until": "to"}.get(field_name, field_name)

    def clean_since(self) -> date:
        return self.known("since")

    def clean_until(self) -> date:
        return self.known("until")

    def known(self, name: str) -> date:
        """The day, when something is recorded of it."""
        day: date = self.cleaned_data[name]
        if day > self.today:
            raise forms.ValidationError(f"{long_day(day)} is still to come. Choose a day up to today.")
        if day < self.first:
            since = f"Choose a day since {long_day(self.first)}."
            raise forms.ValidationError(f"Nothing is recorded of {long_day(day)}. {since}")
        return day

    def clean(self) -> dict[str, Any]:
        days = super().clean() or self.cleaned_data
        since, until = days.get("since"), days.get("until")
        if since and until and since > until:
            self.add_error("since", "It lies after the second day. Choose an earlier one.")
        return days
