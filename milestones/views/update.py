"""Weekly updates: a week of the program, and the form of one deliverable."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.update import UpdateFilter, UpdateForm
from milestones.models import Deliverable, WeeklyUpdate
from milestones.pure.delivery_states import first_day
from milestones.queries.deliverable import visible_deliverables
from milestones.queries.update import GOING, of_week, writers_of
from milestones.services import update as updates
from milestones.views.spec import load_milestone, load_row, work_link
from pm.http import UserRequest, actor_of, requires
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.pure.periods import iso_week
from pm.text import render_markdown
from pm.views.record import record_page
from pm.views.register import Column, register_page


def teams_of(request: UserRequest) -> frozenset[int]:
    """The subteams this person is in."""
    return frozenset().union(*request.access.own_subteams.values())


def week_url(program: Program, week: str) -> str:
    return reverse("update_week", args=[program.slug, week])


def write_url(program: Program, week: str, row: Deliverable) -> str:
    return reverse("update_write", args=[program.slug, week, row.key])


def words_of(row: Deliverable, name: str) -> str:
    """What the subteams said in one field: with their names when several did."""
    said: list[WeeklyUpdate] = row.said  # type: ignore[attr-defined]  # prefetched by of_week
    found = [(str(one.subteam), getattr(one, name)) for one in said if getattr(one, name)]
    return found[0][1] if len(found) == 1 else "\n\n".join(f"{team}: {text}" for team, text in found)


def said_column(label: str, name: str, css: str = "") -> Column:
    """A column of what was said: read as Markdown on the page, as it was typed in the file."""

    def shown(row: Deliverable) -> str:
        text = words_of(row, name)
        return format_html('<div class="prose">{}</div>', render_markdown(text)) if text else ""

    return Column(label, shown, css=css, csv=lambda row: words_of(row, name))


def offer_of(row: Deliverable) -> str:
    """What a writer does about it."""
    return {"written": "written, edit it", "owed": "owed, write it"}.get(state_of(row), "write it")


def state_of(row: Deliverable) -> str:
    """`written`, `owed`, or nothing for what is not going on."""
    if row.is_written:  # type: ignore[attr-defined]  # annotated by of_week
        return "written"
    return "owed" if row.status in GOING and row.accountable_id else ""


def writing_teams(request: UserRequest) -> frozenset[int]:
    """The own subteams in whose name this person writes."""
    may = request.access.can
    return frozenset(pk for pk in teams_of(request) if may(Permission.WRITE_UPDATE, subteam_id=pk))


def may_write(request: UserRequest, row: Deliverable) -> bool:
    """Whether this person writes of it: of what their subteam does, managers of everything."""
    if row.is_helped:  # type: ignore[attr-defined]  # annotated by of_week
        return True
    team = row.accountable_id
    return team is not None and request.access.can(Permission.WRITE_UPDATE, subteam_id=team)


def columns_of(request: UserRequest, program: Program, week: str) -> list[Column]:
    """The columns of a week; who may write of a deliverable finds the form there."""

    def offer(row: Deliverable) -> str:
        return offer_of(row) if may_write(request, row) else state_of(row)

    def form_url(row: Deliverable) -> str:
        return write_url(program, week, row) if may_write(request, row) else ""

    return [
        Column(
            "Key", lambda row: row.key, lambda row: work_link(row, program)[1], css="key", order=("number",)
        ),
        Column("Deliverable", lambda row: row.title, lambda row: work_link(row, program)[1], is_head=True),
        Column(
            "Milestone",
            lambda row: row.milestone.key,
            lambda row: work_link(row.milestone, program)[1],
            css="nowrap",
            order=("milestone__number",),
        ),
        Column("Subteam", lambda row: row.accountable, order=("accountable__name",)),
        Column(
            "Update",
            offer,
            form_url,
            css="nowrap",
            csv=state_of,
        ),
        said_column("Achieved", "achieved"),
        said_column("Next", "next"),
        said_column("In the way", "blocked"),
        said_column("Scope", "scope_change", "skip-s"),
        said_column("Date", "date_change", "skip-s"),
    ]


@requires(Permission.VIEW)
@require_safe
def update_list(request: UserRequest, program: Program) -> HttpResponse:
    """This week of the program."""
    return week_page(request, program, iso_week(actor_of(request, program).today), request.GET)


@requires(Permission.VIEW)
@require_safe
def update_week(request: UserRequest, program: Program, week: str) -> HttpResponse:
    """One week of the program: who has written, who owes."""
    return week_page(request, program, week, request.GET)


@requires(Permission.VIEW)
@require_safe
def milestone_updates(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """This week of one milestone: each of its deliverables with its form."""
    row = load_milestone(request, program, key)
    query = request.GET.copy()
    query["milestone"] = row.key
    return week_page(request, program, iso_week(actor_of(request, program).today), query)


def week_page(request: UserRequest, program: Program, week: str, query: QueryDict) -> HttpResponse:
    """The deliverables of a week with what was said of each."""
    monday = first_day(week)
    if monday is None:
        raise Http404(f"{week} is no week.")
    actor = actor_of(request, program)
    rows = of_week(program, request.access, week, writing_teams(request))
    weeks = [("Earlier", monday - timedelta(days=7)), ("Later", monday + timedelta(days=7))]
    return register_page(
        request,
        program,
        filterset=UpdateFilter(
            query, queryset=rows, program=program, user_id=actor.user_id, teams=teams_of(request)
        ),
        columns=columns_of(request, program, week),
        title=f"Updates {week}",
        noun="deliverable",
        lead=f"The week from {short_day(monday, actor.today)}: a word on each deliverable that is going on.",
        empty="Nothing is going on in this week, and nothing was written.",
        crumbs=[("Updates", reverse("update_list", args=[program.slug])), (week, None)],
        links=[(label, week_url(program, iso_week(day))) for label, day in weeks if day <= actor.today],
    )


def load_deliverable(request: UserRequest, program: Program, key: str) -> Deliverable:
    """The deliverable of this key that the reader may see, or 404."""
    rows = visible_deliverables(program, request.access).select_related("accountable", "milestone")
    row: Deliverable = load_row(program, rows, key, "D")
    return row


def team_for(request: UserRequest, row: Deliverable) -> Subteam:
    """The subteam in whose name this person writes: the one of ?team=, else the first they may."""
    mine = [
        team for team in writers_of(row) if request.access.can(Permission.WRITE_UPDATE, subteam_id=team.pk)
    ]
    asked = [team for team in mine if team.slug == request.GET.get("team", team.slug)]
    if not asked:
        raise PermissionDenied
    return asked[0]


@requires(Permission.WRITE_UPDATE)
@require_http_methods(["GET", "HEAD", "POST"])
def update_write(request: UserRequest, program: Program, week: str, key: str) -> HttpResponse:
    """Write a subteam's update of a deliverable, or change it."""
    if first_day(week) is None:
        raise Http404(f"{week} is no week.")
    deliverable = load_deliverable(request, program, key)
    team = team_for(request, deliverable)
    found = WeeklyUpdate.objects.filter(deliverable=deliverable, subteam=team, week=week)
    row = found.select_related("program", "deliverable__milestone").first()
    form = UpdateForm.of(request, program, row=row)
    actor = actor_of(request, program)

    def save() -> WeeklyUpdate:
        if row is not None:
            return updates.edit(update=row, changes=form.changes(), base=form.base(), actor=actor)
        texts: Any = form.changes()
        return updates.write(deliverable=deliverable, subteam=team, week=week, actor=actor, **texts)

    url = week_url(program, week)
    page = reverse("deliverable_detail", args=[program.slug, deliverable.key])
    home = page if request.GET.get("from") == "deliverable" else url
    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"{deliverable.key} in {week}",
        submit="Save the update",
        lead=f"{deliverable.title}, by {team}. A few lines are enough.",
        crumbs=[
            ("Updates", reverse("update_list", args=[program.slug])),
            (week, url),
            (deliverable.key, None),
        ],
        cancel_url=home,
        done=lambda made: home,
        say=lambda made: f"Saved what {team} says of {deliverable.key} in {week}.",
    )
