"""A board: a column a state, a card a row. A card goes only along the steps of its table of states.

Every card links to its steps (`<noun>_card`), which is the way without script; dragging and keys are in
`board.js`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString

from milestones.pure.moves import why_not
from milestones.pure.states import Step
from milestones.queries.board import MOST
from pm.filters import chips
from pm.http import UserRequest
from pm.models import Program
from pm.permissions import who_may
from pm.templatetags.cells import filled
from pm.templatetags.ui import icon, initials
from pm.views.column import others, turned
from pm.views.register import register_page
from pm.views.saved_view import view_menu
from pm.views.switch import Option, options_of

LAYOUTS = (("List", ""), ("Board", "board"))
ICONS = {"List": "table", "Board": "board", "Table": "table", "Timeline": "timeline"}


@dataclass(frozen=True, slots=True)
class Stack:
    """One column: its state, how many stand there, the first of them, and where the rest is."""

    status: str
    label: str
    count: int
    cards: tuple[SafeString, ...]
    more_url: str

    @property
    def hidden(self) -> int:
        return max(0, self.count - len(self.cards))


@dataclass(frozen=True, slots=True)
class Board:
    """The columns of a board and why a card cannot go from one to another, for `board.js`."""

    noun: str
    stacks: tuple[Stack, ...]
    why: str

    @property
    def total(self) -> int:
        return sum(stack.count for stack in self.stacks)


def board_of(
    noun: str,
    steps: Sequence[Step],
    labels: Mapping[str, str],
    counts: Mapping[str, int],
    cards: Iterable[tuple[str, SafeString]],
    *,
    may: Callable[[Step], bool],
    more: Callable[[str], str],
) -> Board:
    """The board of ready cards; `more` gives the list of one state."""
    found: dict[str, list[SafeString]] = {status: [] for status in labels}
    for status, card in cards:
        found[status].append(card)
    return Board(
        noun=noun,
        stacks=tuple(
            Stack(status, label, counts.get(status, 0), tuple(found[status]), more(status))
            for status, label in labels.items()
        ),
        why=json.dumps(why_not(steps, labels, may, who_may), ensure_ascii=False),
    )


def card(
    *,
    key: str,
    status: str,
    url: str,
    move_url: str,
    title: str,
    head: SafeString | str,
    foot: Sequence[SafeString | str],
    to: Sequence[str],
    lack: str = "",
) -> SafeString:
    """One card. `to` are the states it may go to now, `lack` what one of them asks for: `COMMITTED|…`."""
    parts = SafeString("".join(filled("<span>%s</span>", part) for part in foot if part))
    mover = (
        filled(
            '<a class="btn btn-quiet btn-icon btn-s" href="%s" data-card-steps aria-label="Steps of %s">'
            "%s</a>",
            move_url, key, icon("more"),
        )
        if to
        else ""
    )  # fmt: skip
    return filled(
        '<li class="card" id="card-%s" data-card="%s" data-status="%s" data-to="%s" data-lack="%s" '
        'data-url="%s"%s><div class="card-head"><span class="key">%s</span>%s%s</div>'
        '<a class="card-title" href="%s" draggable="false">%s</a><div class="card-foot">%s</div></li>',
        key, key, status, " ".join(to), lack, move_url, SafeString(' draggable="true"') if to else "",
        key, head, mover, url, title, parts,
    )  # fmt: skip


def person(name: str) -> SafeString:
    """Who owns it."""
    if not name:
        return SafeString('<span class="muted">no owner</span>')
    return filled(
        '<span class="who"><span class="avatar" aria-hidden="true">%s</span>%s</span>', initials(name), name
    )


def layouts(request: UserRequest) -> list[Option]:
    """The switch between the list and the board."""
    current = "board" if is_board(request) else ""
    return options_of(LAYOUTS, current, lambda value: turned(request.GET, view=value), ICONS)


def is_board(request: UserRequest) -> bool:
    return request.GET.get("view") == "board"


def list_or_board(
    request: UserRequest,
    program: Program,
    *,
    board: Callable[[], Board],
    filterset: django_filters.FilterSet,
    title: str,
    noun: str,
    lead: str,
    create: tuple[str, str] | None,
    more: Callable[[], Mapping[str, Any]] = dict,
    **of_list: Any,
) -> HttpResponse:
    """A register that is also a board: which of them stands in its address. `more` is asked for the list."""
    both: dict[str, Any] = {
        "filterset": filterset,
        "title": title,
        "noun": noun,
        "lead": lead,
        "create": create,
    }
    if is_board(request):
        return board_page(request, program, build=board, **both)
    shown = {"layouts": layouts(request), **more()}
    return register_page(request, program, context=shown, **both, **of_list)


def board_page(
    request: UserRequest,
    program: Program,
    *,
    filterset: django_filters.FilterSet,
    build: Callable[[], Board],
    title: str,
    noun: str,
    lead: str,
    create: tuple[str, str] | None,
) -> HttpResponse:
    """The board of a register, under the filters of its list."""
    menu = view_menu(request, program)
    if menu is not None and menu.goes_to:
        return HttpResponseRedirect(menu.goes_to)
    board = build()
    kept = others(request.GET, {*filterset.form.fields, "saved"})
    return render(
        request,
        "milestones/board/list.html",
        {
            "title": title,
            "lead": lead,
            "create": create,
            "board": board,
            "most": MOST,
            "views": menu,
            "layouts": layouts(request),
            "count": f"{board.total:,} {noun if board.total == 1 else f'{noun}s'}",
            "form": filterset.form,
            "chips": chips(filterset, request.GET, request.path),
            "hidden": [*kept, *(menu.marks if menu is not None else [])],
            "reset_url": turned(request.GET, **dict.fromkeys(filterset.form.fields, "")),
            "crumbs": [(title, None)],
        },
    )
