"""Every field that is edited in place, as a way to change many rows at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from pm.actor import Actor
from pm.forms.record import RecordForm
from pm.http import UserRequest
from pm.models import Program
from pm.pure.bulk import Act
from pm.pure.cells import CellField, Editable
from pm.rules import Access
from pm.templatetags.cells import in_words, may_edit

# Titles, texts and sets are written row by row.
OWN = frozenset({"link", "text", "many"})


def field_acts(editable: Editable) -> dict[str, Act]:
    """The fields of a kind that many rows can share."""
    return {
        name: field_act(editable, name, field)
        for name, field in editable.fields.items()
        if field.kind not in OWN and name != "status"
    }


def words_of(field: CellField, row: Any, today: date) -> str:
    """What stands in a field, as plain words."""
    words = in_words(field.show(row), today)
    return strip_tags(words) if isinstance(words, SafeString) else words


def field_act(editable: Editable, name: str, field: CellField) -> Act:
    """Set one field by the form and the verb with which it is edited in place."""

    def form(request: UserRequest, program: Program, rows: Sequence[Any]) -> RecordForm:
        first = next((row for row in rows if getattr(row, "is_committed", False)), rows[0])
        found: RecordForm = (field.form or editable.form)(request, program, first).only(name)
        if len({str(field.show(row)) for row in rows}) > 1:
            found.initial[name] = None
        return found

    def apply(*, row: Any, form: RecordForm, actor: Actor) -> Any:
        columns = form.of_column()
        more = {other: value for other, value in form.cleaned_data.items() if other not in columns}
        verb = field.save or editable.save
        return verb(
            row=row, changes={columns[name]: form.cleaned_data[name]}, base={}, more=more, actor=actor
        )

    def said(form: RecordForm) -> str:
        return form.words(name, form.cleaned_data[name]) or "none"

    def may(access: Access, row: Any, form: RecordForm) -> bool:
        return may_edit(access, editable, field, row)

    return Act(
        label=field.title,
        form=form,
        apply=apply,
        show=lambda row, today: words_of(field, row, today),
        said=said,
        may=may,
    )
