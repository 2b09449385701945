"""The words and marks every page shares: {% load ui %}."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, Select, Textarea
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

NONE = "–"
DAYS_PER_MONTH = Decimal(20)
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Mark(NamedTuple):
    """An icon, its word and its class: the three never appear apart."""

    icon: str
    word: str
    css: str


HEALTH = {
    "on_track": Mark("h-ok", "On track", "h-ok"),
    "watch": Mark("h-watch", "Watch", "h-watch"),
    "at_risk": Mark("h-risk", "At risk", "h-risk"),
    "late": Mark("h-late", "Late", "h-late"),
    "unknown": Mark("h-unknown", "Unknown", "h-unknown"),
}
TRUTH = {
    "target": Mark("t-target", "Target", "truth-target"),
    "claimed": Mark("t-claimed", "Claimed", "truth-claimed"),
    "verified": Mark("t-verified", "Verified", "truth-verified"),
    "drifted": Mark("t-drift", "Drifted", "truth-drift"),
}
STATUS_ICONS = {"open": "c-open", "progress": "c-prog", "done": "c-done", "na": "c-na"}


# --- Marks


@register.simple_tag
def sprite() -> str:
    """The address of the icon sprite."""
    return static("img/icons.svg")


@register.simple_tag
@lru_cache(maxsize=512)  # a page draws some seventy of a few dozen
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the sprite. Decorative unless it has a label."""
    classes = f"icon {css}".strip()
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', classes, named, sprite(), name)


@register.filter
def health_mark(level: str | None) -> Mark:
    """Icon, word and class of a health level; what is not known is unknown, never green."""
    return HEALTH.get(str(level or "").lower(), HEALTH["unknown"])


@register.filter
def truth_mark(state: str | None) -> Mark:
    """Icon, word and class of a truth: target, claimed, verified, drifted."""
    return TRUTH.get(str(state or "").lower(), TRUTH["target"])


@register.filter
def status_icon(state: str | None) -> str:
    """The outline of a status: open, progress, done or na."""
    return STATUS_ICONS.get(str(state or "").lower(), STATUS_ICONS["open"])


@register.filter
def initials(name: object) -> str:
    """Two letters for the round mark: "Cleo Fenn" is CF."""
    words = str(name or "").split()
    if not words:
        return ""
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()


# --- Bars


@lru_cache(maxsize=2048)
def tick(place: int, state: str) -> SafeString:
    """One statement: empty is open, half is claimed, full is verified."""
    x = place * 9
    if state == "verified":
        return format_html('<rect class="tick-v" x="{}" y="1" width="6" height="12" rx="1"/>', x)
    edge = format_html('<rect class="tick-t" x="{}" y="1.5" width="5" height="11" rx="1"/>', x + 0.5)
    if state == "claimed":
        return format_html('{}<rect class="tick-v" x="{}" y="7" width="6" height="6" rx="1"/>', edge, x)
    return edge


@register.simple_tag
def ticks(states: Iterable[str]) -> SafeString:
    """One tick per statement, in its order. The figures stand beside it in text."""
    return row_of_ticks(tuple([str(state).lower() for state in states]))


@lru_cache(maxsize=512)  # most letters of most features look alike
def row_of_ticks(states: tuple[str, ...]) -> SafeString:
    """The ticks of these states."""
    marks = [tick(place, state) for place, state in enumerate(states)]
    return format_html(
        '<svg class="ticks" width="{}" height="14" aria-hidden="true">{}</svg>',
        len(marks) * 9,
        SafeString("".join(marks)),  # each mark is ready
    )


@register.simple_tag
def meter(done: int, total: int, label: str = "") -> SafeString:
    """One block per condition, the met ones filled first."""
    step = 100 / max(total, 1)
    blocks = (
        ("f-ink2" if place < done else "f-bar", f"{place * step + 0.3:.3f}", f"{max(step - 0.6, 0.2):.3f}")
        for place in range(total)
    )
    drawn = format_html_join("", '<rect class="{}" x="{}%" width="{}%" y="0" height="6" rx="1"/>', blocks)
    named = label or f"{done} of {total} conditions met"
    return format_html('<svg class="meter" role="img" aria-label="{}">{}</svg>', named, drawn)


@register.filter
def bar(value: object) -> str:
    """A share of an axis in percent, held between 0 and 100 and written with a dot."""
    return f"{min(max(float(str(value)), 0.0), 100.0):.2f}".rstrip("0").rstrip(".")


# --- Words


def as_decimal(value: object) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


@register.filter
def months(days: object, per_month: object = None) -> str:
    """Person-days as months with one decimal: 96 of 20 a month is 4.8."""
    effort = as_decimal(days)
    if effort is None:
        return NONE
    return str((effort / (as_decimal(per_month) or DAYS_PER_MONTH)).quantize(Decimal("0.1"), ROUND_HALF_UP))


@register.filter
def person_days(days: object) -> str:
    """Person-days without needless zeros: 12, 7.5, or a dash."""
    effort = as_decimal(days)
    if effort is None:
        return NONE
    text = f"{effort.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
    return text.removesuffix(".0")


@register.filter
def day(date: dt.date | None, today: dt.date | None = None) -> str:
    """A plan date: 30 Sep; 29 Jan 27 in another year; a dash for none."""
    if date is None or not isinstance(date, dt.date):
        return NONE
    year = (today or timezone.localdate()).year
    short = f"{date.day} {MONTHS[date.month - 1]}"
    return short if date.year == year else f"{short} {date.year % 100:02d}"


@register.simple_tag
def moment(at: dt.datetime | None) -> str | SafeString:
    """A moment in the reader's zone: the hour when it is today, else the day before it."""
    if at is None:
        return NONE
    here = timezone.localtime(at)
    hour = f"{here:%H:%M}"
    text = hour if here.date() == timezone.localdate() else f"{day(here.date())} {hour}"
    full = f"{here.day} {MONTHS[here.month - 1]} {here.year} {hour} {here.tzname()}"
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), full, text)


@register.filter
def word_diff(text: object, base: object) -> SafeString:
    """What `text` adds to and takes from `base`, word by word, as ins and del."""
    old, new = WORDS.findall(str(base or "")), WORDS.findall(str(text or ""))
    if not new and not old:
        return SafeString(NONE)
    parts: list[tuple[SafeString]] = []
    for what, *at in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        gone, come = "".join(old[at[0] : at[1]]), "".join(new[at[2] : at[3]])
        if what == "equal":
            parts.append((format_html("{}", come),))
            continue
        if gone:
            parts.append((format_html("<del>{}</del>", gone),))
        if come:
            parts.append((format_html("<ins>{}</ins>", come),))
    return format_html_join("", "{}", parts)


# --- Addresses


@register.simple_tag(takes_context=True)
def query_url(context: Context, **changes: Any) -> str:
    """This page's query string with changes; None takes one out, and the page starts again."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(one) for one in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else context["request"].path


@register.filter
def undo_url(tags: str | None) -> str:
    """Where a toast's Undo or Redo posts: the word of a message's extra tags that begins with undo:/ ."""
    for word in (tags or "").split():
        path = word.removeprefix("undo:").removeprefix("redo:")
        if path != word and path.startswith("/") and not path.startswith("//"):
            return path
    return ""


@register.filter
def see_url(tags: str | None) -> str:
    """Where a toast leads for more: the word of a message's extra tags that begins with see:/ ."""
    path = next((word.removeprefix("see:") for word in (tags or "").split() if word.startswith("see:/")), "")
    return "" if path.startswith("//") else path


@register.filter
def undo_word(tags: str | None) -> str:
    """What the button of a toast is called."""
    return "Redo" if any(word.startswith("redo:/") for word in (tags or "").split()) else "Undo"


# --- Fields


@register.filter
def is_check(field: BoundField) -> bool:
    """A single checkbox: its label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def widget(field: BoundField, css: str = "", label: str = "") -> SafeString:
    """A field's control in our classes; Django adds its aria attributes."""
    control = field.field.widget
    if "cell-input" in css:
        kind = ""
    elif isinstance(control, Textarea):
        kind = "textarea"
    elif isinstance(control, Select):
        kind = "select"
    else:
        kind = "input"
    attrs: dict[str, str | bool] = {"class": f"{kind} {css}".strip()}
    if label:
        attrs["aria-label"] = label
    if kind == "textarea" and control.attrs.get("rows") == "10":
        attrs["rows"] = "4"
    if "input-l" in css:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)
