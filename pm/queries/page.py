"""One page of a long list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, QuerySet, Window

Row = TypeVar("Row", bound=Model)
LAST = 100_000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page, its number from 1, and whether there are more behind it."""

    rows: tuple[Row, ...]
    number: int
    size: int
    has_next: bool

    @property
    def first(self) -> int:
        """The number of its first row in the whole list."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def number_of(text: str | None) -> int:
    """A page's number from an address: 1 for anything that is none."""
    if text and text.isascii() and text.isdecimal() and len(text) <= 6:
        return min(max(int(text), 1), LAST)
    return 1


def clamped(number: int, *, total: int, size: int) -> int:
    """A page that is there: the last one for a number beyond it."""
    return min(number, max(1, -(-total // size)))


def page_of(rows: "QuerySet[Row]", *, number: int, size: int) -> Page[Row]:
    """One page in one query: a row more than asked for says whether there is a next one."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(rows=tuple(found[:size]), number=number, size=size, has_next=len(found) > size)


def page_with_count(
    rows: "QuerySet[Row]",
    more: "Callable[[QuerySet[Row]], QuerySet[Row]]",
    *,
    number: int,
    size: int,
) -> tuple[Page[Row], int]:
    """A page and how many rows there are, where what they are filtered by costs most: it is asked once."""
    start = (number - 1) * size
    asked: Any = rows.annotate(whole=Window(Count("pk"))).values_list("pk", "whole")
    cut = list(asked[start : start + size + 1])
    if not cut and number > 1:
        last = min(number - 1, clamped(number, total=rows.count(), size=size))
        return page_with_count(rows, more, number=last, size=size)
    found = more(rows.model._default_manager.filter(pk__in=[pk for pk, _ in cut[:size]]))
    page = Page(tuple(found.order_by(*rows.query.order_by)), number, size, has_next=len(cut) > size)
    return page, cut[0][1] if cut else 0
