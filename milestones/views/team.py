"""The home of a subteam: what it owes, what is in its hands, who is in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from milestones.models import Deliverable
from milestones.panels.owed_plan import condition_words
from milestones.queries.team import Hands, counts_of, open_of, people_in, sort_hands
from milestones.views.deliverable_rows import list_lines
from milestones.views.owed import group_lines
from milestones.views.sections import address_of
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.pure.days import MONTHS, distance, short_day
from pm.pure.periods import iso_week
from pm.pure.words import in_letters
from pm.queries.owed import Group, Scope, owed_by_subteam

READ = 300
SHOWN = 50
STARTED = "&status=IN_PROGRESS&status=CLOSE_REQUESTED"
PLANNED = "&status=PLANNED"


@requires(Permission.VIEW)
@require_safe
def subteam_detail(request: UserRequest, program: Program, tslug: str) -> HttpResponse:
    """One subteam: what it owes in the next 14 days, what it works on, what comes."""
    team: Subteam = load_or_404(Subteam.objects.filter(program=program), slug=tslug)
    today = actor_of(request, program).today
    rows = open_of(program, request.access, team, READ)
    hands = sort_hands(rows, today)
    counts = counts_of(program, request.access, team, today)
    owed = owed_rows(hands)
    base = f"{reverse('deliverable_list', args=[program.slug])}?subteam={team.slug}"
    groups = owed_as_team(request, program, team, today)
    week = iso_week(today)
    context = {
        "team": team,
        "groups": group_lines(groups, today),
        "group_count": sum(len(one.dues) for one in groups),
        "updates_url": f"{reverse('update_list', args=[program.slug])}?subteam={team.slug}",
        "effort_url": address_of("effort_week", program.slug, week, team.slug)
        if request.access.can(Permission.LOG_EFFORT, subteam_id=team.pk)
        else "",
        "sentence": f"{week_words(today)} {owed_words(hands, groups, today)}",
        "hands": hands,
        "counts": counts,
        "owed": section(owed_list(owed[:SHOWN], hands, program, today), len(owed), base),
        "requested": section(
            [request_line(row, program, today) for row in hands.requested[:SHOWN]],
            len(hands.requested),
            f"{base}&status=CLOSE_REQUESTED",
        ),
        "started": section(
            list_lines(hands.started[:SHOWN], program, today), counts.started, f"{base}{STARTED}"
        ),
        "planned": section(
            list_lines(hands.planned[:SHOWN], program, today), counts.planned, f"{base}{PLANNED}"
        ),
        "members": people_in(team) if request.access.can(Permission.VIEW_INTERNAL) else [],
        "base_url": base,
        "roadmap_url": f"{reverse('roadmap', args=[program.slug])}?subteam={team.slug}",
        "crumbs": [("Subteams", None), (team.name, None)],
    }
    return render(request, "milestones/team/detail.html", context)


def owed_as_team(request: UserRequest, program: Program, team: Subteam, today: date) -> list[Group]:
    """What the subteam owes as a whole; for who only reads it is nobody's business."""
    if not request.access.can(Permission.VIEW_INTERNAL):
        return []
    scope = Scope(request.user, {program.pk: program}, {program.pk: request.access}, today, team)
    return owed_by_subteam(scope)


def section(lines: list[Any], total: int, url: str) -> dict[str, Any]:
    """The first lines of a section, how many there are, and the list of all when these are not all."""
    return {
        "lines": lines,
        "total": total,
        "url": url if total > len(lines) else "",
        "all": f"Open all {total}",
    }


def week_words(today: date) -> str:
    """`Week 39, today is 21 Sep.`"""
    return f"Week {today.isocalendar().week}, today is {today.day} {MONTHS[today.month - 1]}."


def owed_words(hands: Hands, groups: Sequence[Group], today: date) -> str:
    """How much is owed, of its deliverables and as a whole, in one sentence."""
    total = hands.owed + sum(len(one.dues) for one in groups)
    over = len(hands.overdue) + sum(one.late(today) for one in groups)
    if not total:
        return "Nothing is owed in the next 14 days." if hands.open else "Nothing is in its hands."
    noun = "thing is" if total == 1 else "things are"
    tail = f", {in_letters(over).lower()} of them late" if over else ""
    return f"{in_letters(total)} {noun} owed in the next 14 days{tail}."


def owed_rows(hands: Hands) -> list[Deliverable]:
    """Each owed deliverable once, where the heaviest thing it asks for puts it."""
    rows = (*hands.overdue, *hands.soon, *hands.ready, *hands.unowned)
    return list({row.pk: row for row in rows}.values())


def owed_list(
    rows: Sequence[Deliverable], hands: Hands, program: Program, today: date
) -> list[dict[str, Any]]:
    """Owed deliverables in words."""
    ready = {row.pk for row in hands.ready}
    return [owed_line(row, program, today, is_ready=row.pk in ready) for row in rows]


def owed_line(row: Deliverable, program: Program, today: date, *, is_ready: bool) -> dict[str, Any]:
    """One owed deliverable in words, with the page where it is mended."""
    left = getattr(row, "conditions_open", 0)
    total = getattr(row, "conditions", 0)
    is_over = bool(row.due_on and row.due_on < today)
    verb = "Close" if row.status != Deliverable.Status.PLANNED else "Start"
    state = f"For {row.milestone.key} {row.milestone.title}. " + condition_words(row, total, left)
    if row.owner_id is None:
        state += " It has no owner."
    return {
        "icon": "clock" if is_over else "check" if is_ready else "box",
        "title": f"{verb} {row.key} {row.title}",
        "text": state,
        "url": reverse("deliverable_detail", args=[program.slug, row.key]),
        "label": "Close it" if is_ready else "Open the deliverable",
        "when": f"due {short_day(row.due_on, today)}, {distance(row.due_on, today)}"
        if row.due_on
        else "no date",
        "is_over": is_over,
    }


def request_line(row: Deliverable, program: Program, today: date) -> dict[str, Any]:
    """A close that waits for somebody to accept it."""
    return {
        "title": f"Acceptance of {row.key} {row.title}",
        "text": "Its close was requested; a program lead or manager accepts or returns it.",
        "url": reverse("deliverable_detail", args=[program.slug, row.key]),
        "when": f"due {short_day(row.due_on, today)}" if row.due_on else "",
    }
