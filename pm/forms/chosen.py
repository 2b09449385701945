"""Fields that choose rows of the program: people, subteams, rows by their key."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from pm.forms.fields import Settled
from pm.forms.widgets import PlainSelect
from pm.models import Program, Subteam, User
from pm.queries.member import people_of
from pm.rules import Access

NO_SUCH_ROW = "Choose one of the list. What was chosen is not in this program, or no longer open to choose."


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
