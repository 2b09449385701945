"""The effort of a week, or of a deliverable, as one plain form with a line for each figure."""

from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms

from estimates.queries.effort import EffortLine
from pm.forms.fields import DaysField
from pm.forms.record import RecordForm


class EffortForm(RecordForm):
    """Person-days by line; an empty line is left alone, an emptied one becomes 0."""

    def read_base(self, name: str) -> Any:
        """What the editor saw; a line that came up since the form was opened is as it stands."""
        is_posted = self.add_prefix(f"base_{name}") in self.data
        return super().read_base(name) if is_posted else self.current(name)

    def changes(self) -> dict[str, Any]:
        """Only of lines that were in the form."""
        return {name: days for name, days in super().changes().items() if self.add_prefix(name) in self.data}

    def entered(self) -> dict[str, Decimal]:
        """The figures that were changed, by the name of their line."""
        return {name: value if value is not None else Decimal(0) for name, value in self.changes().items()}


def effort_form(lines: Sequence[EffortLine]) -> type[EffortForm]:
    """A form with these lines."""
    fields = {
        line.name: DaysField(
            label=line.label,
            help_text=line.hint,
            required=False,
            least=Decimal(0),
            widget=forms.TextInput(attrs={"placeholder": "4 d"}),
        )
        for line in lines
    }
    return type("EffortLinesForm", (EffortForm,), {**fields, "columns": tuple(fields)})


def row_of(lines: Sequence[EffortLine]) -> Any:
    """What is entered now, as the form reads it."""
    return SimpleNamespace(**{line.name: line.days for line in lines})
