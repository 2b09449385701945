"""The target as people write it: a day, a month, a quarter, a stretch; and why a committed one moves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from milestones.models import Milestone, TargetRevision
from pm.forms.fields import Settled
from pm.models import User
from pm.pure.dates import UNKNOWN, DateProblem, ImpreciseDate, format_imprecise, parse_date_strict

NO_BASE = "This form does not say what it was opened with. Reload the page and edit again."
TARGET_COLUMNS = ("target_from_on", "target_to_on", "target_text")
EXAMPLES = "30 Sep, Dec 2026, Q4 2026"


def read_date(text: str, today: date) -> ImpreciseDate:
    """A date from a form; a day without a year is of this year."""
    try:
        return parse_date_strict(text, default_year=today.year)
    except DateProblem as problem:
        raise ValidationError(problem.sentence) from problem


def target_of(row: Milestone) -> ImpreciseDate:
    """The target of a milestone as one value."""
    return ImpreciseDate(row.target_from_on, row.target_to_on, row.target_text)


def words_of(target: ImpreciseDate, today: date) -> str:
    """A target as a form reads it back: days carry their year when it is not this one."""
    return format_imprecise(target, today) if target.end else target.text


def encode(target: ImpreciseDate) -> str:
    """Both ends and the text of a target in one line."""
    days = (day.isoformat() if day else "" for day in (target.start, target.end))
    return "|".join((*days, target.text))


def decode(text: str) -> ImpreciseDate:
    """An encoded target, nothing for nothing; raises ValueError."""
    if not text:
        return UNKNOWN
    start, end, words = text.split("|", 2)
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return ImpreciseDate(first, last, words)


def settled(found: ImpreciseDate, seen: ImpreciseDate, today: date) -> ImpreciseDate:
    """What was written, or what was seen where it means the same days.

    Raises ValidationError for a day without a year that has passed already.
    """
    if (found.start, found.end) == (seen.start, seen.end) and (found.is_known or found.text == seen.text):
        return seen
    if found.year_assumed and found.end is not None and found.end < today:
        raise ValidationError(
            f"{found.text} {today.year} has passed. Write it with its year, such as {found.text} "
            f"{today.year + 1}."
        )
    return found


class TargetField(forms.CharField):
    """A target in a plain form. Its form settles it against what was seen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": EXAMPLES}))
        super().__init__(max_length=80, required=False, **kwargs)
        self.today = date.min

    def settle(self, form: Settled) -> None:
        self.today = form.today

    def prepare_value(self, value: Any) -> Any:
        return words_of(value, self.today) if isinstance(value, ImpreciseDate) else value

    def clean(self, value: Any) -> ImpreciseDate:
        return read_date(str(super().clean(value)), self.today)

    def text_of(self, value: ImpreciseDate) -> str:
        return encode(value)

    def value_of(self, text: str) -> ImpreciseDate:
        return decode(text)

    def words(self, value: ImpreciseDate) -> str:
        return words_of(value, self.today)


class TargetForm(forms.Form):
    """The target as people write it, and why a committed one moves."""

    target = forms.CharField(
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": EXAMPLES}),
    )
    reason_class = forms.ChoiceField(label="Why it moves", required=False, choices=[])
    reason = forms.CharField(
        label="In one sentence", required=False, max_length=300, widget=forms.TextInput()
    )

    def __init__(self, data: Any = None, *, row: Milestone, today: date, people: Sequence[User] = ()) -> None:
        self.row, self.today = row, today
        shown = self.words(row.target_from_on, row.target_to_on, row.target_text)
        super().__init__(data, auto_id=f"edit-{row.pk}-%s", initial={"target": shown})
        if row.is_committed:
            field: Any = self.fields["reason_class"]  # a ChoiceField; typeshed knows only Field
            field.choices = [("", "Choose…"), *TargetRevision.ReasonClass.choices[1:]]
        else:
            del self.fields["reason_class"], self.fields["reason"]

    def words(self, start: date | None, end: date | None, text: str) -> str:
        """A target as this form reads it back: days carry their year when it is not this one."""
        return words_of(ImpreciseDate(start, end, text), self.today)

    def bases(self) -> list[tuple[str, str]]:
        """The target as the editor saw it: both ends and the text. What was posted stays, even nothing."""
        seen = str(self.data.get("base_target", "")) if self.is_bound else encode(target_of(self.row))
        return [("base_target", seen)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            seen = decode(str(self.data["base_target"]))
            self.base: dict[str, Any] = dict(
                zip(TARGET_COLUMNS, (seen.start, seen.end, seen.text), strict=True)
            )
        except (KeyError, ValueError) as problem:
            raise ValidationError(NO_BASE) from problem
        try:
            self.found = self.read_target(str(cleaned.get("target", "")), seen)
        except ValidationError as problem:
            self.add_error("target", problem)
        return cleaned

    def read_target(self, typed: str, seen: ImpreciseDate) -> ImpreciseDate:
        """The new target; words that mean the same days keep the text as it was written."""
        try:
            found = read_date(typed, self.today)
        except ValidationError as problem:
            kept = words_of(seen, self.today)
            keeps = f"{self.row.key} keeps {kept} until this is saved." if kept else ""
            raise ValidationError(f"{problem.messages[0]} {keeps}".strip()) from problem
        return settled(found, seen, self.today)
