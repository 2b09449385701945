"""Pages of a past day: `?as_of=2026-09-12` shows a page as it was at the end of that day, to be read only.

    @requires(Permission.VIEW)
    @at_a_day
    @require_safe
    def roadmap(request, program): ...

The view knows nothing of it: its queries read the past (`pm.queries.as_of`), its reader may do nothing, its
today is that day. Links to pages that can be read so keep the day. A past day shows what was corrected and
deleted since, so it asks for the right to read history.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from pm.http import UserRequest, actor_of, build_nav, today_url
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import long_day
from pm.queries.as_of import first_day, has_begun, reading

PARAMETER = "as_of"
KEY = re.compile(r"/([A-Z]-[1-9]\d*)/")
LINK = re.compile(r'(?P<start>\shref=")(?P<path>/[^"?#]*|(?=\?))(?P<query>\?[^"#]*)?(?P<rest>#[^"]*)?"')
FORM = re.compile(
    r'(?P<start><form[^>]*\smethod="get"[^>]*\saction="(?P<path>[^"?]*)"[^>]*>)(?P<fields>.*?</form>)',
    re.DOTALL,
)
# The way back to today stands between them.
PARTS = re.compile(r'<header class="top">.*?</header>|<main.*</main>', re.DOTALL)
View = Callable[..., HttpResponse]


def at_a_day(view: View) -> View:
    """Let a page be read as it was on the day its address names."""

    @wraps(view)
    def wrapper(request: UserRequest, program: Program, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get(PARAMETER, "").strip()
        if not typed or request.method not in {"GET", "HEAD"}:
            return view(request, program, *args, **kwargs)
        if not request.access.can(Permission.VIEW_HISTORY):
            return not_shown(request, program)
        day, words = day_of(typed, program, actor_of(request, program).today)
        if day is None:
            return no_such_day(request, words, status=422)
        request.as_of, request.access = day, request.access.reading()
        try:
            with reading(program, day):
                response = view(request, program, *args, **kwargs)
        except Http404:
            said = f"Nothing of that key was here at the end of {long_day(day)}. It was made later."
            return no_such_day(request, said, status=404)
        return keep_day(response, day)

    wrapper.reads_past = True  # type: ignore[attr-defined]  # read where links keep the day
    return wrapper


def day_of(typed: str, program: Program, today: date) -> tuple[date | None, str]:
    """The day that is asked for; None with the reason why there is nothing to show."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None, f"“{typed[:40]}” is no day. Write it as {today.isoformat()}, or choose one."
    if day > today:
        return None, f"{long_day(day)} is still to come. Choose a day up to today, {long_day(today)}."
    if not has_begun(program, day):
        first = long_day(first_day(program))
        return None, f"Nothing is recorded of {long_day(day)}. Choose a day since {first}."
    return day, ""


def no_such_day(request: UserRequest, words: str, *, status: int) -> HttpResponse:
    """A sentence and a field for another day."""
    context = {"title": "Nothing to show of that day", "words": words, **picker(request), **frame(request)}
    return render(request, "pm/as_of/none.html", context, status=status)


def not_shown(request: UserRequest, program: Program) -> HttpResponse:
    """To those who read a public program from outside: who may read past days, and today's page."""
    words = (
        f"Past days hold what was corrected or deleted since. The people of {program.name} read them; "
        "the page of today is open to everybody."
    )
    context = {"title": "Past days are not public", "words": words, **frame(request)}
    return render(request, "pm/as_of/none.html", context, status=403)


def frame(request: UserRequest) -> dict[str, Any]:
    """What surrounds such a sentence: the navigation, the way to where one is, the same page today."""
    nav, url = build_nav(request), today_url(request)
    crumbs = [(line.label, line.url) for group in nav for line in group.items if line.current][:1]
    if key := KEY.search(request.path):
        crumbs.append((key[1], url))
    return {"nav": nav, "today_url": url, "crumbs": [*crumbs, ("Another day", None)]}


def picker(request: UserRequest) -> dict[str, Any]:
    """What `pm/as_of/_pick.html` needs: where it leads, the day shown, what the address says beside it.

    Nothing for those who may not read past days.
    """
    if not request.access.can(Permission.VIEW_HISTORY):
        return {}
    query = request.GET.copy()
    for name in (PARAMETER, "page", "tray"):
        query.pop(name, None)
    past = getattr(request, "as_of", None)
    return {
        "as_of_path": request.path,
        "as_of_kept": [(name, value) for name, values in query.lists() for value in values],
        "as_of_day": past.isoformat() if past else "",
    }


def keep_day(response: HttpResponse, day: date) -> HttpResponse:
    """The page with the day in each of its links to a page that can be read at a day."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    day_text, known = urlencode({PARAMETER: day.isoformat()}), {"": True}

    def is_kept(path: str) -> bool:
        if path not in known:
            known[path] = reads_past(path)
        return known[path]

    def link(match: re.Match[str]) -> str:
        path, query = match["path"], match["query"] or ""
        if f"{PARAMETER}=" in query or not is_kept(path):
            return match[0]
        return f'{match["start"]}{path}{f"{query}&amp;" if query else "?"}{day_text}{match["rest"] or ""}"'

    def form(match: re.Match[str]) -> str:
        if f'name="{PARAMETER}"' in match["fields"] or not is_kept(match["path"]):
            return match[0]
        hidden = f'<input type="hidden" name="{PARAMETER}" value="{day.isoformat()}">'
        return f"{match['start']}{hidden}{match['fields']}"

    def part(match: re.Match[str]) -> str:
        return FORM.sub(form, LINK.sub(link, match[0]))

    response.content = PARTS.sub(part, response.content.decode())
    return response


def reads_past(path: str) -> bool:
    """Whether the page of an address can be read at a day."""
    try:
        return hasattr(resolve(path).func, "reads_past")
    except Resolver404:
        return False
