"""The table of the roadmap: its columns, those that an address chooses, and its rows in ready strings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.safestring import SafeString

from milestones.models import Milestone
from milestones.panels.row_more import row_more
from milestones.queries.roadmap import Order
from milestones.templatetags.plan import milestone_health
from milestones.views.roadmap_rows import (
    Lanes,
    Reader,
    address,
    appetite_cell,
    claimed_cell,
    estimate_cell,
    lock,
    owner_cell,
    start_cell,
    status_cell,
    target_cell,
    value_cell,
    with_heads,
)
from pm.http import UserRequest
from pm.templatetags.cells import draw, filled, plain
from pm.views.column import Column, shown_of

Draw = Callable[[Reader, Milestone, str], SafeString]


def nothing(row: Any) -> str:
    """Rows are drawn by their own functions below."""
    return ""


# `order` holds the name that the address sorts by.
COLUMNS = (
    Column("Key", nothing, css="key skip-s", order=("key",)),
    Column("Milestone", nothing, is_head=True, order=("title",)),
    Column("Health", nothing, order=("health",)),
    Column("Status", nothing, css="w-status", order=("status",)),
    Column("Owner", nothing, css="w-owner", order=("owner",)),
    Column("Target", nothing, css="w-target", order=("target",)),
    Column("P50", nothing, css="nowrap"),
    Column("Estimate", nothing, css="num"),
    Column("Appetite", nothing, css="num", order=("appetite",)),
    Column("Claimed", nothing, css="num"),
    Column("Track", nothing, in_page=False),
    Column("Starts", nothing, css="nowrap", in_page=False, order=("start",)),
    Column("Value", nothing, css="num", in_page=False, order=("value",)),
    Column("Deliverables", nothing, css="num", in_page=False),
)


def name_cell(reader: Reader, row: Milestone, said: str) -> SafeString:
    more = row_more(reader.program.slug, reader.access, row)
    return filled("%s%s%s", draw(reader.looker, row, "title", announce=said), lock(row), more)


def forecast_cell(reader: Reader, row: Milestone, said: str) -> SafeString:
    return plain(str(reader.facts_of(row).get("p50") or "") if row.is_open else "")


def held_cell(reader: Reader, row: Milestone, said: str) -> SafeString:
    held = getattr(row, "held_count", 0)
    return plain(f"{getattr(row, 'closed_count', 0)} of {held}" if held else "")


CELLS: dict[str, Draw] = {
    "key": lambda reader, row, said: SafeString(row.key),  # a letter and a number
    "milestone": name_cell,
    "health": lambda reader, row, said: milestone_health(row, reader.today),
    "status": status_cell,
    "owner": owner_cell,
    "target": target_cell,
    "p50": forecast_cell,
    "estimate": lambda reader, row, said: estimate_cell(reader, row),
    "appetite": appetite_cell,
    "claimed": lambda reader, row, said: claimed_cell(reader, row),
    "track": lambda reader, row, said: draw(reader.looker, row, "track", announce=said),
    "starts": start_cell,
    "value": value_cell,
    "deliverables": held_cell,
}
# What a field that was edited is called as a column, where it is not called the same.
COLUMN_OF = {"title": "milestone", "start": "starts"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One milestone of the table, its cells ready to print. `group` heads a lane, once, over `width`."""

    dom_id: str
    key: str
    cells: SafeString
    width: int
    group: SafeString | str = ""


def columns_shown(query: QueryDict) -> list[Column]:
    """The columns of the table that an address asks for."""
    return shown_of(COLUMNS, query)


def columns_of_page(request: UserRequest) -> list[Column]:
    """The columns of the page that sent this request, for the one row it gets back."""
    return columns_shown(QueryDict(urlsplit(request.htmx.current_url or "").query))


def head_of(column: Column, query: QueryDict, order: Order) -> dict[str, Any]:
    """A column's heading; a second click turns the order round."""
    head: dict[str, Any] = {"label": column.label, "css": column.css.removesuffix(" skip-s")}
    if not column.order:
        return head
    name = column.order[0]
    current = order.sort == name
    way = "descending" if order.descending else "ascending"
    wanted = f"-{name}" if current and not order.descending else name
    return head | {"sort": way if current else "", "sort_url": address(query, sort=wanted)}


@cache
def frame_of(name: str, label: str, css: str, *, is_head: bool) -> tuple[str, str]:
    """What stands around each cell of a column, its heading for the cards of a phone with it."""
    if is_head:
        return '<th role="rowheader" scope="row">', "</th>"
    said = filled(' data-l="%s"', label) if name != "key" else ""
    own = filled(' class="%s"', css) if css and not css.startswith("w-") else ""
    return f'<td role="cell"{said}{own}>', "</td>"


def cell_html(column: Column, inside: SafeString) -> str:
    """A cell in its frame."""
    before, after = frame_of(column.name, column.label, column.css, is_head=column.is_head)
    return f"{before}{inside}{after}"


def table_row(
    reader: Reader,
    row: Milestone,
    columns: Sequence[Column],
    *,
    group: SafeString | str = "",
    changed: str = "",
    announce: str = "",
) -> TableRow:
    """The row of one milestone; `changed` names the field that was just saved."""
    saved = COLUMN_OF.get(changed, changed)
    cells = [
        cell_html(column, CELLS[column.name](reader, row, announce if column.name == saved else ""))
        for column in columns
    ]
    ready = SafeString("".join(cells))  # each cell is
    return TableRow(f"milestone-{row.pk}-row", row.key, ready, len(columns), group)


def table_rows(
    reader: Reader, rows: Sequence[Milestone], columns: Sequence[Column], lanes: Lanes
) -> list[TableRow]:
    """The rows of a page; the first of each lane carries the lane's heading."""
    return [table_row(reader, row, columns, group=head) for row, head in with_heads(rows, lanes)]
