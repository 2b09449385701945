"""The sections of a milestone's and a deliverable's page: its own and those that others register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html

from pm.http import UserRequest
from pm.registry import panels

MILESTONE_ORDER = (
    "waits",
    "why",
    "bets",
    "scope",
    "effort",
    "deliverables",
    "tasks",
    "coverage",
    "doneness",
    "signoffs",
    "criteria",
    "risks",
    "risks_text",
    "dependencies",
    "handovers",
    "gates",
    "artefacts",
    "decisions",
    "communication",
    "impact",
    "updates",
    "targets",
    "attachments",
    "comments",
    "history",
)
DELIVERABLE_ORDER = (
    "work",
    "pins",
    "signoffs",
    "handovers",
    "tasks",
    "dependencies",
    "depends_text",
    "risks",
    "output",
    "updates",
    "attachments",
    "comments",
    "history",
)
# The words of the line under a page's head, where that section is there; the rest is reached by scrolling.
MILESTONE_TABS = {
    "why": "Why",
    "bets": "Bet",
    "effort": "Effort",
    "deliverables": "Deliverables",
    "doneness": "Doneness",
    "risks": "Risks",
    "decisions": "Decisions",
    "updates": "Updates",
    "history": "History",
}
DELIVERABLE_TABS = {
    "work": "Gate",
    "pins": "Promises",
    "handovers": "Handovers",
    "tasks": "Tasks",
    "updates": "Updates",
    "comments": "Comments",
    "history": "History",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section ready to print: the page's own by its template, a registered one as it was rendered."""

    name: str
    template: str = ""
    html: str = ""


def sections_of(
    request: UserRequest, place: str, row: Any, *, own: Mapping[str, str], order: Iterable[str]
) -> list[Section]:
    """The sections that are there, in their order. `own` maps names to templates of the page itself."""
    found = []
    for name in order:
        if name in panels(place):
            html = render_panel(request, place, name, row)
            if html.strip():
                found.append(Section(name, html=html))
        elif name in own:
            found.append(Section(name, template=own[name]))
    return found


def render_panel(request: UserRequest, place: str, name: str, row: Any) -> str:
    """What is registered under that name, with an anchor of that name; empty where it has nothing to show."""
    panel = panels(place).get(name)
    context: dict[str, Any] | None = panel.build(request, row)
    if context is None:
        return ""
    html = render_to_string(panel.template, context, request=request)
    if not html.strip() or f'id="{name}"' in html:
        return html
    return format_html('<div id="{}">{}</div>', name, html)


def tabs_of(sections: Iterable[Section], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The line of words that jump to a section: name and word."""
    return [(one.name, words[one.name]) for one in sections if one.name in words]


def address_of(name: str, *args: str) -> str:
    """An address of another page; empty where no app offers it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
