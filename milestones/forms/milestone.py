"""Forms of a milestone. Each carries what the editor saw as base_<field>, so that a stale edit is noticed."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from milestones.forms.target import NO_BASE, read_date
from milestones.models import Milestone
from pm.models import User
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.pure.effort import EffortProblem, parse_days, short


def plain_text(text: str) -> str:
    """Line ends as they are stored."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class EditForm(forms.Form):
    """One or more columns of a milestone with the values the editor saw.

    A subclass names its fields in `columns`: the form's field to the model's column.
    """

    columns: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Any = None, *, row: Milestone, today: date, people: Sequence[User] = ()) -> None:
        super().__init__(
            data,
            auto_id=f"edit-{row.pk}-%s",
            initial={name: self.shown(name, row, today) for name in self.columns},
        )
        self.row, self.today, self.people = row, today, people

    @classmethod
    def shown(cls, name: str, row: Milestone, today: date) -> Any:
        """What the editor shows of a field."""
        return getattr(row, cls.columns[name])

    def base_text(self, name: str) -> str:
        """What the hidden base field of a column holds: the value as text."""
        return self.as_text(name, getattr(self.row, self.columns[name]))

    def as_text(self, name: str, value: Any) -> str:
        return "" if value is None else str(value)

    def from_text(self, name: str, text: str) -> Any:
        """The value of a base text; raises ValueError for one that this form never wrote."""
        return text

    def bases(self) -> list[tuple[str, str]]:
        """The hidden fields: what was posted when there is something posted, else what stands now."""
        return [
            (
                f"base_{name}",
                str(self.data.get(f"base_{name}", "")) if self.is_bound else self.base_text(name),
            )
            for name in self.columns
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            self.base = self.read_base()
        except (KeyError, ValueError) as problem:
            raise ValidationError(NO_BASE) from problem
        return cleaned

    def read_base(self) -> dict[str, Any]:
        """The values the editor saw, by column. A text that reads the same as the row's is the row's."""
        base: dict[str, Any] = {}
        for name, column in self.columns.items():
            text, current = str(self.data[f"base_{name}"]), getattr(self.row, column)
            same = plain_text(text) == plain_text(self.as_text(name, current))
            base[column] = current if same else self.from_text(name, plain_text(text))
        return base

    def changes(self) -> dict[str, Any]:
        """The new values by column."""
        return {column: self.cleaned_data[name] for name, column in self.columns.items()}

    def words(self, column: str, value: Any) -> str:
        """A value as people read it, for the choice between mine and theirs."""
        return "" if value is None else str(value)


class OwnerForm(EditForm):
    """Who owns a milestone; nobody is a choice."""

    columns = {"owner": "owner"}
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="no owner")

    def __init__(self, data: Any = None, *, row: Milestone, today: date, people: Sequence[User] = ()) -> None:
        super().__init__(data, row=row, today=today, people=people)
        field: Any = self.fields["owner"]  # a ModelChoiceField; typeshed knows only Field
        field.queryset = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name", "pk")

    def as_text(self, name: str, value: Any) -> str:
        return "" if value is None else str(value.pk)

    def from_text(self, name: str, text: str) -> User | None:
        return User.objects.filter(pk=int(text)).first() if text else None

    def words(self, column: str, value: Any) -> str:
        return str(value) if value else "no owner"


class ValueForm(EditForm):
    """Business value, 0 to 10."""

    columns = {"value": "value"}
    value = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=10,
        error_messages={
            "invalid": "The value is a whole number from 0 to 10.",
            "min_value": "The value is a whole number from 0 to 10.",
            "max_value": "The value is a whole number from 0 to 10.",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def from_text(self, name: str, text: str) -> int | None:
        return int(text) if text else None


class AppetiteForm(EditForm):
    """What we are willing to spend: months, or days when the text says so."""

    columns = {"appetite": "appetite_days"}
    appetite = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "6, 4.5 months, 90 d"}),
    )

    @classmethod
    def shown(cls, name: str, row: Milestone, today: date) -> str:
        if row.appetite_days is None:
            return ""
        months = row.appetite_days / Decimal(row.program.days_per_month)
        return (
            short(months) if months == months.quantize(Decimal("0.01")) else f"{short(row.appetite_days)} d"
        )

    def clean_appetite(self) -> Decimal | None:
        """Person-days."""
        try:
            days = parse_days(
                self.cleaned_data["appetite"], days_per_month=self.row.program.days_per_month, bare="m"
            )
        except EffortProblem as problem:
            raise ValidationError(str(problem)) from problem
        if days == 0:
            raise ValidationError("An appetite is at least 0.01 person-days. Leave it empty for none.")
        return days

    def from_text(self, name: str, text: str) -> Decimal | None:
        try:
            return Decimal(text) if text else None
        except InvalidOperation as problem:
            raise ValueError(text) from problem

    def words(self, column: str, value: Any) -> str:
        return "none" if value is None else f"{short(Decimal(value))} person-days"


class StartForm(EditForm):
    """The planned start: one day."""

    columns = {"start": "planned_start_on"}
    start = forms.CharField(required=False, max_length=80)

    @classmethod
    def shown(cls, name: str, row: Milestone, today: date) -> str:
        day = row.planned_start_on
        return format_imprecise(ImpreciseDate(day, day, ""), today) if day else ""

    def clean_start(self) -> date | None:
        found = read_date(self.cleaned_data["start"], self.today)
        if found.is_known and not found.is_exact:
            raise ValidationError(f"“{found.text}” is more than one day. A start is one day, such as 6 Jul.")
        return found.start

    def from_text(self, name: str, text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    def words(self, column: str, value: Any) -> str:
        return format_imprecise(ImpreciseDate(value, value, ""), self.today)


class StatusForm(forms.Form):
    """The next step of a milestone, with the reasons the table of states asks for."""

    status = forms.ChoiceField(
        choices=[],
        label="Next status",
        error_messages={"invalid_choice": "This step does not follow from here. Choose one that is offered."},
    )
    reason = forms.CharField(
        required=False,
        max_length=300,
        label="Why, in one sentence",
        help_text="Asked for when it is shelved, dropped or reopened.",
    )
    override = forms.CharField(
        required=False,
        max_length=300,
        label="Reason to go on without what is missing",
        help_text="Stays in its history.",
    )

    def __init__(
        self, data: Any = None, *, row: Milestone, choices: Sequence[tuple[str, str]], can_override: bool
    ) -> None:
        super().__init__(data, auto_id=f"edit-{row.pk}-%s", initial={"status": row.status})
        self.row = row
        field: Any = self.fields["status"]  # a ChoiceField; typeshed knows only Field
        field.choices = [(row.status, row.get_status_display()), *choices]
        if not can_override:
            del self.fields["override"]

    def bases(self) -> list[tuple[str, str]]:
        """The status the editor saw: what was posted when there is something posted, even nothing."""
        seen = str(self.data.get("base_status", "")) if self.is_bound else self.row.status
        return [("base_status", seen)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.base_status = str(self.data.get("base_status", ""))
        if self.base_status not in Milestone.Status.values:
            raise ValidationError(NO_BASE)
        return cleaned
