"""Cells that are edited where they stand: {% load cells %}{% cell row "due_on" %}, and strings for rows.

Who may not edit reads the same words as plain text. What may be edited is registered: pm.pure.cells.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.utils.safestring import SafeString

from pm.http import actor_of
from pm.models import Program, User
from pm.pure.cells import CellField, Editable
from pm.pure.days import short_day
from pm.pure.effort import short
from pm.registry import CELLS
from pm.rules import Access
from pm.templatetags.ui import NONE, icon, initials, sprite
from pm.text import render_markdown

register = template.Library()

EMPTY = SafeString("")
MARKS = re.compile("[&<>\"']").search
TAGS = re.compile("<[^>]*>").sub
HEAD = "head"
QUIET = SafeString(' class="quiet"')


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at cells, in which program, on which day, and in which place of their page."""

    program: Program
    access: Access
    today: date
    place: str = ""


def editable_of(row: Any) -> Editable:
    """What is registered for the kind of a row; raises KeyError."""
    letter = str(getattr(row, "key", "")).partition("-")[0]
    return CELLS.get(letter if letter in CELLS else row._meta.model_name)


def may_edit(access: Access, editable: Editable, field: CellField, row: Any) -> bool:
    """Whether this person may edit this field of this row."""
    return bool((field.permission or editable.permission)(access, row))


def id_of(editable: Editable, row: Model, name: str) -> str:
    """The id of a cell and of its editor."""
    return f"{editable.noun}-{row.pk}-{name}"


def url_of(slug: str, editable: Editable, row: Any, name: str, place: str = "") -> str:
    """Where a cell is edited."""
    return f"/{slug}/cell/{editable.ref(row)}/{name}/{f'?in={place}' if place else ''}"


def in_words(value: Any, today: date) -> str:
    """A value as people read it; ready HTML stays what it is."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return short_day(value, today)
    if isinstance(value, Decimal):
        return short(value)
    return value if isinstance(value, str) else str(value)


def draw(looker: Looker, row: Any, name: str, *, announce: str = "") -> SafeString:
    """One field of a row at rest: a cell for those who may edit it, else its words."""
    editable = editable_of(row)
    field = editable.fields[name]
    if editable.draw is not None and (drawn := editable.draw(looker, row, name, announce)) is not None:
        return SafeString(drawn)
    if field.kind == "text":
        return draw_text(looker, editable, row, name, announce)
    value = field.show(row)
    who = str(value) if field.kind == "person" and isinstance(value, User) else ""
    is_empty = value is None or value == ""
    text = field.none if is_empty and field.none else in_words(value, looker.today)
    extra = field.note(row, looker.today) if field.note else ""
    if field.kind == "link":
        return draw_link(looker, editable, row, name, text, announce)
    if not may_edit(looker.access, editable, field, row):
        return plain(text, extra=extra, name=who)
    return cell(
        dom_id=id_of(editable, row, name),
        url=url_of(looker.program.slug, editable, row, name, looker.place),
        text=text,
        extra=extra,
        label=f"{field.title} of {editable.name_of(row)}",
        name=who,
        announce=announce,
        quiet=is_empty,
    )


def pen(looker: Looker, editable: Editable, row: Any, name: str, words: str = "") -> SafeString:
    """The link that opens the editor of a cell whose words lead elsewhere."""
    url, field = url_of(looker.program.slug, editable, row, name, looker.place), editable.fields[name]
    return filled(
        '<a class="cell-pen" href="%s" data-cell-open aria-label="%s of %s. Edit">%s</a>',
        url,
        field.title,
        editable.name_of(row),
        words,
    )


def boxed(kind: str, dom_id: str, announce: str, inside: SafeString) -> SafeString:
    """What is swapped for the editor: a box around words and the link that opens it."""
    said = filled(' data-announce="%s"', announce) if announce else EMPTY
    return filled('<%s id="%s" data-cell%s>%s</%s>', kind, dom_id, said, inside, kind.split()[0])


def edited(
    looker: Looker, row: Any, facts: Iterable[tuple[str, Any, str]], names: Mapping[str, str]
) -> list[tuple[str, Any, str]]:
    """Facts of a page (label, text, address): those that `names` gives a field are edited in place."""
    fields = editable_of(row).fields
    return [
        (label, draw(looker, row, names[label]), "")
        if label in names and names[label] in fields
        else (label, text, url)
        for label, text, url in facts
    ]


def draw_link(
    looker: Looker, editable: Editable, row: Any, name: str, text: str, announce: str
) -> SafeString:
    """Words that lead to a page, with a pencil beside them; at the head of that page they are text."""
    field, slug = editable.fields[name], looker.program.slug
    url = field.href(slug, row) if field.href else editable.url(slug, row)
    hint = filled(' title="%s"', text) if looker.place else EMPTY  # where long ones are cut
    link = filled('<a href="%s"%s>%s</a>', url, hint, text)
    link = filled("<span>%s</span>", text) if looker.place == HEAD or not url else link
    if not may_edit(looker.access, editable, field, row):
        return link
    inside = filled("%s%s", link, pen(looker, editable, row, name))
    return boxed(SafeString('span class="cell-link"'), id_of(editable, row, name), announce, inside)


def draw_text(looker: Looker, editable: Editable, row: Any, name: str, announce: str) -> SafeString:
    """A text in Markdown with the link that opens it; what is not written yet says so."""
    field = editable.fields[name]
    shown = field.show(row)
    ready = shown if isinstance(shown, SafeString) else render_markdown(shown) if shown.strip() else EMPTY
    told = filled('<div class="prose">%s</div>', ready) if ready else EMPTY
    if not may_edit(looker.access, editable, field, row):
        return told
    none = filled('<p class="muted">%s</p>', field.none or f"{field.title} is not written yet.")
    inside = filled("%s%s", told or none, pen(looker, editable, row, name, "Edit" if ready else "Write it"))
    return boxed(SafeString('div class="cell-text"'), id_of(editable, row, name), announce, inside)


def looker_of(request: Any, program: Program, place: str = "") -> Looker:
    """Who looks, from a request."""
    return Looker(program, request.access, actor_of(request, program).today, place)


@register.simple_tag(takes_context=True, name="cell")
def cell_tag(context: Context, row: Any, name: str, place: str = "") -> SafeString:
    """{% cell row "due_on" %}, and {% cell row "title" "head" %} at the head of the row's own page."""
    request = context["request"]
    return draw(looker_of(request, request.program, place), row, name)


def filled(pattern: str, *parts: object) -> SafeString:
    """format_html for rows, in a quarter of its time: escapes every part that is not safe already."""
    safe = tuple([as_html(part) for part in parts])
    return SafeString(pattern % safe)  # each part is escaped on the line above


def as_html(part: object) -> str:
    """Ready HTML as it is, all else escaped; most hold nothing to escape, which is seen at a glance."""
    if type(part) is SafeString:
        return part
    text = str(part)
    return escape(text) if MARKS(text) else text


@cache
def sheet() -> str:
    """The address of the icon sheet, asked for once."""
    return str(sprite())


@cache
def sign(name: str, css: str = "") -> SafeString:
    """An icon, made once."""
    return icon(name, css)


def ended(words: str, before: str) -> str:
    """Words with the point that ends a sentence, unless they or those before them bring their own."""
    return words if (words or before).endswith((".", "?", "!", "…")) else f"{words}."


@lru_cache(maxsize=1024)  # the same few people own most rows
def avatar_of(name: str) -> SafeString:
    """The round mark beside a name."""
    return filled('<span class="avatar" aria-hidden="true">%s</span>', initials(name)) if name else EMPTY


def spoken(html: str) -> str:
    """What is said of ready HTML: its words without their tags, as they may stand in an attribute."""
    words = TAGS("", html) if "<" in html else html
    return words.replace('"', "&quot;")  # HTML may hold them as they are between its tags


def cell(
    *,
    dom_id: str,
    url: str,
    text: str,
    label: str,
    extra: str = "",
    name: str = "",
    announce: str = "",
    quiet: bool = False,
) -> SafeString:
    """A cell at rest. It says where its editor lives; inline-edit.js asks for it, once for all cells."""
    shown, beside = as_html(text), as_html(extra)
    words = spoken(shown)
    said = "none" if words in {"", NONE} else words
    more = ended(f" {spoken(beside)}" if beside else "", words)
    css, told, tick = "", "", ""
    if announce:
        css, told = " cell-saved", f' data-announce="{as_html(announce)}"'
        tick = sign("check", "icon-s")
    note = f'<span class="muted">{beside}</span>' if beside else ""
    return SafeString(  # each part is ready or escaped by as_html
        f'<a class="cell{css}" id="{as_html(dom_id)}" href="{as_html(url)}" data-cell '
        f'aria-label="{as_html(label)}: {said}{more} Edit"{told}>{tick}{avatar_of(name)}'
        f"<span{QUIET if quiet or not shown else EMPTY}>{shown or NONE}</span>{note}</a>"
    )


def plain(text: str, *, extra: str = "", name: str = "") -> SafeString:
    """The same cell for those who may not edit it."""
    more = f' <span class="muted">{as_html(extra)}</span>' if extra else EMPTY
    inside = f"{avatar_of(name)}{as_html(text) or NONE}{more}"  # each part is ready or escaped by as_html
    return SafeString(f'<span class="who">{inside}</span>' if name else inside)
