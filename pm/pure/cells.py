"""What is edited where it stands: the fields of a noun, how each is shown, who may, which verb writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class CellField:
    """One field that is edited where it stands; its name is that of the noun's form.

    `show(row)` gives what stands there at rest: a text, a day, a number, a row, ready HTML; for a `text`
    its Markdown. `kind`: line, link (its words lead to the row, or to `href(slug, row)`), person, text, many
    (rows of one of the form's `links`: its change is what was added and what was removed).
    `note(row, today)` are quiet words beside it, `say(row, today)` the sentence of a save, `none` what an
    empty one says. `form`, `save`, `permission` stand for the noun's own where this field has others.
    """

    title: str
    show: Callable[[Any], Any]
    kind: str = "line"
    note: Callable[[Any, date], str] | None = None
    say: Callable[[Any, date], str] | None = None
    none: str = ""
    href: Callable[[str, Any], str] | None = None
    form: Callable[..., Any] | None = None
    save: Callable[..., Any] | None = None
    permission: Callable[..., bool] | None = None


@dataclass(frozen=True, slots=True)
class Editable:
    """A kind of rows whose fields are edited where they stand, registered by the letter of its keys.

    `load(request, program, ref)` gives the row or 404; `form(request, program, row)` the noun's whole
    RecordForm, which is cut to one field; `permission(access, row)` who may;
    `url(slug, row)` its page;
    `save(row=, changes=, base=, more=, actor=)` is its verb, `more` what was asked beside the field.
    `called(row)` is the row in a sentence where its address is no name that people use.
    `draw` and `answers` are how it looks at rest and after a save in a place of its own.
    """

    noun: str
    load: Callable[..., Any]
    form: Callable[..., Any]
    save: Callable[..., Any]
    permission: Callable[..., bool]
    fields: dict[str, CellField]
    url: Callable[[str, Any], str]
    ref: Callable[[Any], str] = lambda row: str(row.key)
    called: Callable[[Any], str] | None = None
    draw: Callable[..., Any] | None = None
    answers: Mapping[str, Callable[..., Any]] = made(default_factory=dict)

    def name_of(self, row: Any) -> str:
        """The row as people call it."""
        return (self.called or self.ref)(row)
