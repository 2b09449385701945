"""The plain form of a noun: create and edit with one class, and no typed word or other person's edit is lost.

    class RiskForm(RecordForm):
        columns = ("title", "owner", "due_on", "text")     # or {"due": "due_on", …}: form field to column
        groups = (("What", ("title", "text")), ("Who", ("owner", "due_on")))     # optional headings
        title = forms.CharField(max_length=200)
        owner = PersonField(required=False)
        due_on = DayField(required=False, label="Due")
        text = MarkdownField(required=False)
        why = forms.CharField(required=False)              # no column: in save, form.cleaned_data["why"]

    form = RiskForm.of(request, program, row=row)          # row=None creates; initial={…} presets fields

A view hands the form to `pm.views.record.record_page`, whose `save` calls

    risk.create(program=program, **form.changes(), actor=actor)                            # row is None
    risk.edit(risk=row, changes=form.changes(), base=form.base(), actor=actor)             # else

`links` names fields of many rows, such as a SubteamsField: `linked(name)` says which there are, and
`joined(name)` gives (added, removed). On edit `changes()` holds only what the editor changed, and `base()`
what they saw, by column: `record.update` then refuses only a field that both changed. Ready field kinds are
in `pm.forms.fields`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BoundField
from django.forms.utils import pretty_name

from pm.errors import Conflict, DomainError, StaleEdit
from pm.forms.chosen import ChosenField
from pm.forms.fields import plain_text
from pm.forms.late import LateFields
from pm.forms.widgets import PlainSelect
from pm.http import UserRequest, actor_of
from pm.models import Program
from pm.rules import Access

NO_BASE = "This form does not say what it was opened with. Open it again and edit there."
THEIRS = "theirs"
DJANGOS_REQUIRED = str(forms.Field.default_error_messages["required"])
DJANGOS_CHOICE = str(forms.ChoiceField.default_error_messages["invalid_choice"])
# Django's validators say these; a field's own words win.
SENTENCES = {
    "max_value": "At most %(limit_value)s.",
    "min_value": "At least %(limit_value)s.",
    "max_length": "At most %(limit_value)s characters. There are %(show_value)s now.",
}


class RecordForm(forms.Form):
    """The columns of one row of a program, with what the editor saw of each."""

    columns: ClassVar[Mapping[str, str] | Sequence[str]] = ()
    links: ClassVar[Sequence[str]] = ()
    # What is asked beside a field even when it is edited alone: the reason of a target.
    beside: ClassVar[Mapping[str, Sequence[str]]] = {}
    groups: ClassVar[Sequence[tuple[str, Sequence[str]]]] = ()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        program: Program,
        access: Access,
        today: date,
        row: Any = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.program, self.access, self.today, self.row = program, access, today, row
        self.conflicts: dict[str, Conflict] = {}
        late: Any = LateFields(type(self).base_fields, self.prepare)
        self.base_fields = late  # type: ignore[misc]  # a form's own: Django copies it to `fields`
        super().__init__(data, files)
        # Read when the field is drawn: what a row is linked to costs a statement each.
        stands = {name: partial(self.current, name) for name in self.told()} if row is not None else {}
        self.initial = {**stands, **(initial or {})}

    @classmethod
    def of(cls, request: UserRequest, program: Program, *, row: Any = None, **more: Any) -> Self:
        """The form of a request: bound on POST."""
        is_post = request.method == "POST"
        return cls(
            request.POST if is_post else None,
            request.FILES if is_post else None,
            program=program,
            access=request.access,
            today=actor_of(request, program).today,
            row=row,
            **more,
        )

    def only(self, name: str) -> Self:
        """The same form cut to one field and what is asked beside it, for an editor in place.

        Raises KeyError for a field that it does not show now.
        """
        kept = (name, *(one for one in self.beside.get(name, ()) if one in self.fields))
        self.fields = {one: self.fields[one] for one in kept}
        control: Any = self.fields[name]
        if isinstance(control, forms.BooleanField):
            control.widget = PlainSelect(choices=[("True", "Yes"), ("False", "No")])
        elif isinstance(control.widget, forms.NumberInput):
            control.widget = forms.TextInput(attrs={"inputmode": "numeric"})  # it keeps what is no number
        return self

    def prepare(self, name: str) -> None:
        """A field that is asked for knows its program and speaks our words."""
        self.settle(name)
        say_plainly(name, self.fields[name])

    def settle(self, name: str) -> None:
        """Tell a field of ours which program it is in, and what stands in the row."""
        field: Any = self.fields[name]
        if isinstance(field, ChosenField):
            field.settle(self, self.current(name))
        elif hasattr(field, "settle"):
            field.settle(self)

    def of_column(self) -> dict[str, str]:
        """The column of each field that has one and that this form still shows."""
        pairs = self.columns if isinstance(self.columns, Mapping) else {name: name for name in self.columns}
        return {name: column for name, column in pairs.items() if name in self.fields}

    def told(self) -> list[str]:
        """The fields whose bases the form carries."""
        return [*self.of_column(), *(name for name in self.links if name in self.fields)]

    def linked(self, name: str) -> Sequence[Any]:
        """The rows that a field of `links` names now; a form with links says it."""
        raise NotImplementedError

    def current(self, name: str) -> Any:
        """What stands in the row now."""
        if name in self.links:
            return list(self.linked(name)) if self.row is not None else []
        if self.row is None or name not in self.fields or name not in self.columns:
            return None
        return getattr(self.row, self.columns[name] if isinstance(self.columns, Mapping) else name)

    def drawn_groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The visible fields under their headings; those that no group names come last."""
        names = [name for name in self.fields if not self[name].is_hidden]
        for heading, members in self.groups:
            shown = [self[name] for name in members if name in names]
            names = [name for name in names if name not in members]
            if shown:
                yield heading, shown
        if names:
            yield "", [self[name] for name in names]

    def base_text(self, name: str, value: Any) -> str:
        """A value as its hidden base field holds it."""
        field: Any = self.fields[name]
        if hasattr(field, "text_of"):
            return str(field.text_of(value))
        if isinstance(field, forms.BooleanField):
            return "true" if value else ""
        return "" if value is None else str(value)

    def base_value(self, name: str, text: str) -> Any:
        """The value of a base text; raises ValueError for one that no form wrote."""
        field: Any = self.fields[name]
        if hasattr(field, "value_of"):
            return field.value_of(text)
        if isinstance(field, forms.BooleanField):
            return text == "true"
        if isinstance(field, forms.CharField | forms.ChoiceField) and not hasattr(field, "coerce"):
            return text
        try:
            return field.coerce(text) if text and hasattr(field, "coerce") else field.to_python(text)
        except ValidationError as problem:
            raise ValueError(text) from problem

    def bases(self) -> list[tuple[str, str]]:
        """The hidden fields: what was posted, else what stands now. After a conflict theirs is the base."""
        if self.row is None:
            return []
        return [(f"base_{name}", self.shown_base(name)) for name in self.told()]

    def shown_base(self, name: str) -> str:
        if name in self.conflicts:
            return self.base_text(name, self.conflicts[name].theirs)
        if self.is_bound:
            return str(self.data.get(self.add_prefix(f"base_{name}"), ""))
        return self.base_text(name, self.current(name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.row is not None:
            try:
                self.seen = {name: self.read_base(name) for name in self.told()}
            except (KeyError, ValueError, ArithmeticError) as problem:
                raise ValidationError(NO_BASE) from problem
        return cleaned

    def read_base(self, name: str) -> Any:
        """What the editor saw. A text that reads as the row's does is the row's value itself."""
        text, now = plain_text(str(self.data[self.add_prefix(f"base_{name}")])), self.current(name)
        return now if text == plain_text(self.base_text(name, now)) else self.base_value(name, text)

    def changes(self) -> dict[str, Any]:
        """The values to write by column: all of a new row, of an edited one those that differ from what was
        seen and that are not left to the other writer.
        """
        named = self.of_column()
        if self.row is None:
            return {column: self.cleaned_data[name] for name, column in named.items()}
        return {
            column: self.cleaned_data[name]
            for name, column in named.items()
            if not same(self.cleaned_data[name], self.seen[name])
            and self.data.get(self.add_prefix(f"keep_{name}")) != THEIRS
        }

    def joined(self, name: str) -> tuple[list[Any], list[Any]]:
        """What was ticked and unticked in a field of `links`, against what was seen: both may edit a set."""
        wanted, seen = self.cleaned_data[name], self.seen[name] if self.row is not None else []
        return [row for row in wanted if row not in seen], [row for row in seen if row not in wanted]

    def base(self) -> dict[str, Any]:
        """What the editor saw, by column; nothing of a new row."""
        return (
            {} if self.row is None else {column: self.seen[name] for name, column in self.of_column().items()}
        )

    def refuse(self, refusal: DomainError) -> None:
        """Say why a write was refused, beside its field where the refusal names one of ours."""
        named = {column: name for name, column in self.of_column().items()}
        name = named.get(refusal.field, refusal.field)
        self.add_error(name if name in self.fields else None, str(refusal))

    def clash(self, stale: StaleEdit) -> None:
        """Remember whose fields clash: the page shows them, and the next post has theirs as its base."""
        named = {column: name for name, column in self.of_column().items()}
        self.conflicts = {named[one.field]: one for one in stale.conflicts if one.field in named}
        if not self.conflicts:
            self.add_error(None, str(stale))  # it is about something this form does not show

    def clashes(self) -> list[dict[str, str]]:
        """Each clashing field three times in words, and the name of the choice."""
        return [
            {
                "label": str(self[name].label),
                "name": self.add_prefix(f"keep_{name}"),
                "by": one.by or "Somebody",
                **{part: self.words(name, getattr(one, part)) for part in ("base", "theirs", "mine")},
            }
            for name, one in self.conflicts.items()
        ]

    def words(self, name: str, value: Any) -> str:
        """A value as people read it."""
        field: Any = self.fields[name]
        if hasattr(field, "words"):
            return str(field.words(value))
        if isinstance(field, forms.BooleanField):
            return "yes" if value else "no"
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # flat choices
        shown = field.prepare_value(value)
        return "" if shown is None else str(shown)


def say_plainly(name: str, field: forms.Field) -> None:
    """Our sentences for what Django says in its own, where the field has none."""
    said = field.error_messages
    if said.get("required") == DJANGOS_REQUIRED:
        said["required"] = f"{pretty_name(name) if field.label is None else field.label} is missing."
    if said.get("invalid_choice") == DJANGOS_CHOICE:
        said["invalid_choice"] = "Choose one of the list."
    for name, sentence in SENTENCES.items():
        said.setdefault(name, sentence)


def same(mine: Any, seen: Any) -> bool:
    """Whether a value is the one that was seen; texts apart from line ends and outer space."""
    if isinstance(mine, str) and isinstance(seen, str):
        return plain_text(mine).strip() == plain_text(seen).strip()
    if isinstance(mine, Model) and isinstance(seen, int):
        return bool(mine.pk == seen)
    return bool(mine == seen)
