"""Shelving or dropping a milestone: why, and what becomes of each open deliverable."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from milestones.forms.milestone_record import bets
from milestones.models import Deliverable, Milestone
from milestones.models.milestone import MilestoneQuerySet
from milestones.services.ending import Answer, Fate
from pm.forms.chosen import RowField
from pm.forms.record import RecordForm
from pm.models import Program
from pm.rules import Access

FATES = [
    ("", "Choose…"),
    (Fate.KEEP, "Keep it here as it is"),
    (Fate.MOVE, "Move it to another milestone"),
    (Fate.CUT, "Cut it: an idea for later"),
    (Fate.DROP, "Drop it"),
]
UNANSWERED = "Choose what becomes of it."


def open_bets(program: Program, access: Access) -> MilestoneQuerySet:
    """The milestones that work can move to."""
    return bets(program, access).open()


class EndingForm(RecordForm):
    """One question for each open deliverable, and one sentence for all."""

    reason = forms.CharField(label="Why, in one sentence", max_length=300)
    base_status = forms.CharField(max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, deliverables: Sequence[Deliverable], **kwargs: Any) -> None:
        self.deliverables = deliverables
        super().__init__(*args, **kwargs)
        for one in deliverables:
            self.fields[f"fate_{one.number}"] = forms.ChoiceField(
                label=f"What becomes of {one.key}", choices=FATES, error_messages={"required": UNANSWERED}
            )
            field = RowField(
                open_bets, letter="M", listed=False, required=False, label=f"Where {one.key} moves to"
            )
            self.fields[f"to_{one.number}"] = field
            field.settle(self)

    def drawn_groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        yield "", [self["reason"]]
        for one in self.deliverables:
            yield f"{one.key} {one.title}", [self[f"fate_{one.number}"], self[f"to_{one.number}"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for one in self.deliverables:
            to = f"to_{one.number}"
            if cleaned.get(f"fate_{one.number}") == Fate.MOVE and to in cleaned and cleaned[to] is None:
                self.add_error(to, f"Say to which milestone {one.key} moves, by its key such as M-12.")
        return cleaned

    def answers(self) -> list[Answer]:
        """What was answered, in the order of the deliverables."""
        found = []
        for one in self.deliverables:
            fate = Fate(self.cleaned_data[f"fate_{one.number}"])
            to: Milestone | None = self.cleaned_data[f"to_{one.number}"] if fate == Fate.MOVE else None
            found.append(Answer(one, fate, to))
        return found
