"""The timeline: rows of bars in table cells, deliverables where a row is unfolded, what waits for what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from milestones.forms.reschedule import token_of
from milestones.models import Milestone
from milestones.pure.schedule import Bar
from milestones.pure.timeline import Span, Window
from milestones.queries.schedule import bar_of
from milestones.queries.timeline import Drawn, Part
from milestones.services.reschedule import Move, Seen, may_move
from milestones.views.roadmap_bars import draw, pc
from milestones.views.roadmap_links import dependency_lines
from milestones.views.roadmap_parts import draw_part
from milestones.views.roadmap_rows import Lanes, Reader, detail_url, with_heads
from pm.permissions import Permission
from pm.templatetags.cells import filled
from pm.templatetags.ui import initials

MAJOR = SafeString(' class="q"')
ALL = "ALL"
HEAD, LANE, ROW, PART = 3.0, 2.0, 2.5, 2.0  # heights in rem, as in timeline.css


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One bar of the timeline, ready to print. `lane` heads a lane, once."""

    dom_id: str
    key: str
    name: SafeString
    avatar: SafeString | str
    drawing: SafeString
    lane: SafeString | str = ""
    css: str = ""
    toggle: SafeString | str = ""


@dataclass(slots=True)
class Canvas:
    """What is drawn, for whom, on which days; it remembers where each bar came to stand."""

    reader: Reader
    window: Window
    drawn: Drawn
    query: QueryDict
    unfolded: list[str]
    bars: dict[str, Bar] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    tops: dict[str, float] = field(default_factory=dict)
    critical: set[str] = field(default_factory=set)

    def handle(self, key: str, text: str = "") -> SafeString:
        """What a drag of this bar has to know."""
        bar = self.bars[key]
        near = ";".join(f"{what}:{other}:{day.isoformat()}" for what, other, day in self.near(bar))
        return handle_of(key, bar, text, near)

    def near(self, bar: Bar) -> Iterator[tuple[str, str, date]]:
        """Days of others that a move of this bar is measured against."""
        whole = self.bars.get(bar.parent)
        if whole and whole.end:
            yield "of", whole.key, whole.end
        for link in self.drawn.links:
            other = self.bars.get(link.needed if link.needer == bar.key else link.needer)
            if link.needer == bar.key and other and other.end:
                yield "after", other.key, other.end
            elif link.needed == bar.key and other and other.start:
                yield "before", other.key, other.start


def draw_timeline(
    reader: Reader, rows: Sequence[Milestone], drawn: Drawn, window: Window, lanes: Lanes
) -> dict[str, Any]:
    """Everything the template prints of the rows of a page."""
    query = lanes.query
    canvas = Canvas(reader, window, drawn, query, unfolded_keys(query, rows), critical=drawn.critical())
    canvas.bars.update({row.key: bar_of(row) for row in rows})
    for row in rows:
        for part in drawn.parts_of(row):
            canvas.bars[part.key] = Bar(part.key, part.start, part.due, parent=row.key, is_open=part.is_open)
    found = list(drawn_rows(canvas, rows, lanes))
    place(found, canvas)
    lines = dependency_lines(drawn.links, canvas.bars, canvas.spans, canvas.tops)
    access = reader.access
    return {
        "window": window,
        "grid": grid(window, reader.today),
        "header": header(window, reader.today),
        "rows": found,
        "lines": lines,
        "has_critical": bool(canvas.critical),
        "move_url": reverse("roadmap_move", args=[reader.program.slug])
        if access.can(Permission.EDIT_DELIVERABLE)
        else "",
        **folding(rows, canvas),
    }


def folding(rows: Sequence[Milestone], canvas: Canvas) -> dict[str, str]:
    """The address that unfolds every row of the page, or folds them again."""
    held = {row.key for row in rows if getattr(row, "held_count", 0)}
    if not held:
        return {}
    every = held <= set(canvas.unfolded)
    label = "Fold all" if every else "Unfold all"
    return {"fold_url": with_open(canvas.query, [] if every else [ALL]), "fold_label": label}


def with_open(query: QueryDict, keys: Sequence[str]) -> str:
    """The same page of the timeline with other rows unfolded."""
    changed = query.copy()
    changed.pop("open", None)
    if keys:
        changed["open"] = ",".join(keys)
    return f"?{changed.urlencode(safe=',')}"


def place(rows: Sequence[TimelineRow], canvas: Canvas) -> None:
    """Where each row begins, in rem from the top."""
    top = HEAD
    for row in rows:
        top += LANE if row.lane else 0
        canvas.tops[row.key] = top
        top += PART if row.css else ROW


def drawn_rows(canvas: Canvas, rows: Sequence[Milestone], lanes: Lanes) -> Iterator[TimelineRow]:
    """The rows of a page; the first of each lane carries the lane's heading."""
    for row, head in with_heads(rows, lanes):
        yield timeline_row(canvas, row, head)
        for part in canvas.drawn.parts_of(row):
            yield part_row(canvas, part, row)


def tray_cards(reader: Reader, rows: Sequence[Milestone]) -> list[tuple[str, str, str, SafeString | str]]:
    """Key, title, address and what a drag has to know of each milestone without a target."""
    return [
        (row.key, row.title, detail_url(reader.program, row), handle_of(row.key, bar_of(row), row.target_text)
         if row.is_open and may_move(reader.access, row) else "")
        for row in rows
    ]  # fmt: skip


def handle_of(key: str, bar: Bar, text: str = "", near: str = "") -> SafeString:
    """What a drag has to know: the dates as they stand, and which days of others are near."""
    seen = Seen(bar.start, bar.end, bar.first, text)
    token = token_of(key, Move(key[0], 0, bar.start, bar.end, seen))
    return filled(' data-move="%s" data-near="%s"', token, near)


def timeline_row(canvas: Canvas, row: Milestone, head: SafeString | str = "") -> TimelineRow:
    """The row of a milestone."""
    reader, last = canvas.reader, canvas.drawn.last_due(row)
    handle: SafeString | str = ""
    if row.is_open and row.target_to_on and may_move(reader.access, row):
        handle = canvas.handle(row.key, row.target_text)
        if last and last.due:
            handle = filled('%s data-last="%s:%s"', handle, last.key, last.due.isoformat())
    waits = [link.needed for link in canvas.drawn.links if link.needer == row.key]
    drawing, span = draw(row, reader, canvas.window, handle=handle, waits=waits)
    if span:
        canvas.spans[row.key] = span
    return TimelineRow(
        dom_id=f"milestone-{row.pk}-bar",
        key=row.key,
        name=filled('<a href="%s" title="%s">%s</a>', reader.url_of(row), row.title, row.title),
        avatar=avatar_of(row.owner.name if row.owner else ""),
        drawing=drawing,
        lane=head,
        toggle=toggle(canvas, row),
    )


def avatar_of(name: str) -> SafeString | str:
    if not name:
        return ""
    return filled(
        '<span class="avatar" role="img" aria-label="%s" title="%s">%s</span>', name, name, initials(name)
    )


def toggle(canvas: Canvas, row: Milestone) -> SafeString | str:
    """The link that unfolds a row's deliverables, or folds them."""
    count = getattr(row, "held_count", 0)
    if not count:
        return ""
    asked = opened_keys(canvas.query)
    keys = canvas.unfolded if ALL in asked else asked
    is_open = row.pk in canvas.drawn.opened
    keys = [key for key in keys if key != row.key] if is_open else [*keys, row.key]
    url = with_open(canvas.query, keys)
    return filled(
        '<a class="tl-fold" id="fold-%s" href="%s" hx-get="%s" aria-expanded="%s" aria-label="%s of %s"></a>',
        row.pk, url, url, "true" if is_open else "false",
        f"{count} deliverable{pluralize(count)}", row.key,
    )  # fmt: skip


def opened_keys(query: QueryDict) -> list[str]:
    """The keys of `?open=`, each once."""
    return list(dict.fromkeys(key for key in query.get("open", "").upper().split(",") if key))


def unfolded_keys(query: QueryDict, rows: Sequence[Milestone]) -> list[str]:
    """Which of these milestones show their deliverables; `all` is every one of the page."""
    asked = opened_keys(query)
    return [row.key for row in rows if ALL in asked or row.key in asked]


def part_row(canvas: Canvas, part: Part, whole: Milestone) -> TimelineRow:
    """The row of a deliverable under its milestone."""
    reader = canvas.reader
    url = reverse("deliverable_detail", args=[reader.program.slug, part.key])
    is_critical = part.key in canvas.critical
    access = reader.access
    team = part.accountable_id
    may = (
        access.can(Permission.EDIT_DELIVERABLE)
        if team is None
        else access.can(Permission.EDIT_DELIVERABLE, subteam_id=team)
    )
    handle = canvas.handle(part.key) if may and part.is_open and part.due else ""
    waits = [link.needed for link in canvas.drawn.links if link.needer == part.key]
    drawing, span = draw_part(
        part, whole, url, canvas.window, reader.today, handle=handle, waits=waits, is_critical=is_critical
    )
    if span:
        canvas.spans[part.key] = span
    return TimelineRow(
        dom_id=f"deliverable-{part.pk}-bar",
        key=part.key,
        name=filled('<a href="%s" title="%s">%s</a>', url, part.title, part.title),
        avatar=avatar_of(part.owner),
        drawing=drawing,
        css=" tl-part",
    )


def grid(window: Window, today: date) -> SafeString:
    """The lines behind the bars: months, quarters, today."""
    ticks = window.ticks()
    majors = {tick.at for tick in ticks if tick.is_major}
    drawn = [tick for tick in ticks if tick.at > 0 and (tick.is_major or tick.at not in majors)]
    lines = format_html_join(
        "",
        '<line class="{0}" x1="{2}" x2="{2}" y1="{1}" y2="100%"/>',
        ((*(("g-quarter", 0) if tick.is_major else ("g-month", 26)), pc(tick.at)) for tick in drawn),
    )
    if not window.holds(today):
        return lines
    at = pc(window.at(today))
    return filled('%s<line class="g-today" x1="%s" x2="%s" y1="44" y2="100%%"/>', lines, at, at)


def header(window: Window, today: date) -> SafeString:
    """The two lines of names over the grid, and today's mark."""
    names = format_html_join(
        "",
        '<text{0} x="{2}" dx="8" y="{1}">{3}</text>',
        ((*((MAJOR, 17) if tick.is_major else ("", 38)), pc(tick.at), tick.label) for tick in window.ticks()),
    )
    if not window.holds(today):
        return names
    word = f"{today.day} {today:%b}"
    return filled(
        '%s<svg x="%s" y="25" overflow="visible"><rect class="f-today" x="-24" y="0" width="48" height="18" '
        'rx="4"/><text class="t-today" x="0" y="12.5" text-anchor="middle">%s</text></svg>',
        names,
        pc(window.at(today)),
        word,
    )
