"""What may be done to many rows of a kind at once, registered by the letter of their keys: `BULK`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def no_notes(request: Any, program: Any, rows: Any, form: Any) -> dict[int, list[str]]:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """One way to change many rows.

    `form(request, program, rows)` asks for the value once, bound by a POST; `apply(row=, form=, actor=)` is
    the noun's own verb for one row and gives the row as it is then; `show(row, today)` says in words what
    stands there, before and after; `said(form)` the value in words; `may(access, row, form)` who may.
    `notes(request, program, rows, form)` warns by id: what would clash.
    """

    label: str
    form: Callable[..., Any]
    apply: Callable[..., Any]
    show: Callable[..., str]
    said: Callable[[Any], str]
    may: Callable[..., bool]
    group: str = "Set"
    notes: Callable[..., Mapping[int, list[str]]] = no_notes


@dataclass(frozen=True, slots=True)
class Bulk:
    """A kind of rows that are changed together.

    `rows(request, program, query)` are those of its list that the reader sees and that pass the filters of a
    query, with what their cells read; `permission` is what one needs to be offered it at all.
    """

    noun: str
    plural: str
    permission: str
    list_name: str
    rows: Callable[..., Any]
    acts: Callable[[], Mapping[str, Act]]
    list_title: str = ""
