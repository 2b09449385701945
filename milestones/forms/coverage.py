"""The form of the coverage grid: why a milestone needs nothing of some kinds of subteams."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from milestones.queries.milestone import Covered
from pm.forms.record import RecordForm


class CoverageForm(RecordForm):
    """A line for each kind of subteam that brings no deliverable; an empty one leaves the question open."""

    answers: ClassVar[Mapping[str, str]] = {}

    def of_column(self) -> dict[str, str]:
        """Each line is compared for itself."""
        return {name: name for name in self.fields}

    def current(self, name: str) -> Any:
        return self.answers[name]


def coverage_form(asked: Sequence[Covered]) -> type[CoverageForm]:
    """The form that asks for these kinds."""
    lines = {str(one.kind): line(one) for one in asked}
    return type(
        "CoverageForm", (CoverageForm,), {**lines, "answers": {str(one.kind): one.because for one in asked}}
    )


def line(one: Covered) -> forms.CharField:
    """Why nothing of one kind is needed."""
    return forms.CharField(label=f"{one.kind.label}: not needed, because", max_length=300, required=False)
