"""Search: a page that works by itself, and the list of the palette that opens over any page."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from pm.http import UserRequest, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.search import LONGEST_QUERY, fold, typed_words
from pm.queries.search import Found, find
from pm.registry import ACTIONS, CELLS, NAV, NAV_GROUPS, SETTINGS, SUBJECTS
from pm.rules import Access, load_access
from pm.search import jump
from pm.templatetags.cells import may_edit, url_of
from pm.views.search_lines import Group, Line, line_of

MOST_PROGRAMS = 20
PER_PROGRAM = 5
IN_PALETTE = 5
CHANGED_OFTEN = ("owner", "assignee", "status", "target", "due", "due_on")
NOTHING = "Nothing holds these words."
HINT = "Type a key such as M-12, or words of a title or a text: all of them must be in what is found."


@requires(Permission.VIEW)
@require_safe
def search(request: UserRequest, program: Program) -> HttpResponse:
    """Everything of the program that holds the words; a key leads straight to its page."""
    typed = request.GET.get("q", "")
    address = jump(program, request.access, typed)
    if address:
        return redirect(address)
    words = typed_words(typed)
    groups = [group_of(found, words) for found in find(program, request.access, words)]
    context = {
        "typed": typed[:LONGEST_QUERY],
        "sections": [("", "", groups)] if groups else [],
        "sentence": in_words(typed, words, groups),
        "found_nothing": bool(words) and not groups,
        "action": reverse("search", args=[program.slug]),
        "crumbs": [("Search", None)],
    }
    return render(request, "pm/search/list.html", context)


@require_safe
def search_all(request: UserRequest) -> HttpResponse:
    """The same over all programs I may open, a few of each kind; a key that one of them has leads there."""
    typed = request.GET.get("q", "")
    words = typed_words(typed)
    mine = my_programs(request) if words else []
    addresses = [found for program, access in mine if (found := jump(program, access, typed))]
    if len(addresses) == 1:
        return redirect(addresses[0])
    sections = []
    for program, access in mine:
        groups = [group_of(found, words) for found in find(program, access, words, limit=PER_PROGRAM)]
        if groups:
            sections.append((program.name, f"{reverse('search', args=[program.slug])}?q=", groups))
    every = [group for _, _, groups in sections for group in groups]
    context = {
        "typed": typed[:LONGEST_QUERY],
        "sections": sections,
        "sentence": in_words(typed, words, every),
        "found_nothing": bool(words) and not every,
        "action": reverse("search_all"),
        "crumbs": [("Search", None)],
    }
    return render(request, "pm/search/list.html", context)


@requires(Permission.VIEW)
@require_safe
def search_palette(request: UserRequest, program: Program) -> HttpResponse:
    """The list under the palette's field: the exact key, pages, actions, then hits."""
    typed = request.GET.get("q", "")
    words = typed_words(typed)
    address = jump(program, request.access, typed) if words else None
    key = Line(url=address, key=typed.strip(), title="Open it", icon="right") if address else None
    groups = [
        Group("key", "Exactly this", "", (key, *changes_of(program, request.access, typed)) if key else ()),
        Group("pages", "Go to", "", tuple(pages(program, request.access, words))),
        Group("actions", "Do", "", tuple(actions(program, request.access, words))),
        *(
            group_of(found, words, has_text=False)
            for found in find(program, request.access, words, limit=IN_PALETTE)
        ),
    ]
    return palette(request, words, groups, reverse("search", args=[program.slug]))


@require_safe
def search_all_palette(request: UserRequest) -> HttpResponse:
    """The palette outside a program: my programs, and what is in them."""
    typed = request.GET.get("q", "")
    words = typed_words(typed)
    mine = my_programs(request)
    homes = [
        Line(url=reverse("program_home", args=[program.slug]), key="", title=program.name, icon="home")
        for program, _ in mine
        if all(word in fold(program.name) for word in words)
    ]
    groups = [Group("programs", "Go to", "", tuple(homes))]
    for program, access in mine if words else ():
        for found in find(program, access, words, limit=IN_PALETTE):
            prefix = f"{program.name}: "
            groups.append(group_of(found, words, prefix=prefix, slug=program.slug, has_text=False))
    return palette(request, words, groups, reverse("search_all"))


def palette(request: UserRequest, words: Sequence[str], groups: Iterable[Group], page: str) -> HttpResponse:
    """The options of the palette, and how many there are in words."""
    shown = [group for group in groups if group.lines]
    count = sum(len(group.lines) for group in shown)
    context = {
        "groups": shown,
        "words": " ".join(words),
        "page": page,
        "sentence": f"{count} {'entry' if count == 1 else 'entries'}"
        if count
        else "Nothing holds these words.",
    }
    return render(request, "pm/search/_options.html", context)


def my_programs(request: UserRequest) -> list[tuple[Program, Access]]:
    """The programs this person may open, by name, with what they may do there."""
    rows = Program.objects.visible_to(request.user).order_by("name", "pk")[:MOST_PROGRAMS]
    return [(program, load_access(request.user, program)) for program in rows]


def group_of(
    found: Found, words: Sequence[str], *, prefix: str = "", slug: str = "", has_text: bool = True
) -> Group:
    """The hits of one kind, marked; the palette shows nothing of their texts."""
    return Group(
        id=slugify(f"{slug} {found.search.title}"),
        title=f"{prefix}{found.search.title}",
        note=count_in_words(found),
        is_cut=found.is_more or found.total > len(found.hits),
        lines=tuple(line_of(hit, found.search.icon, words, has_text=has_text) for hit in found.hits),
    )


def count_in_words(found: Found) -> str:
    """`3`, `20 of 143` or `20 of more than 50`."""
    shown = len(found.hits)
    if found.is_more:
        return f"{shown} of more than {found.total}"
    return f"{shown} of {found.total}" if found.total > shown else str(found.total)


def in_words(typed: str, words: Sequence[str], groups: Sequence[Group]) -> str:
    """The answer of the page in one sentence."""
    if not words:
        return HINT
    cut = f" Only the first {LONGEST_QUERY} characters were looked for." if len(typed) > LONGEST_QUERY else ""
    if not groups:
        return f"Nothing you may see holds {'this word' if len(words) == 1 else 'all these words'}.{cut}"
    count = sum(len(group.lines) for group in groups)
    return f"{count} {'entry' if count == 1 else 'entries'} shown.{cut}"


def pages(program: Program, access: Access, words: Sequence[str]) -> Iterable[Line]:
    """The pages of the navigation whose names hold the words."""
    for item in sorted(NAV, key=lambda item: (NAV_GROUPS.index(item.group), item.rank)):
        if access.can(Permission(item.permission)) and all(word in fold(item.label) for word in words):
            yield Line(
                url=reverse(item.url_name, args=[program.slug]), key="", title=item.label, icon=item.icon
            )
    if access.can(Permission.MANAGE_SETTINGS):
        for page in sorted(SETTINGS, key=lambda page: page.rank):
            if words and all(word in fold(page.label) for word in words):
                yield Line(
                    url=reverse(page.url_name, args=[program.slug]), key="", title=page.label, icon="settings"
                )


def changes_of(program: Program, access: Access, typed: str) -> Iterable[Line]:
    """What this reader may change of the thing whose key was typed, each with the page of its one field."""
    letter, _, digits = typed.strip().upper().partition("-")
    if letter not in CELLS or letter not in SUBJECTS or not (digits.isascii() and digits.isdecimal()):
        return
    row, editable = SUBJECTS.get(letter).find(program, access, int(digits)), CELLS.get(letter)
    for name in CHANGED_OFTEN if row is not None else ():
        field = editable.fields.get(name)
        if field is not None and may_edit(access, editable, field, row):
            yield Line(
                url=url_of(program.slug, editable, row, name),
                key="",
                title=f"Change the {field.title.lower()} of {row.key}",
                icon="edit",
            )


def actions(program: Program, access: Access, words: Sequence[str]) -> Iterable[Line]:
    """What this reader may begin, where its page is there."""
    for action in {action.url_name: action for action in ACTIONS}.values():
        if not access.can(Permission(action.permission)) or not all(
            word in fold(action.label) for word in words
        ):
            continue
        try:
            url = reverse(action.url_name, args=[program.slug])
        except NoReverseMatch:
            continue
        yield Line(url=url, key="", title=action.label, icon=action.icon)
