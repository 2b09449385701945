"""Free days of a program: one, or a pasted list."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from pm.forms.fields import DayField, MarkdownField
from pm.forms.record import RecordForm
from pm.pure.holidays import HolidayProblem, parse_holidays


class HolidayForm(RecordForm):
    """One free day."""

    columns = ("on", "name")
    on = DayField(label="Day")
    name = forms.CharField(label="Name", max_length=80)


class HolidayListForm(RecordForm):
    """Many free days, a line each."""

    lines = MarkdownField(
        label="Free days",
        rows=12,
        max_length=20_000,
        help_text="A day and its name on each line: 2026-12-25 Christmas. Days that are free already stay.",
    )

    def clean_lines(self) -> list[tuple[date, str]]:
        try:
            found = parse_holidays(self.cleaned_data["lines"])
        except HolidayProblem as problem:
            raise ValidationError(str(problem)) from problem
        if not found:
            raise ValidationError("Write at least one day.")
        return found
