"""History: who changed what, from what to what, why and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from pm.actor import Source
from pm.filters import SOURCES, HistoryFilter, chips
from pm.http import UserRequest, actor_of, requires
from pm.models import Change, Membership, Program, User
from pm.permissions import Permission
from pm.pure.days import long_day, short_day
from pm.queries.history import Entry, in_words, newest
from pm.queries.page import number_of, page_of
from pm.queries.saved_view import without_private
from pm.queries.undo import Undone, undone_among, undone_by
from pm.queries.undo_right import may_offer
from pm.registry import SUBJECTS
from pm.rules import Access
from pm.views.saved_view import keeps_views, list_parts, plain_of

PAGE_SIZE = 100
SET_LABEL = "Change set"
# Pages of what is named by its short name instead of a key.
PAGES_OF_NOUNS = {
    "milestones.feature": "feature_detail",
    "milestones.statement": "feature_detail",
    "milestones.statementrevision": "feature_detail",
    "pm.subteam": "subteam_detail",
    "estimates.capacity": "subteam_detail",
    "estimates.absence": "subteam_detail",
    "estimates.costrate": "subteam_detail",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one change set under its title, or single ones without."""

    title: str
    count: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    on: str
    groups: tuple[Group, ...]


def days_of(entries: list[Entry]) -> list[Day]:
    """Entries by day, and within a day by change set."""
    days = []
    for day, of_day in groupby(entries, key=lambda entry: entry.day):
        groups = []
        for _, of_set in groupby(of_day, key=lambda entry: entry.change_set_id):
            rows = tuple(of_set)
            groups.append(Group(rows[0].title, sum(row.count for row in rows), rows))
        days.append(Day(long_day(day), tuple(groups)))
    return days


@dataclass(frozen=True, slots=True)
class Undoer:
    """Who reads a history: what they may undo, and which changes are taken back already."""

    access: Access
    user: User
    undone: Mapping[int, Undone]

    def show(self, entry: Entry, program: Program) -> dict[str, Any]:
        """The Undo of an entry, or who took it back."""
        by = next((self.undone[one.pk] for one in entry.changes if one.pk in self.undone), None)
        takes_back = next((one.undoes_id for one in entry.changes if one.undoes_id), None)
        may = by is None and may_offer(entry.changes, self.access, self.user)
        return {
            "undo_url": reverse("undo", args=[program.slug, entry.changes[0].pk]) if may else "",
            "undone": by,
            "undone_url": reverse("undo", args=[program.slug, by.pk]) if by else "",
            "takes_back": reverse("undo", args=[program.slug, takes_back]) if takes_back else "",
        }


def undoer_of(request: UserRequest, changes: Sequence[Change]) -> Undoer:
    """The reader of the history of one thing."""
    return Undoer(request.access, request.user, undone_among(changes))


def story(
    request: UserRequest, program: Program, changes: Sequence[Change], today: date
) -> list[dict[str, Any]]:
    """The history of one thing, ready for `pm/history/_lines.html`."""
    entries = in_words(changes, today=today, zone=ZoneInfo(program.zone))
    return lines(program, entries, today, undoer_of(request, changes))


def line_of(
    entry: Entry, program: Program, today: date | None, undoer: Undoer | None = None
) -> dict[str, Any]:
    """One entry ready for the template: with its hour under its day, with its day where today is given."""
    return {
        **(undoer.show(entry, program) if undoer else {}),
        "entry": entry,
        "when": short_day(entry.day, today) if today else entry.clock,
        "url": url_of(entry, program),
        "source": "" if entry.source == Source.PAGE else SOURCES.get(Source(entry.source), ""),
    }


def url_of(entry: Entry, program: Program) -> str:
    """Where the subject of an entry is shown; empty for one that has no page of its own."""
    letter, dash, _ = entry.subject.partition("-")
    keyed = dash and letter in SUBJECTS
    name = SUBJECTS.get(letter).url_name if keyed else PAGES_OF_NOUNS.get(entry.noun, "")
    try:
        return reverse(name, args=[program.slug, entry.subject]) if name else ""
    except NoReverseMatch:
        return ""


def lines(
    program: Program, entries: list[Entry], today: date | None = None, undoer: Undoer | None = None
) -> list[dict[str, Any]]:
    """Entries ready for `pm/history/_lines.html`."""
    return [line_of(entry, program, today, undoer) for entry in entries]


def people_of(program: Program) -> list[tuple[int, str]]:
    """Everybody who is or was in the program, by name."""
    own = Membership.objects.filter(program=program, user=OuterRef("pk"))
    return list(User.objects.filter(Exists(own)).order_by("name", "pk").values_list("pk", "name"))


@requires(Permission.VIEW_HISTORY)
@keeps_views
@require_safe
def history(request: UserRequest, program: Program) -> HttpResponse:
    """The program's changes, newest first, a hundred a page."""
    zone, today = ZoneInfo(program.zone), actor_of(request, program).today
    people, rows = people_of(program), without_private(newest(program), request.user.pk)
    found = HistoryFilter(request.GET, queryset=rows, program=program, people=people)
    page = page_of(found.qs, number=number_of(request.GET.get("page")), size=PAGE_SIZE)
    entries = in_words(page.rows, today=today, zone=zone, people=dict(people))
    undoer = Undoer(request.access, request.user, undone_by(page.rows))
    context = {
        "days": days_ready(days_of(entries), program, undoer),
        "form": found.form,
        **list_parts(request, found.form),
        "chips": chips_of(found, request, page.rows),
        "count": count_in_words(len(page.rows), page.first, page.has_next),
        "page": page,
        "crumbs": [("History", None)],
    }
    return render(request, "pm/history/list.html", context)


def chips_of(found: HistoryFilter, request: UserRequest, rows: Sequence[Change]) -> list[dict[str, str]]:
    """The filters that are on; a change set by its title."""
    shown = chips(found, request.GET, request.path, plain_of(request))
    title = next((row.change_set.title for row in rows if row.change_set), "")
    return [chip | ({"value": title} if title and chip["label"] == SET_LABEL else {}) for chip in shown]


def days_ready(days: list[Day], program: Program, undoer: Undoer) -> list[dict[str, Any]]:
    """Days with their entries ready for the template; a change set is undone as a whole."""
    return [
        {"on": day.on, "groups": [group_ready(group, program, undoer) for group in day.groups]}
        for day in days
    ]


def group_ready(group: Group, program: Program, undoer: Undoer) -> dict[str, Any]:
    """One group ready for the template."""
    ready: dict[str, Any] = {
        "title": group.title,
        "count": group.count,
        "lines": lines(program, list(group.entries), None, undoer),
    }
    if not group.title:
        return ready
    whole = undoer.show(group.entries[0], program)
    for line in ready["lines"]:
        line |= {"undo_url": "", "undone": None, "takes_back": ""}
    history = reverse("history", args=[program.slug])
    return {**ready, **whole, "set_url": f"{history}?set={group.entries[0].change_set_id}"}


def count_in_words(shown: int, first: int, has_next: bool) -> str:
    """`Changes 101–200`, or how many there are when they fit on one page."""
    if not shown:
        return "no changes"
    if first == 1 and not has_next:
        return f"{shown} change" if shown == 1 else f"{shown} changes"
    return f"changes {first:,}–{first + shown - 1:,}"
