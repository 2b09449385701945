"""The bar of a deliverable under its milestone on the timeline."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

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
from pm.templatetags.cells import filled

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
    handle: SafeString | str = "",
    waits: Sequence[str] = (),
    is_critical: bool = False,
) -> tuple[SafeString, Span | None]:
    """The cell of one deliverable, and where its bar is."""
    if part.due is None:
        return SafeString('<svg><text class="t-out" x="8" y="21">No due date</text></svg>'), None
    first = begin(part, whole, part.due)
    span, label = window.span(first, part.due), label_of(part, today, is_critical=is_critical)
    said = [f"{long_day(first)} to {long_day(part.due)}", label.words]
    said += [f"waits for {', '.join(waits)}"] if waits else []
    link = filled(
        '<svg role="presentation"><a class="tl-bar %s" id="bar-%s" href="%s" aria-label="%s"%s>%s</a></svg>',
        SafeString(css_of(part, today, is_critical=is_critical)),
        SafeString(part.key),
        url,
        f"{part.key} {part.title}, {', '.join(said)}",
        handle if span else "",
        body(span, label) if span else edge(part.due, window, label),
    )
    return link, span


def body(span: Span, label: Label) -> SafeString:
    """The bar with its words inside or beside."""
    inside = label.pixels <= span.width * PIXELS
    words = inner_words(label, whole=False) if inside else outer_words(label, span)
    return filled(
        '<svg x="%s" y="6" width="%s" height="22" overflow="visible">'
        '<rect class="body" width="100%%" height="22" rx="3"/>%s</svg>',
        pc(span.left), pc(span.width), words,
    )  # fmt: skip
