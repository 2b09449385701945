"""Undo: what it would do, what stands in its way, and doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from pm.errors import DomainError
from pm.http import UserRequest, actor_of, page_in, requires
from pm.models import Change, Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.history import (
    field_in_words,
    in_words,
    load_names,
    noun_in_words,
    value_in_words,
)
from pm.queries.history_short import in_short
from pm.queries.saved_view import are_private
from pm.queries.undo import Deed, deed_of, undone_by
from pm.queries.undo_right import may_undo
from pm.services import undo as undoing
from pm.services.undo import UndoRefused
from pm.services.undo_check import MOST_SHOWN, Clash
from pm.views.history import lines
from pm.views.record import go, wants_fragment

MOST_LINES = 200
MOST_READ = 2000


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way: a sentence, or a field three times and who wrote it last."""

    thing: str
    sentence: str = ""
    field: str = ""
    was: str = ""
    wrote: str = ""
    now: str = ""
    who: str = ""
    when: str = ""
    url: str = ""


def load_deed(request: UserRequest, program: Program, pk: int) -> Deed:
    """What was written with this change; 404 for none, or of another's own view; 403 for who may not undo."""
    deed = deed_of(program, pk)
    if deed is None or are_private(deed.changes, request.user.pk):
        raise Http404("There is no such change here.")
    if not may_undo(deed.rows(), request.access, request.user):
        raise PermissionDenied
    return deed


@requires(Permission.VIEW_HISTORY)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Show what an undo would take back, or take it back: all of it, or nothing with the reasons."""
    deed = load_deed(request, program, pk)
    if request.method != "POST":
        return show(request, deed, undoing.look(deed), status=200)
    actor = actor_of(request, program)
    try:
        written = undoing.undo(deed=deed, actor=actor)
    except UndoRefused as refused:
        return refuse(request, deed, refused.clashes, str(refused))
    except DomainError as refused:
        return refuse(request, deed, (), str(refused))
    word = "undo" if is_undo(deed) else "redo"
    said = in_short(written, actor.today)
    redo = reverse("undo", args=[program.slug, written[-1].pk])
    messages.success(request, f"{past(deed)}. {said}", extra_tags=f"{word}:{redo}")
    return go_on(request, deed, written)


def is_undo(deed: Deed) -> bool:
    """Whether what is taken back took something back itself, so that this is a redo."""
    ids = {one.undoes_id for one in deed.changes if one.undoes_id}
    if not ids:
        return False
    return not Change.objects.filter(pk__in=ids, undoes__isnull=False).exists()


def past(deed: Deed) -> str:
    """What was done, in a word."""
    return "Redone" if is_undo(deed) else "Undone"


def go_on(request: UserRequest, deed: Deed, written: Sequence[Change]) -> HttpResponse:
    """Back to the page it was asked on; when what that page shows is gone, to one that is there."""
    url, is_gone = place_after(request, deed.program, written)
    if is_gone or not wants_fragment(request):
        return go(request, url)
    return trigger_client_event(HttpResponse(), "undone", after="settle")


def place_after(request: UserRequest, program: Program, written: Sequence[Change]) -> tuple[str, bool]:
    """The page to go on with, and whether it is another than the one the undo was asked on."""
    history = reverse("history", args=[program.slug])
    asked = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(page_in(request, program, asked))
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if parts.path in {"", request.path}:
        return history, True
    gone = {
        one.subject for one in written if one.kind == Change.Kind.DELETE and one.label.startswith(one.subject)
    }
    segments = parts.path.strip("/").split("/")
    hit = next((place for place, word in enumerate(segments) if word in gone - {""}), None)
    if hit is None:
        return path, False
    above = f"/{'/'.join(segments[:hit])}/"
    try:
        resolve(above)
    except Resolver404:
        return history, True
    return above, True


def refuse(request: UserRequest, deed: Deed, clashes: Sequence[Clash], sentence: str) -> HttpResponse:
    """Nothing was undone, and why: a page, or a toast that leads there."""
    if not wants_fragment(request):
        return show(request, deed, clashes, status=409, sentence=sentence)
    context = {
        "text": sentence,
        "level": "error",
        "link_url": reverse("undo", args=[deed.program.slug, deed.last.pk]),
        "link_label": "See what stands in the way",
    }
    answer = render(request, "components/_toast.html", context, status=409)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
    return answer


def show(
    request: UserRequest, deed: Deed, clashes: Sequence[Clash], *, status: int, sentence: str = ""
) -> HttpResponse:
    """The page of one undo."""
    program = deed.program
    zone, today = ZoneInfo(program.zone), actor_of(request, program).today
    newest_first = sorted(deed.changes[-MOST_READ:], key=lambda one: -one.pk)
    entries = in_words(newest_first, today=today, zone=zone)
    last = deed.last
    mark = undone_by([last]).get(last.pk)
    told = sum(entry.count for entry in entries) if deed.count <= MOST_READ else deed.count
    context = {
        "deed": deed,
        "count": max(told, 1),  # as history counts them: what is computed with a change is none of its own
        "verb": "Redo" if is_undo(deed) else "Undo",
        "who": last.actor_name,
        "at": last.recorded_at,
        "lines": lines(program, entries[:MOST_LINES], today),
        "more": max(0, len(entries) - MOST_LINES) or max(0, deed.count - MOST_READ),
        "obstacles": obstacles(program, clashes, today, zone),
        "left": max(0, len(clashes) - MOST_SHOWN),
        "sentence": sentence,
        "undone": mark,
        "is_refused": bool(clashes or sentence),
        "crumbs": [("History", reverse("history", args=[program.slug])), (deed.title or "Undo", None)],
    }
    return render(request, "pm/history/undo.html", context, status=status)


def obstacles(program: Program, clashes: Sequence[Clash], today: date, zone: ZoneInfo) -> list[Obstacle]:
    """What stands in the way, ready for the template."""
    shown = clashes[:MOST_SHOWN]
    names = load_names(
        [
            Change(noun=one.row.noun, field=one.column.name, before=value, after=one.now)
            for one in shown
            if one.column is not None
            for value in (one.was, one.wrote)
        ],
        {},
    )
    return [
        Obstacle(
            thing=one.row.last.label or noun_in_words(one.row.noun),
            sentence=one.sentence,
            field=field_in_words(one.column.name) if one.column else "",
            was=value_in_words(one.column, one.was, names, today),
            wrote=value_in_words(one.column, one.wrote, names, today),
            now=value_in_words(one.column, one.now, names, today),
            who=one.by.actor_name if one.by else "",
            when=when_of(one.by, today, zone) if one.by else "",
            url=f"{reverse('history', args=[program.slug])}?key={one.row.last.subject}"
            if one.row.last.subject
            else "",
        )
        for one in shown
    ]


def when_of(change: Change, today: date, zone: ZoneInfo) -> str:
    """`today at 10:12`, or the day."""
    here = change.recorded_at.astimezone(zone)
    return f"{short_day(here.date(), today)} at {here:%H:%M}"
