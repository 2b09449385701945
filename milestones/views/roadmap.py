"""The roadmap, as a table and as a timeline. All its state is in the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.filters import MilestoneFilter
from milestones.models import Milestone
from milestones.panels.quick_line import QuickLine, group_link, quick_line
from milestones.pure.timeline import DEFAULT_ZOOM, ZOOMS, Window, Zoom, window_from, window_of
from milestones.queries.board import count_states
from milestones.queries.roadmap import (
    GROUPS,
    PAGE,
    SORTS,
    TRAY,
    Choice,
    Choices,
    LaneCount,
    Order,
    count_lanes,
    in_window,
    load_choices,
    load_page,
    load_timeline,
    total_of,
    visible,
)
from milestones.queries.timeline import load_drawn
from milestones.views.board import ICONS
from milestones.views.board_cards import milestone_board
from milestones.views.roadmap_canvas import unfolded_keys
from milestones.views.roadmap_columns import COLUMNS, columns_shown, head_of, table_rows
from milestones.views.roadmap_csv import MOST_ROWS, roadmap_file
from milestones.views.roadmap_rows import Lanes, Reader, address, load_facts
from milestones.views.roadmap_timeline import draw_timeline, tray_cards
from pm.actor import Actor
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.queries.freshness import stale_banner
from pm.queries.page import clamped, number_of
from pm.views.as_of import at_a_day, picker
from pm.views.bulk_bar import bar_of
from pm.views.column import display_of, names_of, others
from pm.views.saved_view import keeps_views, menu_of
from pm.views.switch import Option, options_of

VIEWS = {"timeline": "Timeline", "table": "Table", "board": "Board"}


@dataclass(frozen=True, slots=True)
class State:
    """How the roadmap is shown, read from the address; what is not understood is the default."""

    view: str
    order: Order
    zoom: Zoom
    start: date | None
    page: int
    tray: int

    def window(self, today: date) -> Window:
        return window_from(self.zoom, self.start) if self.start else window_of(self.zoom, today)


def read_state(query: QueryDict) -> State:
    """The state an address asks for."""
    sort = query.get("sort", "target")
    column = sort.removeprefix("-")
    group = query.get("group", "track")
    order = Order(
        group=group if group in GROUPS else "track",
        sort=column if column in SORTS else "target",
        descending=sort.startswith("-"),
    )
    return State(
        view=view if (view := query.get("view", "timeline")) in VIEWS else "timeline",
        order=order,
        zoom=ZOOMS.get(query.get("zoom", ""), ZOOMS[DEFAULT_ZOOM]),
        start=read_day(query.get("from", "")),
        page=number_of(query.get("page")),
        tray=number_of(query.get("tray")),
    )


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@requires(Permission.VIEW)
@keeps_views
@at_a_day
@require_safe
def roadmap(request: UserRequest, program: Program) -> HttpResponse:
    """Every milestone that passes the filters, in its lane: as a timeline or as a table."""
    actor, state, choices = actor_of(request, program), read_state(request.GET), load_choices(program)
    rows = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    filters = MilestoneFilter(request.GET, queryset=rows, choices=choices, actor=actor)
    is_file = request.GET.get("view") == "csv"
    window = state.window(actor.today) if state.view == "timeline" and not is_file else None
    if state.view == "board" and not is_file:
        return board(Found(request, actor, state, choices, filters, {}, None))
    counts = count_lanes(filters.qs, state.order.group, window, actor.today)
    found = Found(request, actor, state, choices, filters, counts, window).on_a_page()
    if is_file:
        every = found.load(filters.qs, size=MOST_ROWS)
        return roadmap_file(found.reader(every), every, names_of(request.GET))
    parts = timeline_parts(found, window) if window else table_parts(found)
    return render(request, "milestones/roadmap/list.html", {**page_parts(found), **parts})


def board(found: "Found") -> HttpResponse:
    """The milestones by status."""
    rows = found.filters.qs
    states = count_states(rows)
    found = replace(found, counts={0: LaneCount(total=sum(states.values()))})
    parts = {"view": "board", "board": milestone_board(found.request, rows, states)}
    return render(found.request, "milestones/roadmap/list.html", {**page_parts(found), **parts})


@dataclass(frozen=True, slots=True)
class Found:
    """What one request found, before it is drawn."""

    request: UserRequest
    actor: Actor
    state: State
    choices: Choices
    filters: MilestoneFilter
    counts: dict[int, LaneCount]
    window: Window | None

    @property
    def total(self) -> LaneCount:
        return total_of(self.counts.values())

    @property
    def shown(self) -> int:
        return self.total.drawn if self.window else self.total.total

    def on_a_page(self) -> "Found":
        """The same on a page that is there."""
        page = clamped(self.state.page, total=self.shown, size=PAGE)
        return replace(self, state=replace(self.state, page=page))

    def load(self, rows: QuerySet[Milestone], size: int = PAGE) -> list[Milestone]:
        """The rows of the page that is asked for; all of them for a file."""
        lanes = self.choices.lanes(self.state.order.group)
        start = (self.state.page - 1) * PAGE if size == PAGE else 0
        return load_page(rows, self.state.order, lanes, start=start, size=size)

    @property
    def lanes(self) -> Lanes:
        group = self.state.order.group
        names = {lane.pk: lane for lane in self.choices.lanes(group)}
        adds = self.request.access.can(Permission.EDIT_MILESTONE) and group == "track"
        return Lanes(
            group, names, self.counts, self.request.GET, is_drawn=self.window is not None,
            adds=self.line_of_lane if adds else None,
        )  # fmt: skip

    def line_of_lane(self, lane: Choice) -> SafeString:
        """The link of a track's heading that adds a milestone to it."""
        return group_link(self.request, "milestone", lane.slug, lane.name)

    def reader(self, rows: Sequence[Milestone]) -> Reader:
        facts = load_facts(self.request, rows)
        return Reader(self.request.program, self.request.access, self.actor.today, facts)


def page_parts(found: Found) -> dict[str, Any]:
    """What both views share: the switches, the filters, the count, the pages."""
    query, state, filters = found.request.GET, found.state, found.filters
    chips = filters.chips()
    menu = menu_of(found.request)
    if menu is not None:
        chips = [replace(chip, remove_url=menu.beyond_default(chip.remove_url)) for chip in chips]
    shown = others(query, {*filters.form.fields, "saved", "tray"})
    kept = [*shown, *(menu.marks if menu is not None else [])]
    reset_url = f"?{urlencode(kept)}" if kept else menu.plain if menu is not None else "?"
    first = (state.page - 1) * PAGE
    return {
        "views": menu,
        "crumbs": [("Roadmap", address(query, view=None)), (VIEWS[state.view], None)],
        "switch": switch(query, "view", VIEWS, state.view),
        "tools": tool_parts(found),
        "chips": chips,
        "filter_form": filters.form,
        "filters_open": bool(filters.form.errors),
        "kept": kept,
        "new": new_link(found.request),
        "reset_url": reset_url,
        "count": count_words(found),
        "stale_banner": None if found.request.access.only_reads else banner_of(found),
        **picker(found.request),
        "zero": zero_words(found, [f"{chip.label} {chip.value}" for chip in chips], reset_url),
        "pages": f"{first + 1}–{min(first + PAGE, found.shown)} of {found.shown} milestones",
        "previous_page": state.page - 1 if state.page > 1 else None,
        "next_page": state.page + 1 if first + PAGE < found.shown and state.view != "board" else None,
    }


def banner_of(found: Found) -> dict[str, str] | None:
    """What says that figures are old; those of a past day have no age."""
    sees_jobs = found.request.access.can(Permission.VIEW_JOBS)
    return stale_banner(found.request.program, now=found.actor.moment, may_see_jobs=sees_jobs)


def new_link(request: UserRequest) -> tuple[str, str] | None:
    """Where a milestone begins, in the words of what this person may begin; in the track that is shown."""
    url = reverse("milestone_create", args=[request.program.slug])
    if track := request.GET.get("track"):
        url = f"{url}?{urlencode({'track': track})}"
    if request.access.can(Permission.EDIT_MILESTONE):
        return "Propose a milestone", url
    return ("Propose an idea", url) if request.access.can(Permission.PROPOSE_IDEA) else None


def tool_parts(found: Found) -> dict[str, Any]:
    """The switches of grouping, zoom and months."""
    query, window = found.request.GET, found.window
    if found.state.view == "board":
        return {}
    groups = {
        "groups": switch(query, "group", GROUPS, found.state.order.group),
        "csv_url": address(query, view="csv"),
    }
    if window is None:
        return groups | {"display": display_of(COLUMNS, query)}
    zooms = {zoom.name: zoom.label for zoom in ZOOMS.values()}
    return groups | {
        "zooms": switch(query, "zoom", zooms, window.zoom.name),
        "earlier_url": address(query, **{"from": window.previous.isoformat()}),
        "later_url": address(query, **{"from": window.next.isoformat()}),
        "today_url": address(query, **{"from": None}) if found.state.start else "",
    }


def switch(query: QueryDict, name: str, options: dict[str, str], current: str) -> list[Option]:
    """A switch of one part of the address; its options by their value there."""
    named = [(label, value) for value, label in options.items()]
    return options_of(named, current, lambda value: address(query, **{name: value}), ICONS)


def count_words(found: Found) -> str:
    """15 milestones; on the timeline also what lies outside its months."""
    total = found.total
    words = f"{found.shown} milestone{pluralize(found.shown)}"
    outside = total.total - total.loose - total.drawn
    if found.window and outside:
        words += f", {outside} outside these months"
    return words


def zero_words(found: Found, names: list[str], reset_url: str) -> dict[str, str] | None:
    """What to say when nothing passes; None when something does."""
    total, query = found.total, found.request.GET
    if found.shown or (found.window and total.loose):
        return None
    if found.window and total.total:
        return {
            "title": f"No milestone between {found.window.title.replace(' to ', ' and ')}",
            "text": f"{total.total} lie outside these months.",
            "url": address(query, **{"from": None}),
            "label": "Go to today",
        }
    if names:
        return {
            "title": "No milestone passes these filters",
            "text": f"On are: {'; '.join(names)}.",
            "url": reset_url,
            "label": "Clear all",
        }
    return {
        "title": "No milestone is planned yet",
        "text": "Ideas are not shown, nor what was shelved, dropped or delivered in an earlier half-year.",
        "url": address(query, status="IDEA"),
        "label": "Show ideas",
    }


def table_parts(found: Found) -> dict[str, Any]:
    """The page of the table."""
    rows, query = found.load(found.filters.qs), found.request.GET
    columns = columns_shown(query)
    return {
        "view": "table",
        "quick": quick_milestone(found),
        "bulk": bar_of(found.request, found.request.program, "milestone") if rows else None,
        "columns": [head_of(column, query, found.state.order) for column in columns],
        "rows": table_rows(found.reader(rows), rows, columns, found.lanes),
    }


def quick_milestone(found: Found) -> QuickLine | None:
    """The line that proposes a milestone, in the track that is shown or in the one that is chosen."""
    request, choices = found.request, [(lane.slug, lane.name) for lane in found.choices.tracks]
    if not choices or not request.access.can(Permission.EDIT_MILESTONE):
        return None
    return quick_line(
        request, "milestone", target="roadmap", at=request.GET.get("track", ""), name="milestone",
        choices=choices, choices_label="Track", is_parked=found.window is not None,
    )  # fmt: skip


def timeline_parts(found: Found, window: Window) -> dict[str, Any]:
    """The page of the timeline, and the tray of what has no target."""
    today, state, program = found.actor.today, found.state, found.request.program
    first = (state.tray - 1) * TRAY
    rows, tray = load_timeline(
        found.filters.qs, state.order, found.choices.lanes(state.order.group), in_window(window, today),
        start=(state.page - 1) * PAGE, tray=first,
    )  # fmt: skip
    drawn = load_drawn(program, rows, unfolded_keys(found.request.GET, rows))
    loose = found.total.loose
    return {
        "view": "timeline",
        "quick": quick_milestone(found) if state.order.group == "track" else None,
        **draw_timeline(found.reader(rows), rows, drawn, window, found.lanes),
        "tray": tray_cards(found.reader([]), tray),
        "tray_count": loose,
        "tray_previous": state.tray - 1 if state.tray > 1 else None,
        "tray_next": state.tray + 1 if first + TRAY < loose else None,
    }
