"""The kinds of fields that plain forms share: days, effort, Markdown, links, short names.

Declare them in a RecordForm like Django's own; the form calls `settle(form)` on each, which gives it the
program's rows, its days per month and today. `value_of(text)` reads back what `text_of(value)` wrote into a
hidden base field.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from pm.models import Program
from pm.pure.dates import DateProblem, parse_date_strict
from pm.pure.days import MONTHS
from pm.pure.effort import EffortProblem, parse_days, short
from pm.rules import Access
from pm.text import MAX_LENGTH

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class Settled(Protocol):
    """What a field learns from its form."""

    program: Program
    access: Access
    row: Any
    today: dt.date


def plain_text(text: str) -> str:
    """Line ends as they are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class DayField(forms.CharField):
    """One day: 2026-03-01, 1 Mar 2026, or 31 Aug of this year.

    With `ahead` a day without a year that has passed already is asked back.
    """

    def __init__(self, *, ahead: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "30 Sep 2026"}))
        super().__init__(max_length=80, **kwargs)
        self.ahead = ahead
        self.today: dt.date | None = None

    def settle(self, form: Settled) -> None:
        self.today = form.today

    def prepare_value(self, value: Any) -> Any:
        return (
            f"{value.day} {MONTHS[value.month - 1]} {value.year:04d}" if isinstance(value, dt.date) else value
        )

    def clean(self, value: Any) -> dt.date | None:
        text = " ".join(super().clean(value).split())
        try:
            found = parse_date_strict(text, default_year=self.today.year if self.today else None)
        except DateProblem as problem:
            raise ValidationError(problem.sentence) from problem
        if found.is_known and not found.is_exact:
            raise ValidationError(f"“{text}” is more than one day. Write one day, such as 30 Sep 2026.")
        if found.start is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        passed = found.start is not None and self.today is not None and found.start < self.today
        if self.ahead and found.year_assumed and passed and self.today:
            raise ValidationError(
                f"{text} {self.today.year} has passed. Write it with its year, such as {text} "
                f"{self.today.year + 1}."
            )
        return found.start

    def text_of(self, value: Any) -> str:
        return value.isoformat() if value else ""

    def value_of(self, text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None


class DaysField(forms.CharField):
    """Effort in person-days: 4 months, 3 weeks, 90 d; a bare number has the unit `bare`, days."""

    def __init__(self, *, bare: str = "d", least: Decimal = Decimal("0.01"), **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "90 d, 4.5 months"}))
        super().__init__(max_length=40, **kwargs)
        self.bare, self.least = bare, least
        self.days_per_month = 20

    def settle(self, form: Settled) -> None:
        self.days_per_month = form.program.days_per_month

    def prepare_value(self, value: Any) -> Any:
        """As it is typed: in the unit of a bare number where that is exact, else in days."""
        if not isinstance(value, Decimal):
            return value
        months = value / Decimal(self.days_per_month)
        in_months = self.bare == "m" and months == months.quantize(Decimal("0.01"))
        return short(months) if in_months else f"{short(value)} d"

    def clean(self, value: Any) -> Decimal | None:
        try:
            days = parse_days(super().clean(value), days_per_month=self.days_per_month, bare=self.bare)
        except EffortProblem as problem:
            raise ValidationError(str(problem)) from problem
        if days is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if days is not None and days < self.least:
            raise ValidationError(f"At least {short(self.least)} person-days. Leave it empty for none.")
        return days

    def text_of(self, value: Any) -> str:
        return "" if value is None else short(Decimal(value))

    def value_of(self, text: str) -> Decimal | None:
        return Decimal(text) if text else None

    def words(self, value: Any) -> str:
        """In the unit in which it is typed."""
        text = "" if value is None else str(self.prepare_value(Decimal(value)))
        if not text or text.endswith(" d"):
            return text and f"{text.removesuffix(' d')} person-days"
        return f"{text} {'month' if text == '1' else 'months'}"


class MarkdownField(forms.CharField):
    """A text of several lines in Markdown, with line ends as they are stored."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return plain_text(super().to_python(value) or "").strip("\n").rstrip()


class LinkField(forms.URLField):
    """An address of the web, http or https."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(assume_scheme="https", **kwargs)
        self.error_messages["invalid"] = (
            "This is no address of the web. Write one such as https://example.org/page."
        )

    def clean(self, value: Any) -> str:
        url: str = super().clean(value)
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return url


class ShortNameField(forms.CharField):
    """A short name for addresses, made from another field of the form when it is left empty."""

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Short name")
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", "Stands in addresses and stays. Left empty, it is made from the name.")
        super().__init__(**kwargs)
        self.of = of
        self.form: Any = None

    def settle(self, form: Any) -> None:
        self.form = form

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        source = str(self.form.data.get(self.form.add_prefix(self.of), "")) if self.form else ""
        if not typed and not source.strip():
            return ""  # what is missing is said beside the other field
        slug = typed.lower() if typed else slugify(source)[: self.max_length].strip("-_")
        if not SHORT_NAME.fullmatch(slug):
            raise ValidationError("A short name has small letters, digits and hyphens. Write one.")
        return slug
