"""The target as people write it: a day, a month, a quarter, a stretch; and why a committed one moves."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from milestones.models import Milestone
from pm.forms.fields import Settled
from pm.pure.dates import UNKNOWN, DateProblem, ImpreciseDate, format_imprecise, parse_date_strict

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
        self.keeps = ""

    def settle(self, form: Settled) -> None:
        self.today = form.today
        kept = words_of(target_of(form.row), form.today) if form.row is not None else ""
        self.keeps = f"{form.row.key} keeps {kept} until this is saved." if kept else ""

    def prepare_value(self, value: Any) -> Any:
        return words_of(value, self.today) if isinstance(value, ImpreciseDate) else value

    def clean(self, value: Any) -> ImpreciseDate:
        try:
            return read_date(str(super().clean(value)), self.today)
        except ValidationError as problem:
            raise ValidationError(f"{problem.messages[0]} {self.keeps}".strip()) from problem

    def text_of(self, value: ImpreciseDate) -> str:
        return encode(value)

    def value_of(self, text: str) -> ImpreciseDate:
        return decode(text)

    def words(self, value: ImpreciseDate) -> str:
        return words_of(value, self.today)
