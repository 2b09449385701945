"""The bar of a deliverable under its milestone on the timeline."""

from collections.abc import Sequence
from datetime import date

from milestones.models import Deliverable, Milestone
from milestones.pure.timeline import Span, Window
from milestones.queries.timeline import Part
from milestones.templatetags.plan import STATUS_MARKS
from milestones.views.roadmap_bars import (
    PIXELS,
    Label,
    begin_of,
    edge,
    inner_words,
    long_day,
    outer_words,
    pc,
)
from pm.templatetags.cells import as_html

WORDS = dict(Deliverable.Status.choices)


def label_of(part: Part, today: date, *, is_critical: bool = False) -> Label:
    """Its state in a word; how far over its day it is; whether it is on the longest chain."""
    words = str(WORDS[part.status])
    if part.is_open and part.due and part.due < today:
        words = f"Overdue {(today - part.due).days} d"
    words += " · Critical" if is_critical else ""
    return Label(STATUS_MARKS[part.status], "c-mark", words, "")


def css_of(part: Part, today: date, *, is_critical: bool) -> str:
    """Done, late or plain; a heavier edge on the longest chain."""
    state = "b-ok" if part.is_open else "b-done"
    if part.is_open and part.due and part.due < today:
        state = "b-late"
    return f"{state} is-crit" if is_critical else state


def begin(part: Part, whole: Milestone, due: date) -> date:
    """Where its bar begins: its start, else that of the milestone."""
    return min(part.start or begin_of(whole, due), due)


def draw_part(
    part: Part,
    whole: Milestone,
    url: str,
    window: Window,
    today: date,
    *,
    handle: str = "",
    waits: Sequence[str] = (),
    is_critical: bool = False,
) -> tuple[str, Span | None]:
    """The cell of one deliverable, and where its bar is."""
    if part.due is None:
        return '<svg><text class="t-out" x="8" y="21">No due date</text></svg>', None
    first = begin(part, whole, part.due)
    span, label = window.span(first, part.due), label_of(part, today, is_critical=is_critical)
    said = f"{part.key} {part.title}, {long_day(first)} to {long_day(part.due)}, {label.words}"
    if waits:
        said += f", waits for {', '.join(waits)}"
    drawing = body(span, label) if span else edge(part.due, window, label)
    return (
        f'<svg role="presentation"><a class="tl-bar {css_of(part, today, is_critical=is_critical)}" '
        f'id="bar-{part.key}" href="{url}" aria-label="{as_html(said)}"{handle if span else ""}>'
        f"{drawing}</a></svg>"
    ), span


def body(span: Span, label: Label) -> str:
    """The bar with its words inside or beside."""
    inside = label.pixels <= span.width * PIXELS
    words = inner_words(label, whole=False) if inside else outer_words(label, span)
    return (
        f'<svg x="{pc(span.left)}" y="6" width="{pc(span.width)}" height="22" overflow="visible">'
        f'<rect class="body" width="100%" height="22" rx="3"/>{words}</svg>'
    )
