"""The page of a register: a list whose filters are its address, 50 rows a page (`?page=all` to print), a CSV.

    COLUMNS = (
        Column("Key", lambda row: row.key, css="key", order=("number",)),
        Column("Risk", lambda row: row.title, link=url_of, is_head=True),
        Column("Owner", lambda row: row.owner, order=("owner__name",)),
        Column("Due", lambda row: row.due_on, css="nowrap", order=("due_on",)),
        Column("Text", lambda row: row.text, in_page=False),               # in the file only
    )
    rows = Risk.objects.in_program(program).visible_to(request.access).select_related("owner")
    return register_page(
        request, program, filterset=RiskFilter(request.GET, queryset=rows, …), columns=COLUMNS,
        title="Risks", noun="risk", lead="What may keep a milestone from its date.",
        empty="A risk names what may happen and what is done about it.",
        create=("Add a risk", reverse("risk_create", args=[program.slug])) if may_raise else None,
    )

A cell is what `text(row)` gives: a text, a day, a number, a yes or no, a row's name, or ready HTML of
`format_html` (an icon with its word; then give `csv` a plain text); with `edit="due_on"` it is edited in
place. Give every relation that a cell or its permission reads to select_related: two queries a page, one
more where it is grouped. `?sort=due` and `?sort=-due` order by a column's `order`; columns and groups are in
`pm.views.column`, saved views in `pm.views.saved_view`.

`with_more(rows)` adds to the rows of one page what costs too much for all, `counts_along` is for filters
that cost more than the rows; `file(rows)` answers the whole list as a file of its own when no columns are
chosen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from pm.filters import chips
from pm.http import UserRequest
from pm.models import Program
from pm.queries.page import Page, clamped, number_of, page_of, page_with_count
from pm.templatetags.cells import Looker, as_html, draw, in_words, looker_of
from pm.views.bulk_bar import bar_of
from pm.views.column import (
    KEY,
    Column,
    counts_of,
    display_of,
    group_of,
    key_of,
    names_of,
    ordered,
    others,
    shown_of,
    told_of,
)
from pm.views.csv_file import csv_answer
from pm.views.saved_view import ViewMenu, view_menu

__all__ = ["Column", "register_page"]

PAGE_SIZE = 50
WHOLE = 1000  # what one page can hold to be printed
CHUNK = 1000
NONE = "–"


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading, ready for the template."""

    label: str
    css: str
    sort: str
    sort_url: str


def register_page(
    request: UserRequest,
    program: Program,
    *,
    filterset: django_filters.FilterSet,
    columns: Sequence[Column],
    title: str,
    noun: str,
    plural: str = "",
    lead: str = "",
    empty: str = "",
    create: tuple[str, str] | None = None,
    crumbs: Sequence[tuple[str, str | None]] = (),
    links: Sequence[tuple[str, str]] = (),
    context: dict[str, Any] | None = None,
    with_more: Callable[[QuerySet], QuerySet] | None = None,
    counts_along: bool = False,
    file: Callable[[QuerySet], HttpResponse] | None = None,
) -> HttpResponse:
    """The rows that pass the filters: a page of them, or all as a file with `?format=csv`."""
    query, looker, plural = request.GET, looker_of(request, program), plural or f"{noun}s"
    if query.get("format") == "csv":
        if file is not None and not names_of(query):
            return file(ordered(filterset.qs, columns, query))
        name = f"{program.slug}-{slugify(title)}-{looker.today.isoformat()}.csv"
        return whole_file(name, (with_more or same)(filterset.qs), columns, query)
    menu = view_menu(request, program)
    if menu is not None and menu.goes_to:
        return HttpResponseRedirect(menu.goes_to)
    if counts_along:
        page, total = page_along(filterset.qs, columns, query, with_more or same)
    else:
        page, total = page_and_total(filterset.qs, columns, query, with_more)
    shown = shown_of(columns, query)
    return render(
        request,
        "pm/register/list.html",
        {
            "title": title,
            "noun": noun,
            "plural": plural,
            "lead": lead,
            "empty": empty,
            "create": create,
            "links": links,
            "heads": [head_of(column, query) for column in shown],
            "lines": grouped_lines(page.rows, shown, looker, group_of(columns, query), filterset.qs),
            "page": page,
            "total": total,
            "fits_whole": PAGE_SIZE < total <= WHOLE and page.size == PAGE_SIZE,
            "count": count_words(page, total, noun, plural),
            **filter_parts(request, filterset, menu),
            "display": display_of(columns, query),
            "bulk": bar_of(request, program, noun) if total else None,
            "crumbs": list(crumbs) or [(title, None)],
            **(context or {}),
        },
    )


def filter_parts(
    request: UserRequest, filterset: django_filters.FilterSet, menu: ViewMenu | None
) -> dict[str, Any]:
    """The filters of the list, what of its address they carry along, and the saved views."""
    kept = others(request.GET, {*filterset.form.fields, "saved"})
    reset_url = menu.plain if menu is not None else request.path
    return {
        "form": filterset.form,
        "chips": chips(filterset, request.GET, request.path, reset_url),
        "hidden": [*kept, *(menu.marks if menu is not None else [])],
        "reset_url": reset_url,
        "views": menu,
    }


def whole_file(name: str, rows: QuerySet, columns: Sequence[Column], query: QueryDict) -> HttpResponse:
    """The whole list as a file: the columns that were chosen, else all."""
    told = told_of(columns, query)
    heads = [column.label.lower() for column in told]
    return csv_answer(name, heads, file_rows(ordered(rows, columns, query), told))


def same(rows: QuerySet) -> QuerySet:
    return rows


def page_and_total(
    whole: QuerySet,
    columns: Sequence[Column],
    query: QueryDict,
    with_more: Callable[[QuerySet], QuerySet] | None,
) -> tuple[Page, int]:
    """The page that is asked for and how many rows there are: a list of one page is counted by reading it."""
    size = WHOLE if query.get("page") == "all" else PAGE_SIZE
    rows, number, total = ordered(whole, columns, query), number_of(query.get("page")), -1
    if number > 1:
        total = whole.count()
        number = clamped(number, total=total, size=size)
    page = (
        cut_page(rows, with_more, group_of(columns, query), number, size)
        if with_more
        else page_of(rows, number=number, size=size)
    )
    if total < 0:
        total = whole.count() if page.has_next else len(page.rows)
    return page, total


def page_along(
    whole: QuerySet, columns: Sequence[Column], query: QueryDict, with_more: Callable[[QuerySet], QuerySet]
) -> tuple[Page, int]:
    """The same where the filters cost more than the rows: page and count are asked for at once."""
    group, size = group_of(columns, query), WHOLE if query.get("page") == "all" else PAGE_SIZE
    more = with_more if group is None else lambda rows: with_more(rows).annotate(**{KEY: key_of(group)})
    number = number_of(query.get("page"))
    return page_with_count(ordered(whole, columns, query), more, number=number, size=size)


def cut_page(
    rows: QuerySet, with_more: Callable[[QuerySet], QuerySet], group: Column | None, number: int, size: int
) -> Page:
    """A page that is cut first, so that what costs much is asked for its rows alone."""
    start = (number - 1) * size
    cut = rows.model._default_manager.filter(pk__in=rows.values("pk")[start : start + size + 1])
    whole = with_more(cut) if group is None else with_more(cut).annotate(**{KEY: key_of(group)})
    found = list(whole.order_by(*rows.query.order_by))
    return Page(rows=tuple(found[:size]), number=number, size=size, has_next=len(found) > size)


def file_rows(rows: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Every row of the filter, read a thousand at a time."""
    for row in rows.iterator(chunk_size=CHUNK):
        yield [(column.csv or column.text)(row) for column in columns]


def head_of(column: Column, query: QueryDict) -> Head:
    """The heading of a column with the address that orders by it, the other way round when it is already."""
    if not column.order:
        return Head(column.label, column.css, "", "")
    wish = query.get("sort", "")
    state = {column.name: "ascending", f"-{column.name}": "descending"}.get(wish, "")
    asked = query.copy()
    asked.pop("page", None)
    asked["sort"] = f"-{column.name}" if state == "ascending" else column.name
    return Head(column.label, column.css, state, f"?{asked.urlencode()}")


def grouped_lines(
    rows: Sequence[Any], columns: Sequence[Column], looker: Looker, group: Column | None, whole: QuerySet
) -> list[SafeString]:
    """The rows of a page; where they are grouped, each group under its heading with its whole count."""
    if group is None or not rows:
        return [line_of(row, columns, looker) for row in rows]
    counts, found = counts_of(whole, group), []
    for key, members in groupby(rows, key=lambda row: getattr(row, KEY)):
        own = list(members)
        found.append(heading_of(own[0], key, group, counts.get(key, len(own)), len(columns), looker.today))
        found += [line_of(row, columns, looker) for row in own]
    return found


def heading_of(row: Any, key: Any, group: Column, count: int, width: int, today: date) -> SafeString:
    """The heading of a group: what its rows share, and how many they are on all pages."""
    words = in_words((group.named or group.text)(row), today)
    if words == NONE or key is None:
        words = f"No {group.label.lower()}"
    return format_html(
        '<tr class="tr-group" role="row"><th role="rowheader" colspan="{}" scope="rowgroup">{} '
        '<span class="note">{}</span>{}</th></tr>',
        width, words, f"{count:,}", group.heads(row) if group.heads and key is not None else "",
    )  # fmt: skip


def line_of(row: Any, columns: Sequence[Column], looker: Looker) -> SafeString:
    """One row, drawn in one go: a template takes four times as long for each cell."""
    cells = "\n".join([cell_of(row, column, looker) for column in columns])
    key = getattr(row, "key", "")
    named = f' data-key="{key}"' if key else ""
    return SafeString(f'<tr role="row"{named}>{cells}</tr>')  # each cell is ready


def cell_of(row: Any, column: Column, looker: Looker) -> SafeString:
    """One cell: escaped text or ready HTML, its link, and its heading for the cards of a phone."""
    before, after = frame_of(column.label, column.css, is_head=column.is_head)
    if column.more:
        after = column.more(row) + after
    if column.edit:
        return SafeString(f"{before}{draw(looker, row, column.edit)}{after}")  # each part is ready
    text = as_html(in_words(column.text(row), looker.today))
    url = column.link(row) if column.link else ""
    inside = f'<a href="{as_html(url)}">{text}</a>' if url else text
    return SafeString(f"{before}{inside}{after}")  # each part is escaped on the lines above


@cache
def frame_of(label: str, css: str, *, is_head: bool) -> tuple[SafeString, SafeString]:
    """What stands around each cell of a column."""
    attributes = format_html(' class="{}"', css) if css else ""
    if is_head:
        return format_html('<th role="rowheader" scope="row"{}>', attributes), SafeString("</th>")
    return format_html('<td role="cell" data-l="{}"{}>', label, attributes), SafeString("</td>")


def count_words(page: Page, total: int, noun: str, plural: str) -> str:
    """`3 risks`, or `51–100 of 340 risks`."""
    named = f"{total:,} {noun if total == 1 else plural}"
    if page.number == 1 and not page.has_next:
        return named
    return f"{page.first:,}–{page.last:,} of {named}"
