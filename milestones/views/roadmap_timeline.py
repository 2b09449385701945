"""The timeline: rows of bars in table cells, deliverables where a row is unfolded, what waits for what."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from milestones.models import Milestone
from milestones.pure.timeline import SHORT, Window
from milestones.queries.schedule import bar_of
from milestones.queries.timeline import Drawn, Part
from milestones.services.reschedule import may_move
from milestones.views.roadmap_bars import draw, pc
from milestones.views.roadmap_canvas import ALL, Canvas, handle_of
from milestones.views.roadmap_links import dependency_lines
from milestones.views.roadmap_parts import draw_part
from milestones.views.roadmap_rows import Lanes, Reader, detail_url, with_heads
from pm.permissions import Permission
from pm.templatetags.cells import as_html, filled
from pm.templatetags.ui import initials

MAJOR = SafeString(' class="q"')
# How near to an end of the window the mark of today is moved inwards, in per cent.
EDGE = 4
HEAD, LANE, ROW, PART = 3.0, 2.0, 2.5, 2.0  # heights in rem, as in timeline.css


def draw_timeline(
    reader: Reader, rows: Sequence[Milestone], drawn: Drawn, window: Window, lanes: Lanes
) -> dict[str, Any]:
    """Everything the template prints of the rows of a page."""
    canvas = Canvas.of(reader, rows, drawn, window, lanes.query)
    body = SafeString("\n".join(drawn_rows(canvas, rows, lanes)))
    slug, may = reader.program.slug, reader.access.can(Permission.EDIT_DELIVERABLE)
    return {
        "window": window,
        "grid": grid(window, reader.today),
        "header": header(window, reader.today),
        "rows": body,
        "lines": dependency_lines(drawn.links, canvas.bars, canvas.spans, canvas.tops),
        "has_critical": bool(canvas.critical),
        "move_url": reverse("roadmap_move", args=[slug]) if may else "",
        "wait_url": reverse("dependency_create", args=[slug])
        if reader.access.can(Permission.RAISE_RISK)
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
    return {"fold_url": canvas.with_open([] if every else [ALL]), "fold_label": label}


def drawn_rows(canvas: Canvas, rows: Sequence[Milestone], lanes: Lanes) -> Iterator[str]:
    """The rows of a page, ready to print; the first of each lane carries the lane's heading."""
    top = HEAD
    for row, head in with_heads(rows, lanes):
        if head:
            yield f'<tr class="tl-lane"><th colspan="2" scope="rowgroup"><span>{head}</span></th></tr>'
            top += LANE
        canvas.tops[row.key], top = top, top + ROW
        yield timeline_row(canvas, row)
        for part in canvas.drawn.parts_of(row):
            canvas.tops[part.key], top = top, top + PART
            yield part_row(canvas, part, row)


def row_html(dom_id: str, key: str, url: str, title: str, beside: str, drawing: str, css: str = "") -> str:
    """A row: the key and the title that leads to its page, what stands beside them, and the bar."""
    said = as_html(title)
    return (
        f'<tr class="tl-row{css}" id="{dom_id}-bar"><th class="tl-lab" scope="row"><div class="tl-name">'
        f'<span class="key">{key}</span><a href="{url}" title="{said}">{said}</a>{beside}</div></th>'
        f"<td>{drawing}</td></tr>"
    )


def timeline_row(canvas: Canvas, row: Milestone) -> str:
    """The row of a milestone."""
    reader, key, last = canvas.reader, row.key, canvas.drawn.last_due(row)
    handle = ""
    if row.is_open and row.target_to_on and may_move(reader.access, row):
        handle = canvas.handle(key, row.target_text)
        if last and last.due:
            handle += f' data-last="{last.key}:{last.due}"'
    drawing, span = draw(row, reader, canvas.window, handle=handle, waits=canvas.waits(key))
    if span:
        canvas.spans[key] = span
    owner: str | None = row.owner_name  # type: ignore[attr-defined]  # annotated by with_bars
    beside = toggle(canvas, row) + avatar_of(owner)
    return row_html(f"milestone-{row.pk}", key, reader.url_of(row), row.title, beside, drawing)


def part_row(canvas: Canvas, part: Part, whole: Milestone) -> str:
    """The row of a deliverable under its milestone."""
    key, url = part.key, f"{canvas.part_url}{part.key}/"
    may = part.due and part.is_open and canvas.may_plan(part.accountable_id)
    drawing, span = draw_part(
        part, whole, url, canvas.window, canvas.reader.today,
        handle=canvas.handle(key) if may else "", waits=canvas.waits(key), is_critical=key in canvas.critical,
    )  # fmt: skip
    if span:
        canvas.spans[key] = span
    return row_html(
        f"deliverable-{part.pk}", key, url, part.title, avatar_of(part.owner), drawing, css=" tl-part"
    )


def avatar_of(name: str | None) -> str:
    if not name:
        return ""
    said = as_html(name)
    mark = as_html(initials(name))
    return f'<span class="avatar" role="img" aria-label="{said}" title="{said}">{mark}</span>'


def toggle(canvas: Canvas, row: Milestone) -> str:
    """The link that unfolds a row's deliverables, or folds them."""
    count = getattr(row, "held_count", 0)
    if not count:
        return ""
    key, is_open = row.key, row.pk in canvas.drawn.opened
    keys = canvas.unfolded if ALL in canvas.asked else canvas.asked
    url = canvas.with_open([one for one in keys if one != key] if is_open else [*keys, key])
    return filled(
        '<a class="tl-fold" id="fold-%s" href="%s" hx-get="%s" aria-expanded="%s" aria-label="%s of %s"></a>',
        row.pk, url, url, SafeString("true" if is_open else "false"),
        f"{count} deliverable{pluralize(count)}", key,
    )  # fmt: skip


def tray_cards(reader: Reader, rows: Sequence[Milestone]) -> list[tuple[str, str, str, SafeString]]:
    """Key, title, address and what a drag has to know of each milestone without a target."""
    return [
        (row.key, row.title, detail_url(reader.program, row), handle_of(bar_of(row), row.target_text)
         if row.is_open and may_move(reader.access, row) else SafeString(""))
        for row in rows
    ]  # fmt: skip


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
    at, word = window.at(today), f"{today.day} {SHORT[today.month - 1]}"
    left = 0 if at < EDGE else -48 if at > 100 - EDGE else -24  # at an end the mark stays within the window
    return filled(
        '%s<svg x="%s" y="25" overflow="visible"><rect class="f-today" x="%s" y="0" width="48" height="18" '
        'rx="4"/><text class="t-today" x="%s" y="12.5" text-anchor="middle">%s</text></svg>',
        names,
        pc(at),
        left,
        left + 24,
        word,
    )
