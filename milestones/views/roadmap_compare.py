"""What changed in the plan between the ends of two days. Both days are in the address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones.forms.compare import CompareForm
from milestones.models import Track
from milestones.pure.compare import Changed, Difference, Kind, Plan, compare, counts_by_track
from milestones.queries.compare import load_milestones, load_plan, load_reasons
from milestones.templatetags.plan import signed_days
from milestones.views.roadmap_rows import load_facts
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import long_day
from pm.pure.periods import first_day as first_day_of
from pm.pure.periods import half_year
from pm.queries.as_of import first_day, reading
from pm.views.csv_file import csv_answer

HEADS = ("key", "title", "track", "change", "what", "from", "to", "days later", "reason")
NONE = "none"
# Kinds that say by their name what changed.
SAID_BY_KIND = frozenset({Kind.ADDED, Kind.REMOVED, Kind.MOVED, Kind.ESTIMATED, Kind.OWNED, Kind.STATUS})


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone that changed, ready to print."""

    key: str
    title: str
    url: str
    differences: tuple[
        tuple[str, bool, str, str], ...
    ]  # kind, whether it is that of the line before, words, why


@requires(Permission.VIEW_HISTORY)
@require_safe
def roadmap_compare(request: UserRequest, program: Program) -> HttpResponse:
    """Added, removed, moved, re-estimated, re-owned, status and scope, by track and milestone."""
    today, first = actor_of(request, program).today, first_day(program)
    since, until = usual_days(today, first)
    asked = {"from": since.isoformat(), "to": until.isoformat()} | request.GET.dict()
    form = CompareForm(asked, first=first, today=today)
    tracks = list(Track.objects.filter(program=program).order_by("rank", "name", "pk"))
    track = next((one for one in tracks if one.slug == request.GET.get("track")), None)
    context: dict[str, Any] = {
        "form": form,
        "tracks": tracks,
        "track": track,
        "crumbs": [("Roadmap", reverse("roadmap", args=[program.slug])), ("Compare two days", None)],
        "quick": quick_days(today, first),
    }
    if not form.is_valid():
        return render(request, "milestones/roadmap/compare.html", context, status=422)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    slug = track.slug if track else ""
    old, new = (plan_at(request, program, day, today, slug) for day in (since, until))
    rows = compare(old, new, load_reasons(program, since, until))
    if request.GET.get("format") == "csv":
        name = f"{program.slug}-plan-{since.isoformat()}-{until.isoformat()}.csv"
        return csv_answer(name, HEADS, file_rows(rows))
    return render(
        request, "milestones/roadmap/compare.html", {**context, **parts(program, rows, since, until, slug)}
    )


def usual_days(today: date, first: date) -> tuple[date, date]:
    """Since the Monday before today, or since anything is recorded."""
    monday = today - timedelta(days=today.weekday() or 7)
    return max(monday, first), today


def quick_days(today: date, first: date) -> list[tuple[str, str]]:
    """Days one often asks for: since Monday, for four weeks, since the half-year began."""
    offered = (
        ("Since Monday", today - timedelta(days=today.weekday() or 7)),
        ("Four weeks", today - timedelta(weeks=4)),
        (f"Since {half_year(today)} began", first_day_of(half_year(today))),
    )
    return [
        (label, f"?{urlencode({'from': day.isoformat(), 'to': today.isoformat()})}")
        for label, day in offered
        if first <= day
    ]


def plan_at(request: UserRequest, program: Program, day: date, today: date, track: str) -> Plan:
    """The plan that this reader may see, at the end of a day."""

    def load() -> Plan:
        insider = request.access.can(Permission.VIEW_INTERNAL)
        rows = load_milestones(program, sees_internal=insider, track=track)
        return load_plan(rows, load_facts(request, rows), today)

    if day == today:
        return load()
    with reading(program, day):
        return load()


def parts(program: Program, rows: Sequence[Changed], since: date, until: date, track: str) -> dict[str, Any]:
    """What the page shows of the changes."""
    counts = counts_by_track(rows)
    kinds = [kind for kind in Kind if any(kind in of_track for _, of_track in counts)]
    asked = {"from": since.isoformat(), "to": until.isoformat()} | ({"track": track} if track else {})
    return {
        "is_read": True,
        "sub": f"From the end of {long_day(since)} to the end of {long_day(until)}: {total_words(rows)}.",
        "kinds": [kind.label for kind in kinds],
        "counts": [(name, [of_track.get(kind, 0) for kind in kinds]) for name, of_track in counts],
        "groups": [
            (name, [line(program, row) for row in of_track])
            for name, of_track in groupby(rows, key=lambda row: row.track)
        ],
        "csv_url": f"?{urlencode({**asked, 'format': 'csv'})}",
    }


def total_words(rows: Sequence[Changed]) -> str:
    """`2 milestones added, 3 moved`, or that nothing changed."""
    if not rows:
        return "nothing in the plan changed"
    kinds = [kind for row in rows for kind in {one.kind for one in row.differences}]
    told = [f"{kinds.count(kind)} {kind.label.lower()}" for kind in Kind if kind in kinds]
    return f"{len(rows)} milestone{pluralize(len(rows))} changed: {', '.join(told)}"


def line(program: Program, row: Changed) -> Line:
    """One milestone; what is deleted is shown as it was last."""
    url = reverse("milestone_detail", args=[program.slug, row.key]) if row.is_there else ""
    told: list[tuple[str, bool, str, str]] = []
    for one in row.differences:
        is_repeated = bool(told) and told[-1][0] == one.kind.label
        told.append((one.kind.label, is_repeated, words_of(one), one.why))
    return Line(row.key, row.title, url, tuple(told))


def words_of(one: Difference) -> str:
    """`19 Aug → 30 Sep, +42 d`, `D-7 Store added, due 3 Sep`."""
    what = "" if one.kind in SAID_BY_KIND else one.what
    if one.kind == Kind.SCOPE and not (one.before and one.after):
        due = f", due {one.after}" if one.after else f", was due {one.before}" if one.before else ""
        return f"{what}{due}"
    if one.kind == Kind.ADDED and not one.before:
        return f"as {one.after}"
    moved = f", {signed_days(one.days)}" if one.days else ""
    return f"{what} {one.before or NONE} → {one.after or NONE}{moved}".strip()


def file_rows(rows: Sequence[Changed]) -> Iterator[list[Any]]:
    """One line a change."""
    for row in rows:
        for one in row.differences:
            yield [row.key, row.title, row.track, one.kind.label, one.what, one.before, one.after,
                   "" if one.days is None else one.days, one.why]  # fmt: skip
