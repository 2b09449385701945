"""Effort spent: what is entered by week and subteam, and the forms of a week and of a deliverable."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from estimates.forms.effort import EffortForm, effort_form, row_of
from estimates.models.effort import WEEK_PATTERN
from estimates.queries.effort import (
    SHOWN_WEEKS,
    EffortLine,
    item_lines,
    monday_words,
    sums_of,
    week_lines,
    weeks_before,
)
from estimates.services import effort as service
from estimates.views.capacity import load_subteam
from estimates.views.estimate import load_deliverable
from pm.http import UserRequest, actor_of, requires
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.pure.periods import iso_week
from pm.templatetags.ui import person_days
from pm.views.record import record_page

FORM_METHODS = ["GET", "HEAD", "POST"]
FIRST_WEEK = "2000-W01"


def own_subteams(request: UserRequest, program: Program) -> list[Subteam]:
    """The subteams this person may enter effort for."""
    rows = Subteam.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")
    return [row for row in rows if request.access.can(Permission.LOG_EFFORT, subteam_id=row.pk)]


@requires(Permission.LOG_EFFORT)
@require_safe
def effort_list(request: UserRequest, program: Program) -> HttpResponse:
    """Six weeks of my subteams, the last ones or those up to ?week=: what is entered, what is not."""
    today, home = actor_of(request, program).today, reverse("effort_list", args=[program.slug])
    until = min(monday_of(request.GET.get("week", "")) or today, today)
    weeks = weeks_before(until)
    teams = own_subteams(request, program)
    sums = sums_of(program, weeks)

    def cell(week: str, team: Subteam) -> tuple[str, str, str]:
        entered = sums.get((week, team.pk))
        text = "Enter" if entered is None else f"{person_days(entered)} d"
        return text, reverse("effort_week", args=[program.slug, week, team.slug]), f"{team.name}, {week}"

    context = {
        "teams": teams,
        "lines": [(week, monday_words(week), [cell(week, team) for team in teams]) for week in weeks],
        "steps": [(label, f"{home}?week={iso_week(day)}") for label, day in steps_of(until, today)],
        "team_url": reverse("subteam_create", args=[program.slug])
        if request.access.can(Permission.MANAGE_PEOPLE)
        else "",
        "crumbs": [("Effort", None)],
    }
    return render(request, "estimates/effort/list.html", context)


def monday_of(week: str) -> date | None:
    """The Monday of an ISO week whose neighbours can be shown; None for any other text."""
    try:
        return date.fromisocalendar(int(checked(week)[:4]), int(week[6:]), 1) if week >= FIRST_WEEK else None
    except Http404:
        return None


def steps_of(until: date, today: date) -> list[tuple[str, date]]:
    """Where the weeks before and after those shown are."""
    whole = timedelta(weeks=SHOWN_WEEKS)
    earlier = [("Earlier weeks", until - whole)] if iso_week(until - whole) >= FIRST_WEEK else []
    return earlier + ([("Later weeks", until + whole)] if iso_week(until) < iso_week(today) else [])


def checked(week: str) -> str:
    """The ISO week of an address, or 404."""
    try:
        if not re.fullmatch(WEEK_PATTERN, week):
            raise ValueError(week)
        date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        raise Http404(f"{week} is no week.") from None
    return week


def may_log(request: UserRequest, subteam: Subteam) -> None:
    if not request.access.can(Permission.LOG_EFFORT, subteam_id=subteam.pk):
        raise PermissionDenied


@requires(Permission.LOG_EFFORT)
@require_http_methods(FORM_METHODS)
def effort_week(request: UserRequest, program: Program, week: str, tslug: str) -> HttpResponse:
    """One week of a subteam: a line for each deliverable it works on, and for budget lines."""
    subteam, week = load_subteam(program, tslug), checked(week)
    may_log(request, subteam)
    sees = request.access.can(Permission.VIEW_INTERNAL)
    lines = week_lines(program, subteam, week, sees_internal=sees, typed=request.POST)
    home = reverse("effort_list", args=[program.slug])
    lead = "Person-days of the whole subteam, never of a person. Empty lines are left alone."
    nothing = "Nothing of this subteam is in progress. Start a deliverable, then enter what it took."
    return show(request, program, subteam, lines, home, f"{subteam.name}, {week}", lead if lines else nothing)


@requires(Permission.LOG_EFFORT)
@require_http_methods(FORM_METHODS)
def deliverable_log(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """The last weeks of one deliverable, for its accountable subteam or the one named by ?team=."""
    row = load_deliverable(request, program, key)
    slug = request.GET.get("team", "") or (row.accountable.slug if row.accountable else "")
    if not slug:
        raise Http404(f"{row.key} has no accountable subteam yet. Choose one, then enter effort.")
    subteam = load_subteam(program, slug)
    may_log(request, subteam)
    lines = item_lines(row, subteam, actor_of(request, program).today)
    home = reverse("deliverable_detail", args=[program.slug, row.key])
    lead = f"Person-days of {subteam.name} by week. Empty lines are left alone."
    return show(request, program, subteam, lines, home, f"Effort on {row.key}", lead)


def show(
    request: UserRequest,
    program: Program,
    subteam: Subteam,
    lines: Sequence[EffortLine],
    home: str,
    title: str,
    lead: str,
) -> HttpResponse:
    """The form of these lines, and what it writes: all figures or none."""
    form: EffortForm = effort_form(lines).of(request, program, row=row_of(lines))
    by_name = {line.name: line for line in lines}

    def save() -> int:
        seen = form.base()
        figures = [
            service.Figure(name, by_name[name].target, by_name[name].week, days, seen[name])
            for name, days in form.entered().items()
        ]
        return service.log_sheet(
            program=program, subteam=subteam, figures=figures, actor=actor_of(request, program)
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=title,
        submit="Save the effort",
        lead=lead,
        crumbs=[("Effort", reverse("effort_list", args=[program.slug])), (title, None)],
        cancel_url=home,
        done=lambda _: home,
        say=lambda count: told(count, subteam),
    )


def told(count: int, subteam: Subteam) -> str:
    """What was saved."""
    if not count:
        return f"Nothing was changed in the effort of {subteam.name}."
    return f"Saved {count} {'figure' if count == 1 else 'figures'} of {subteam.name}."
