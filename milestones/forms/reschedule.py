"""New dates of a milestone or a deliverable as a form types them, and as a drag posts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from milestones.models import TargetRevision
from milestones.queries.schedule import Work, load_work
from milestones.services.reschedule import Move, Seen, may_move, move_of, seen_of, shift_of
from pm.forms.fields import DayField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Program
from pm.permissions import Permission
from pm.pure.dates import PLANNED_YEARS
from pm.rules import Access

MOST_MOVES = 200
UNREAD = "This does not say what it moves. Choose it again, or write its dates below."
OUTSIDE = f"A plan holds days of the years {PLANNED_YEARS[0]} to {PLANNED_YEARS[-1]}. Choose one of those."
KEEPS = "Left empty, it stays as it is."


@dataclass(frozen=True, slots=True)
class Asked:
    """One move as the page posts it: by key, with the dates that were seen."""

    key: str
    start: date | None
    end: date | None
    seen: Seen


def token_of(key: str, move: Move) -> str:
    """A move in one line: key, new start and end, and the start, end, near end and text that were seen."""
    seen = move.seen or Seen(None, None)
    days = (move.start, move.end, seen.start, seen.end, seen.first)
    return "|".join([key, *(day.isoformat() if day else "" for day in days), seen.text])


def read_token(text: str) -> Asked:
    """A move out of its line. Raises ValidationError."""
    try:
        key, *parts = text.split("|", 6)
        start, end, seen_start, seen_end, first = (
            date.fromisoformat(one) if one else None for one in parts[:5]
        )
        number = key[2:]
        if key[:2] not in {"M-", "D-"} or not (number.isascii() and number.isdecimal() and len(number) < 10):
            raise ValueError(key)
        return Asked(f"{key[:2]}{int(number)}", start, end, Seen(seen_start, seen_end, first, parts[5]))
    except (ValueError, IndexError) as problem:
        raise ValidationError(UNREAD) from problem


def read_moves(texts: Iterable[str], program: Program, access: Access) -> list[tuple[Work, Move]]:
    """The rows and moves of posted lines, each once. Raises ValidationError."""
    asked = {one.key: one for one in map(read_token, texts)}
    if len(asked) > MOST_MOVES:
        raise ValidationError(f"At most {MOST_MOVES} dates move at once. Move these in two goes.")
    for one in asked.values():
        for day in (one.start, one.end):
            if day is not None and day.year not in PLANNED_YEARS:
                raise ValidationError(f"{one.key}: {OUTSIDE}")
    rows = load_work(program, asked.keys(), sees_internal=access.can(Permission.VIEW_INTERNAL))
    if missing := sorted(asked.keys() - rows.keys()):
        raise ValidationError(f"{missing[0]} is not in this program. Choose another one.")
    return [
        (row, Move(key[0], row.pk, asked[key].start, asked[key].end, asked[key].seen))
        for key, row in rows.items()
    ]


class MoveForm(RecordForm):
    """What moves, and its new dates: what a drag does, in words."""

    key = forms.CharField(
        label="Milestone or deliverable", max_length=12, help_text="Its key, such as M-12 or D-7."
    )
    start = DayField(label="Starts", required=False, help_text=KEEPS)
    end = DayField(
        label="Ends",
        required=False,
        help_text=f"The target of a milestone, the due date of a deliverable. {KEEPS}",
    )
    days = forms.IntegerField(
        label="Or move both by so many days",
        required=False,
        min_value=-3660,
        max_value=3660,
        help_text="14 is two weeks later, -7 one week earlier.",
        widget=forms.TextInput(),
        error_messages={"invalid": "Write whole days, such as 14 or -7."},
    )

    def clean_key(self) -> str:
        """The key of a row that is there and whose dates this person may change."""
        key = str(self.cleaned_data["key"]).strip().upper()
        try:
            [(self.work, _)] = read_moves([f"{key}||||||"], self.program, self.access)
        except ValidationError as problem:
            raise ValidationError(
                f"{key} is no milestone and no deliverable of this program. Write a key such as M-12."
            ) from problem
        if not may_move(self.access, self.work):
            raise ValidationError(f"Your role does not move {key}. Ask a program manager.")
        if not self.work.is_open:
            raise ValidationError(f"{key} is {self.work.get_status_display().lower()}: its dates stand.")
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        seen, days = seen_of(self.work), cleaned.get("days")
        start, end = cleaned["start"] or seen.start, cleaned["end"] or seen.end
        moved = (cleaned["start"] or seen.start, cleaned["end"] or seen.end) != (seen.start, seen.end)
        if days and moved:
            self.add_error("days", "Write either days or a number of days to move by, not both.")
        elif not days and not moved:
            self.add_error("end", f"{cleaned['key']} stands there already. Write another day.")
        elif start and end and start > end and not days:
            self.add_error("end", "It would end before it starts. Move one of the two.")
        else:
            self.move = shift_of(self.work, days) if days else move_of(self.work, start, end)
        return cleaned


class ReasonForm(forms.Form):
    """Why a committed date moves: its class and one sentence."""

    reason_class = forms.ChoiceField(
        label="Why it moves",
        choices=[("", "Choose…"), *TargetRevision.ReasonClass.choices[1:]],
        widget=PlainSelect,
        error_messages={"required": "Choose why it moves.", "invalid_choice": "Choose one of the list."},
    )
    reason = forms.CharField(
        label="In one sentence",
        max_length=300,
        widget=forms.TextInput(),
        error_messages={"required": "Write one sentence that says why."},
    )
