"""The bar of a milestone on the timeline, as SVG in per cent, without a style attribute.

There are hundreds on a page, so they are put together as plain text: what people wrote goes through
`as_html`, the rest is numbers, keys and names of classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from milestones.models import Milestone
from milestones.pure.timeline import SHORT, Span, Window
from milestones.templatetags.plan import late_detail, shows_health, signed_days, slip_words, target_words
from milestones.views.roadmap_rows import Reader
from pm.pure.days import short_day
from pm.templatetags.cells import as_html, sheet
from pm.templatetags.ui import health_mark

STUB_DAYS = 13
LETTER = 6.4  # the width of a letter of the bars, in px
PIXELS = 6.4  # what one per cent of the narrowest timeline measures, in px
BAR_CSS = {"ON_TRACK": "b-ok", "WATCH": "b-watch", "AT_RISK": "b-risk", "LATE": "b-late"}
STROKES = {"WATCH": "watch", "AT_RISK": "risk", "LATE": "late"}


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in or beside a bar: an icon, words, and the slip at the right end."""

    icon: str
    css: str
    words: str
    slip: str

    @property
    def pixels(self) -> float:
        return (
            (26 if self.icon else 10)
            + len(self.words) * LETTER
            + (len(self.slip) * LETTER + 16) * bool(self.slip)
        )


def pc(value: float) -> str:
    return f"{value:.3f}%"


def begin_of(row: Milestone, end: date) -> date:
    """Where a bar begins: planned start, else the day of commitment, else a short stub."""
    if row.planned_start_on:
        return row.planned_start_on
    if row.committed_on and row.committed_on < (row.target_from_on or end):
        return row.committed_on
    if row.target_from_on and row.target_from_on < end:
        return row.target_from_on
    return end - timedelta(days=STUB_DAYS)


def end_of(row: Milestone) -> date | None:
    """Where a bar ends: the target, or the day of delivery; a budget line may have no end."""
    if row.status in {"DELIVERED", "REVIEWED"}:
        return row.delivered_on or row.target_to_on
    return row.target_to_on


def label_of(row: Milestone, reader: Reader) -> Label:
    """Icon, word and slip of a bar."""
    days = row.slip_days
    slip = signed_days(days) if days else ""
    if row.kind == Milestone.Kind.BUDGET_LINE and row.is_open:
        return Label("clock", "", "Budget line", "")
    if not shows_health(row):
        return Label("check", "", str(row.get_status_display()), slip)
    mark = health_mark(row.health)
    words = f"{mark.word} {late_detail(row, reader.today)}".strip()
    if lacks_estimate(row, reader):
        words += ", no estimate"
    elif row.health == Milestone.Health.UNKNOWN and row.owner_id is None:
        words += ", no owner"
    if row.target_from_on != row.target_to_on:
        words += f" · {target_words(row, reader.today)}"
    return Label(mark.icon, mark.css, words, slip)


def lacks_estimate(row: Milestone, reader: Reader) -> bool:
    """Nobody estimated it, said by an app that would know."""
    facts = reader.facts_of(row)
    return "estimate" in facts and not facts["estimate"] and row.is_open


def css_of(row: Milestone, reader: Reader) -> str:
    if not shows_health(row):
        return "b-ok" if row.is_open else "b-done"
    if lacks_estimate(row, reader):
        return f"{BAR_CSS.get(row.health, '')} b-unknown".strip()
    return BAR_CSS.get(row.health, "b-ok" if "estimate" in reader.facts_of(row) else "b-unknown")


def name_of_bar(
    row: Milestone,
    begin: date,
    end: date | None,
    label: Label,
    waits: Sequence[str] = (),
    spent: date | None = None,
) -> str:
    """Milestone, start to due, health, slip, what it waits for: what a screen reader hears."""
    stretch = f"{long_day(begin)} to {long_day(end)}" if end else f"from {long_day(begin)} without an end"
    slip = [f"target {short_day(row.first_target_on, begin)} to {short_day(end, begin)}, {slip_words(row)}"]
    parts = [stretch, label.words, *(slip if label.slip and end else [])]
    parts += [f"waits for {', '.join(waits)}"] if waits else []
    parts += [f"appetite spent on {long_day(spent)} at this pace"] if spent else []
    return f"{row.title}, {', '.join(parts)}"


def long_day(day: date) -> str:
    return f"{day.day} {SHORT[day.month - 1]} {day.year}"


def draw(
    row: Milestone,
    reader: Reader,
    window: Window,
    *,
    handle: str = "",
    waits: Sequence[str] = (),
) -> tuple[str, Span | None]:
    """The cell of one milestone, and where its bar is."""
    last = end_of(row)
    end = last or window.end - timedelta(days=1)
    begin = min(begin_of(row, last or window.start), end)
    label = label_of(row, reader)
    span = window.span(begin, end)
    spent = spent_on(row, reader, begin, end - begin)
    drawing = bar(row, reader, window, span, label) if span else edge(end, window, label)
    said = as_html(name_of_bar(row, begin, last, label, waits, spent))
    return (
        f'<svg role="presentation">{ghost(row, window, begin)}'
        f'<a class="tl-bar {css_of(row, reader)}" id="bar-{row.key}" href="{reader.url_of(row)}" '
        f'aria-label="{said}"{handle if span else ""}>{drawing}</a>'
        f"{appetite(spent, window)}{forecast(row, reader, window)}</svg>"
    ), span


def spent_on(row: Milestone, reader: Reader, begin: date, length: timedelta) -> date | None:
    """The day on which the appetite would be spent, at the pace of the plan."""
    estimated = reader.facts_of(row).get("estimate_days")
    if not estimated or not row.appetite_days or not row.is_open or not row.target_to_on:
        return None
    share = float(Decimal(row.appetite_days) / Decimal(estimated))
    return begin + timedelta(days=round(length.days * min(share, 9)))


def appetite(day: date | None, window: Window) -> str:
    """The bracket where the appetite would be spent."""
    if day is None or not window.holds(day):
        return ""
    return f'<use class="appetite" href="#tl-spent" x="{pc(window.at(day))}" y="32.5"/>'


def bar(row: Milestone, reader: Reader, window: Window, span: Span, label: Label) -> str:
    """Body, claimed part, hatched imprecise end, and the words inside or beside."""
    inside = label.pixels <= span.width * PIXELS
    percent = reader.facts_of(row).get("claimed") if row.is_open else None
    hatched = hatch(row, window, span)
    whole = hatched is not None and hatched.width >= span.width - 0.01
    fill = lines = ""
    if percent:
        fill = f'<rect class="fill" x="1" y="1" width="{min(percent, 99)}%" height="20" rx="2"/>'
    if hatched:
        left, width = (hatched.left - span.left) / span.width * 100, hatched.width / span.width * 100
        lines = f'<rect class="hatch" x="{pc(left)}" width="{pc(width)}" height="22" rx="3"/>'
    words = inner_words(label, whole=whole) if inside else outer_words(label, span)
    return (
        f'<svg x="{pc(span.left)}" y="6" width="{pc(span.width)}" height="22" overflow="visible">'
        f'<rect class="{"body-imp" if whole else "body"}" width="100%" height="22" rx="3"/>'
        f"{fill}{lines}{words}</svg>"
    )


def hatch(row: Milestone, window: Window, span: Span) -> Span | None:
    """The stretch in which an imprecise target may fall."""
    first, last = row.target_from_on, row.target_to_on
    if not row.is_open or first is None or last is None or first == last:
        return None
    found = window.span(first, last)
    return Span(max(found.left, span.left), found.width) if found else None


@cache
def mark(icon: str, css: str) -> str:
    """An icon of a bar up to where it stands, escaped once."""
    return f'<use class="{css or "c-mark"}" href="{as_html(sheet())}#{icon}" x="'


def mark_at(label: Label, x: float) -> str:
    if not label.icon:
        return ""
    return f'{mark(label.icon, label.css)}{x:.0f}" y="4" width="14" height="14"/>'


def inner_words(label: Label, *, whole: bool) -> str:
    css = ' class="t-halo"' if whole else ""
    slip = (
        f'<text x="100%" dx="-9" y="15" text-anchor="end">{as_html(label.slip)}</text>' if label.slip else ""
    )
    x = 26 if label.icon else 10
    return f'{mark_at(label, 6)}<text{css} x="{x}" y="15">{as_html(label.words)}</text>{slip}'


def outer_words(label: Label, span: Span) -> str:
    """Words beside a bar that is too short for them: to its right, or left near the right edge."""
    words = " · ".join([part for part in (label.words, label.slip) if part])
    pixels = label.pixels + 6
    if span.right + pixels / PIXELS <= 100 or span.left * PIXELS < pixels:
        text = f'<text class="t-out" x="26" y="15">{as_html(words)}</text>'
        return f'<svg x="100%" overflow="visible">{mark_at(label, 6)}{text}</svg>'
    text = f'<text class="t-out" x="-8" y="15" text-anchor="end">{as_html(words)}</text>'
    return f"{mark_at(label, -8 - len(words) * LETTER - 20)}{text}"


def edge(end: date, window: Window, label: Label) -> str:
    """A bar that lies wholly before or after the window: its words at that edge."""
    words = as_html(f"{label.words}, due {long_day(end)}")
    if end < window.start:
        return (
            '<svg x="0" y="6" height="22" overflow="visible"><path class="t-edge" d="M10 6 5 11l5 5"/>'
            f'{mark_at(label, 14)}<text class="t-out" x="34" y="15">{words}</text></svg>'
        )
    text = f'<text class="t-out" x="-8" y="15" text-anchor="end">{words}</text>'
    return f'<svg x="100%" y="6" height="22" overflow="visible">{text}</svg>'


def ghost(row: Milestone, window: Window, begin: date) -> str:
    """The dotted line to the first target, where the target has moved since."""
    first = row.first_target_on
    if first is None or first == row.target_to_on or first < begin:
        return ""
    span = window.span(begin, first)
    if span is None:
        return ""
    left, right, end = pc(span.left), pc(span.right), ""
    if window.holds(first):
        end = f'<line class="ghost" x1="{right}" x2="{right}" y1="29" y2="36" stroke-dasharray="none"/>'
    return f'<line class="ghost" x1="{left}" x2="{right}" y1="32.5" y2="32.5"/>{end}'


def forecast(row: Milestone, reader: Reader, window: Window) -> str:
    """The diamond of the forecast P50."""
    day = reader.facts_of(row).get("p50_on")
    if not isinstance(day, date) or not window.holds(day) or not row.is_open:
        return ""
    css = f"f-{STROKES[row.health]}" if row.health in STROKES else "f-ink3"
    return f'<use class="{css}" href="#tl-p50" x="{pc(window.at(day))}" y="32.5"/>'
