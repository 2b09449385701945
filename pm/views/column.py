"""The columns of a register: which are shown, in which order, and by which its rows are grouped.

`?cols=key,title,owner` shows these three in this order, `?by=owner` puts the rows under headings. A column
can group when it says by which field of a row (`group`). The column that names the row is always there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.text import slugify

from pm.views.switch import Option, options_of

COLS, BY = "cols", "by"
KEY = "group_key"
MOST = 40


@cache
def name_of_label(label: str) -> str:
    """`first-target`: asked once a label, not once a cell."""
    return slugify(label)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what a row says in it, where that leads, how rows are ordered by it.

    `group` is the field or the expression that rows of one heading share; `is_fixed` keeps it from being
    taken away. `edit` is the field that is edited in the cell, by those who may (`pm.registry.CELLS`).
    `named` says what the rows of one group share where a cell says less. Ready HTML: `more` stands after the
    words of a cell, `heads` ends the heading of a group, by its first row.
    """

    label: str
    text: Callable[[Any], Any]
    link: Callable[[Any], str] | None = None
    css: str = ""
    is_head: bool = False
    order: tuple[str, ...] = ()
    csv: Callable[[Any], Any] | None = None
    in_page: bool = True
    in_csv: bool = True
    group: str | Combinable = ""
    is_fixed: bool = False
    edit: str = ""
    more: Callable[[Any], SafeString] | None = None
    named: Callable[[Any], Any] | None = None
    heads: Callable[[Any], SafeString | str] | None = None

    @property
    def name(self) -> str:
        """Its name in an address."""
        return name_of_label(self.label)


def names_of(query: QueryDict) -> list[str]:
    """The columns an address names, each once: `cols=key,owner` or `cols=key&cols=owner`."""
    said = ",".join(query.getlist(COLS)).split(",")
    return list(dict.fromkeys(name for name in said[:MOST] if name))


def shown_of(columns: Sequence[Column], query: QueryDict) -> list[Column]:
    """The columns that the address chooses, or those of the page when it chooses none that is there."""
    by_name = {column.name: column for column in columns if not column.is_fixed}
    wanted = [by_name[name] for name in names_of(query) if name in by_name]
    if not wanted:
        return [column for column in columns if column.in_page]
    heads = [column for column in columns if column.is_head and column not in wanted]
    return [*heads, *wanted, *(column for column in columns if column.is_fixed and column.in_page)]


def told_of(columns: Sequence[Column], query: QueryDict) -> list[Column]:
    """The columns of the file: what the page shows once columns are chosen, else everything there is."""
    if names_of(query):
        return [column for column in shown_of(columns, query) if not column.is_fixed]
    return [column for column in columns if column.in_csv]


def group_of(columns: Sequence[Column], query: QueryDict) -> Column | None:
    """The column that groups the rows; None for none."""
    by = query.get(BY, "")
    return next((column for column in columns if column.group and column.name == by), None)


def key_of(group: Column) -> Combinable:
    """What rows of one heading share, as an expression."""
    return F(group.group) if isinstance(group.group, str) else group.group


def ordered(rows: QuerySet, columns: Sequence[Column], query: QueryDict) -> QuerySet:
    """The rows by their group, then by the column of the address, else as they were. Ties end with the id."""
    wish, group = query.get("sort", ""), group_of(columns, query)
    name, is_down = wish.removeprefix("-"), wish.startswith("-")
    order = next((column.order for column in columns if column.order and column.name == name), ())
    parts: list[Any] = [
        F(part).desc(nulls_last=True) if is_down else F(part).asc(nulls_last=True) for part in order
    ]
    if group is not None:
        rows = rows.annotate(**{KEY: key_of(group)})
        heads = [F(part).asc(nulls_last=True) for part in group.order]
        parts = [*heads, F(KEY).asc(nulls_last=True), *(parts or rows.query.order_by)]
    return rows.order_by(*parts, "pk") if parts else rows


def counts_of(rows: QuerySet, group: Column) -> Mapping[Any, int]:
    """How many rows of the whole list stand under each heading: one statement."""
    own = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    told = own.annotate(**{KEY: key_of(group)}).order_by().values(KEY).annotate(n=Count("pk"))
    return dict(told.values_list(KEY, "n"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A column in the list of columns: whether it is shown, and the addresses that move it."""

    name: str
    label: str
    is_on: bool
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """How a list can be shown otherwise: its columns, its groupings, what the form carries along."""

    columns: tuple[Choice, ...]
    groups: tuple[Option, ...]
    hidden: tuple[tuple[str, str], ...]
    reset_url: str


def display_of(columns: Sequence[Column], query: QueryDict) -> Display | None:
    """The choices of columns and groups; None for a list that has neither."""
    free = [column for column in columns if not column.is_fixed]
    shown = [column.name for column in shown_of(columns, query) if not column.is_fixed]
    places = {name: place for place, name in enumerate(shown)}
    free.sort(key=lambda column: places.get(column.name, len(columns)))
    by = group_of(columns, query)
    grouping = [column for column in columns if column.group]
    options = [("None", ""), *((one.label, one.name) for one in grouping)]
    groups = options_of(options, by.name if by else "", lambda name: turned(query, **{BY: name}))
    plain = turned(query, **{COLS: ""})
    return Display(
        columns=tuple(choice_of(one, shown, plain) for one in free),
        groups=tuple(groups) if grouping else (),
        hidden=tuple(others(query, {COLS})),
        reset_url=plain,
    )


def choice_of(column: Column, shown: Sequence[str], plain: str) -> Choice:
    """A column as the list of columns offers it; `plain` is the address that chooses none."""
    if column.name not in shown:
        return Choice(column.name, column.label, is_on=False)
    place = shown.index(column.name)
    left, right = list(shown), list(shown)
    if place > 0:
        left[place - 1], left[place] = left[place], left[place - 1]
    if place < len(shown) - 1:
        right[place + 1], right[place] = right[place], right[place + 1]
    before = plain if plain == "?" else f"{plain}&"
    moved = [f"{before}{COLS}={'%2C'.join(wish)}" if wish != shown else "" for wish in (left, right)]
    return Choice(column.name, column.label, True, *moved)


def turned(query: QueryDict, **changes: str) -> str:
    """The address with parts set, or taken away where they are empty; it begins with its first page."""
    asked = query.copy()
    asked.pop("page", None)
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    return f"?{asked.urlencode()}"


def others(query: QueryDict, but: set[str]) -> list[tuple[str, str]]:
    """What of an address a form carries along: all but its own fields and the page."""
    return [
        (name, value)
        for name, values in query.lists()
        if name not in but and name not in {"page", "format"}
        for value in values
    ]
