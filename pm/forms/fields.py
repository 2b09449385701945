"""The kinds of fields that plain forms share: days, effort, people, subteams, rows by their key, Markdown.

Declare them in a RecordForm like Django's own; the form calls `settle(form)` on each, which gives it the
program's rows, its days per month and today. `value_of(text)` reads back what `text_of(value)` wrote into a
hidden base field.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from pm.forms.widgets import PlainSelect
from pm.models import Program, Subteam, User
from pm.pure.dates import DateProblem, parse_date_strict
from pm.pure.days import MONTHS
from pm.pure.effort import EffortProblem, parse_days, short
from pm.queries.member import people_of
from pm.rules import Access
from pm.text import MAX_LENGTH

SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
NO_SUCH_ROW = "Choose one of the list. What was chosen is not in this program, or no longer open to choose."


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


class ChosenField(forms.ChoiceField):
    """One row of the program, chosen from a list that is read once.

    What the row stands at now stays offered, else saving another field would take it away. `begun` says
    where the first row is added, for a list that is empty.
    """

    def __init__(self, *, empty_label: str = "none", begun: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", PlainSelect)
        super().__init__(**kwargs)
        self.empty_label = empty_label
        self.begun = begun
        self.load: Callable[[], list[Any]] = list
        self.current: Any = None
        self.found: dict[str, Any] | None = None

    def offered(self, form: Settled) -> Iterable[Any]:
        """The rows to choose from."""
        raise NotImplementedError

    def mark(self, row: Any) -> str:
        """What the form posts for a row."""
        return str(row.pk)

    def label_of(self, row: Any) -> str:
        """How the list names a row."""
        return str(row)

    def settle(self, form: Settled, current: Any = None) -> None:
        self.load, self.current = lambda: list(self.offered(form)), current
        self.choices = self.list_choices

    def rows(self) -> dict[str, Any]:
        """The rows offered, by what the form posts for each."""
        if self.found is None:
            self.found = {self.mark(row): row for row in self.load()}
            if self.current is not None:
                self.found.setdefault(self.mark(self.current), self.current)
        return self.found

    def list_choices(self) -> list[tuple[str, str]]:
        rows = [(mark, self.label_of(row)) for mark, row in self.rows().items()]
        none_yet = f"There is none yet: {self.begun}" if self.begun else "There is none yet"
        asked = "Choose…" if rows else none_yet
        return [("", asked if self.required else self.empty_label), *rows]

    def prepare_value(self, value: Any) -> Any:
        return self.mark(value) if isinstance(value, Model) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        row = self.rows().get(str(value).strip())
        if row is None:
            raise ValidationError(NO_SUCH_ROW, code="invalid_choice")
        return row

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def text_of(self, value: Any) -> str:
        return "" if value is None else str(getattr(value, "pk", value))

    def value_of(self, text: str) -> Any:
        """The row, or its bare id when it is offered no more: enough to tell that it changed."""
        if not text:
            return None
        return next((row for row in self.rows().values() if str(row.pk) == text), None) or int(text)

    def words(self, value: Any) -> str:
        if value is None:
            return self.empty_label
        return self.label_of(value) if isinstance(value, Model) else "somebody or something that has gone"


class PersonField(ChosenField):
    """Somebody who is active in the program."""

    def __init__(self, *, empty_label: str = "nobody", **kwargs: Any) -> None:
        super().__init__(empty_label=empty_label, **kwargs)

    def offered(self, form: Settled) -> Iterable[User]:
        return people_of(form.program)


class SubteamField(ChosenField):
    """A subteam of the program that works; `kinds` narrows it, such as {Subteam.Kind.SERVICE}."""

    def __init__(self, *, kinds: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = kinds

    def offered(self, form: Settled) -> Iterable[Subteam]:
        rows = Subteam.objects.filter(program=form.program, is_archived=False)
        rows = rows.filter(kind__in=self.kinds) if self.kinds else rows
        return rows.order_by("rank", "name", "pk")

    def mark(self, row: Any) -> str:
        return str(row.slug)


class SubteamsField(SubteamField):
    """Any number of subteams, each a checkbox. Not a column: see `RecordForm.links`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def settle(self, form: Settled, current: Any = None) -> None:
        super().settle(form)
        self.held: list[Any] = list(current or ())

    def rows(self) -> dict[str, Any]:
        return super().rows() | {self.mark(row): row for row in self.held}

    def list_choices(self) -> list[tuple[str, str]]:
        return [(mark, self.label_of(row)) for mark, row in self.rows().items()]

    def prepare_value(self, value: Any) -> Any:
        return [super(SubteamsField, self).prepare_value(one) for one in value or ()]

    def to_python(self, value: Any) -> Any:
        return [super(SubteamsField, self).to_python(one) for one in value or ()]

    def validate(self, value: Any) -> None:
        if not value and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def text_of(self, value: Any) -> str:
        return ",".join(self.mark(row) for row in value or ())

    def value_of(self, text: str) -> Any:
        rows = self.rows()
        return [rows[mark] for mark in text.split(",") if mark in rows]


class RowField(ChosenField):
    """A row by its public key (`M-3`) or its short name.

    `rows(program, access)` gives what may be chosen: always the program's own, internal ones only to those
    who see them. `listed=False` asks for the key to be typed, for kinds that a program has thousands of.
    """

    def __init__(
        self,
        rows: Callable[[Program, Access], QuerySet],
        *,
        letter: str = "",
        listed: bool = True,
        **kwargs: Any,
    ) -> None:
        if not listed:
            kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": f"{letter}-12"}))
        super().__init__(**kwargs)
        self.source, self.letter, self.listed = rows, letter, listed
        self.choosable: Callable[[], QuerySet] | None = None

    def offered(self, form: Settled) -> Iterable[Any]:
        return self.source(form.program, form.access)

    def settle(self, form: Settled, current: Any = None) -> None:
        # Most fields of a form are never asked: an edit in place reads one of them.
        self.choosable = lambda: self.source(form.program, form.access)
        if self.listed:
            super().settle(form, current)
        self.current = current

    def mark(self, row: Any) -> str:
        return str(row.key if self.letter else row.slug)

    def label_of(self, row: Any) -> str:
        title = getattr(row, "title", "")
        return f"{row.key} {title}" if self.letter and title else str(row)

    def to_python(self, value: Any) -> Any:
        if self.listed or value in self.empty_values:
            return super().to_python(value)
        typed = str(value).strip().upper()
        digits = typed.removeprefix(f"{self.letter}-")
        if self.current is not None and typed == self.mark(self.current):
            return self.current
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else 0
        row = self.choosable().filter(number=number).first() if self.choosable and number else None
        if row is None:
            raise ValidationError(
                f"There is no {typed[:20]} to choose here. Write a key such as {self.letter}-12.",
                code="invalid_choice",
            )
        return row

    def value_of(self, text: str) -> Any:
        if self.listed or not text:
            return super().value_of(text)
        is_current = self.current is not None and str(self.current.pk) == text
        return self.current if is_current else int(text)


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
