"""Which milestones will miss and why; looking it over; computing again."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from estimates.filters import AtRiskFilter
from estimates.pure.level import AT_RISK, LATE, UNKNOWN, WATCH
from estimates.queries.at_risk import LEVELS, Ranking, last_monday, last_review, ranking, with_reasons
from estimates.queries.recompute import Asked, newest_request
from estimates.services import recompute, review
from estimates.views.at_risk_rows import Reader, moved_rows, risk_row, track_rows
from pm.http import UserRequest, actor_of, requires
from pm.models import Program, User
from pm.permissions import Permission
from pm.pure.dates import MONTHS
from pm.pure.days import WEEKDAYS, short_day
from pm.queries.freshness import stale_banner
from pm.queries.page import clamped, number_of
from pm.views.saved_view import keeps_views, plain_of
from pm.views.saved_view import list_parts as saved_parts

PAGE = 25
MOVED_SHOWN = 5
WORDS = {"NEW": "newly at risk", "WORSE": "worse", "RECOVERED": "recovered"}


@requires(Permission.VIEW)
@keeps_views
@require_GET
def at_risk(request: UserRequest, program: Program) -> HttpResponse:
    """The ranked list, what moved since the last look, counts by track."""
    actor = actor_of(request, program)
    user = request.user if isinstance(request.user, User) else None
    reviewed = last_review(program, user)
    since = reviewed or last_monday(program, actor.moment)
    sees_internal = request.access.can(Permission.VIEW_INTERNAL)
    whole = ranking(program=program, sees_internal=sees_internal, since=since)
    filters = AtRiskFilter(request.GET, whole=whole, user_id=user.pk if user else None)
    reader = Reader(
        program,
        actor.today,
        may_estimate=request.access.can(Permission.ESTIMATE),
        may_edit=request.access.can(Permission.EDIT_MILESTONE),
    )
    context = {
        "crumbs": [("At risk", None)],
        "sub": sub_of(actor.today, local_day(program, since), is_review=reviewed is not None),
        "deltas": deltas_of(reader, whole),
        "whole": whole,
        "note": note_of(whole),
        "tracks": track_rows(whole.tracks, LEVELS, roadmap_urls(program)),
        "roadmap_url": reverse("roadmap", args=[program.slug]),
        "may_review": user is not None and request.access.can(Permission.REVIEW_RISK),
        "stale_banner": banner_of(request, program, actor.moment),
        **list_parts(request, reader, whole, filters),
        **recompute_parts(request, newest_request(program)),
    }
    return render(request, "estimates/at_risk/list.html", context)


def list_parts(request: UserRequest, reader: Reader, whole: Ranking, filters: AtRiskFilter) -> dict[str, Any]:
    """The page of the list that is asked for, and its filters."""
    found = [row for row in whole.rows if filters.keeps(row)]
    page = clamped(number_of(request.GET.get("page")), total=len(found), size=PAGE)
    start = (page - 1) * PAGE
    rows = with_reasons(found[start : start + PAGE])
    last = start + len(rows)
    more = len(found) > last
    return {
        "rows": [risk_row(reader, row, start + place) for place, row in enumerate(rows, 1)],
        "form": filters.form,
        "chips": filters.chips(plain_of(request)),
        "count": f"{len(found)} of {whole.total} milestones",
        "path": request.path,
        **saved_parts(request, filters.form),
        "pages": {
            "text": f"{start + 1}–{last} of {len(found)} milestones",
            "prev_url": page_url(request, page - 1) if page > 1 else "",
            "next_url": page_url(request, page + 1) if more else "",
        },
    }


def page_url(request: UserRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"


def local_day(program: Program, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(program.zone)).date()


def sub_of(today: date, since: date, *, is_review: bool) -> str:
    """Monday 21 September, week 39. Changes since your last review on 14 September."""
    day = f"{WEEKDAYS[today.weekday()]} {today.day} {MONTHS[today.month]}"
    kind = "your last review on" if is_review else f"{WEEKDAYS[since.weekday()]}"
    return f"{day}, week {today.isocalendar().week}. Changes since {kind} {short_day(since, today)}."


def deltas_of(reader: Reader, whole: Ranking) -> list[dict[str, Any]]:
    """What moved since the last look: a number, its word, and the first few by name."""
    return [
        {
            "count": len(whole.moved[name]),
            "word": word,
            "rows": moved_rows(reader, whole.moved[name][:MOVED_SHOWN]),
            "more": max(0, len(whole.moved[name]) - MOVED_SHOWN),
        }
        for name, word in WORDS.items()
    ]


def note_of(whole: Ranking) -> str:
    """3 of 15 milestones, 2 to watch and 1 we cannot see."""
    counts = whole.by_level
    risky = counts[LATE] + counts[AT_RISK]
    noun = "milestone" if whole.total == 1 else "milestones"
    return (
        f"{risky} of {whole.total} {noun} late or at risk, {counts[WATCH]} to watch, "
        f"{counts[UNKNOWN]} we cannot see"
    )


def roadmap_urls(program: Program) -> Callable[[str, str], str]:
    """Where a count of a track leads: the roadmap, filtered to it."""
    path = reverse("roadmap", args=[program.slug])

    def url_of(track: str, level: str) -> str:
        query = {"view": "table", "track": track} | ({"health": level} if level else {})
        return f"{path}?{urlencode(query)}"

    return url_of


def banner_of(request: UserRequest, program: Program, now: datetime) -> dict[str, str] | None:
    """Old figures and failed runs are said at the top."""
    return stale_banner(program, now=now, may_see_jobs=request.access.can(Permission.VIEW_JOBS))


def recompute_parts(request: UserRequest, asked: Asked | None) -> dict[str, Any]:
    """The button, or how far the running request is."""
    program = request.program
    return {
        "asked": asked,
        "may_recompute": request.access.can(Permission.RECOMPUTE),
        "recompute_url": reverse("at_risk_recompute", args=[program.slug]),
        "progress_url": reverse("at_risk_progress", args=[program.slug]),
    }


def wants_fragment(request: UserRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


@requires(Permission.RECOMPUTE)
@require_POST
def at_risk_recompute(request: UserRequest, program: Program) -> HttpResponse:
    """Ask for the whole program to be computed, and show how far it is."""
    recompute.request_all(program=program, actor=actor_of(request, program))
    if not wants_fragment(request):
        return HttpResponseRedirect(reverse("at_risk", args=[program.slug]))
    return render(
        request, "estimates/at_risk/_recompute.html", recompute_parts(request, newest_request(program))
    )


@requires(Permission.VIEW)
@require_GET
def at_risk_progress(request: UserRequest, program: Program) -> HttpResponse:
    """How far the request is, asked every second; the whole page once it is done."""
    asked = newest_request(program)
    context = recompute_parts(request, asked)
    if not wants_fragment(request):
        crumbs = [("At risk", reverse("at_risk", args=[program.slug])), ("Computing", None)]
        return render(request, "estimates/at_risk/progress.html", {**context, "crumbs": crumbs})
    answer = render(request, "estimates/at_risk/_recompute.html", context)
    if asked is None or not asked.is_running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@requires(Permission.REVIEW_RISK)
@require_POST
def at_risk_review(request: UserRequest, program: Program) -> HttpResponse:
    """Note that this person has looked the page over."""
    row = review.mark_reviewed(program=program, actor=actor_of(request, program))
    day = short_day(local_day(program, row.reviewed_at), local_day(program, row.reviewed_at))
    messages.success(request, f"Reviewed on {day}. The next look starts from here.")
    return HttpResponseRedirect(reverse("at_risk", args=[program.slug]))
