"""What people and subteams owe of the work: handovers, evidence, tasks, weekly updates."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from milestones.models import Deliverable, Handover, Statement, Task, WeeklyUpdate
from milestones.pure.delivery_states import first_day
from milestones.queries.signoff import lacking, promised, unbuilt_by
from milestones.queries.update import GOING, going_in
from pm.models import Program, Subteam
from pm.permissions import Permission, Role
from pm.pure.periods import iso_week
from pm.pure.words import counted
from pm.queries.owed import LateRows, Scope, late_by_team, late_rows, of_rows, of_sums
from pm.registry import OWED, Due, Late, Owed

State = Handover.Status
OPEN = (Task.Status.OPEN, Task.Status.IN_PROGRESS)
WEEK = timedelta(days=7)
TEAM_OF_TASK = Coalesce("subteam_id", "deliverable__accountable_id")


# --- Handovers


def handovers(scope: Scope) -> QuerySet[Handover]:
    """Offers that wait for an answer of their subteams, and what those return or offer within 14 days.

    Who made an offer cannot answer it.
    """
    teams = scope.teams_with(Permission.HAND_OVER)
    answer = Q(receiver__in=teams, status=State.OFFERED)
    if scope.team is None:
        answer &= ~Q(offered_by=scope.user) | Q(offered_by=None)
    offer = Q(giver__in=teams) & (Q(status=State.RETURNED) | Q(status=State.DRAFT, due_on__lte=scope.until))
    rows = Handover.objects.filter(answer | offer, program_id__in=scope.inside)
    return rows.order_by(F("due_on").asc(nulls_last=True), "number")


def handover_due(row: Handover, scope: Scope) -> Due:
    is_offered = row.status == State.OFFERED
    verb = "Answer" if is_offered else "Offer"
    again = f" It was returned: {row.returned_because}" if row.status == State.RETURNED else ""
    return Due(
        program_id=row.program_id,
        title=f"{verb} {row.key} {row.title}",
        why=f"From {row.giver} to {row.receiver}, of {row.deliverable.key} {row.deliverable.title}.{again}",
        url=scope.url("handover_detail", row.program_id, row.key),
        label="Accept or return" if is_offered else "Open the handover",
        icon="handover",
        on=row.due_on,
    )


def late_handovers(scope: Scope) -> Iterable[LateRows]:
    [pk] = scope.programs
    teams = scope.teams_with(Permission.HAND_OVER)
    mine = Q(receiver__in=teams, status=State.OFFERED) | Q(giver__in=teams) & ~Q(status=State.OFFERED)
    return late_rows(
        Handover.objects.filter(program=pk, due_on__lt=scope.today).open(),
        mine,
        ("handover past its day", "handovers past their day"),
        f"{scope.url('handover_list', pk)}?before={scope.today}",
    )


# --- Evidence


def evidence(scope: Scope) -> Sequence[Due]:
    """How many statements lack the evidence of a service team that is theirs, by program: one statement."""
    teams: frozenset[int]
    if scope.team is not None:
        is_service = scope.team.kind == Subteam.Kind.SERVICE
        places, teams = (scope.inside if is_service else []), frozenset({scope.team.pk})
    else:
        places = [pk for pk in scope.inside if Role.SERVICE in scope.access[pk].roles]
        teams = frozenset().union(
            *(scope.access[pk].own_subteams.get(Role.SERVICE, frozenset()) for pk in places)
        )
    if not places:
        return []
    rows = unbuilt_by(lacking(promised(Statement.objects.filter(program_id__in=places)), scope.today), teams)
    counts = rows.order_by().values_list("program_id").annotate(n=Count("pk"))
    return [
        Due(
            program_id=pk,
            title=f"Bring the evidence of {counted(count, 'statement', 'statements')}",
            why="A deliverable promises them, and the policy asks a service team for evidence.",
            url=scope.url("signoff_list", pk),
            label="Open the desk",
            icon="seal",
        )
        for pk, count in counts
    ]


# --- Tasks


def my_tasks(scope: Scope) -> QuerySet[Task]:
    """Open tasks of theirs that are planned for this week or an earlier one."""
    rows = Task.objects.filter(assignee=scope.user, program_id__in=scope.inside)
    return planned_until(rows, iso_week(scope.today)).order_by("planned_week", "number")


def planned_until(rows: QuerySet[Any], week: str) -> QuerySet[Any]:
    return rows.filter(status__in=OPEN, planned_week__lte=week).exclude(planned_week="")


def last_day(week: str) -> date | None:
    """The Sunday of an ISO week."""
    monday = first_day(week)
    return monday + timedelta(days=6) if monday else None


def task_due(row: Task, scope: Scope) -> Due:
    verb = "Start" if row.status == Task.Status.OPEN else "Finish"
    of = f"For {row.deliverable.key} {row.deliverable.title}." if row.deliverable else f"{row.kind}."
    return Due(
        program_id=row.program_id,
        title=f"{verb} {row.key} {row.title}",
        why=f"{of} It is planned for {row.planned_week}.",
        url=scope.url("task_detail", row.program_id, row.key),
        label="Open the task",
        icon="task",
        on=last_day(row.planned_week),
    )


def free_tasks(scope: Scope) -> Sequence[Due]:
    """How many tasks of their subteams, planned by now, nobody has taken: by subteam, in two statements."""
    teams, week = scope.teams_with(Permission.WRITE_TASK), iso_week(scope.today)
    if not teams:
        return []
    rows: QuerySet[Any] = Task.objects.filter(assignee=None, program_id__in=scope.inside)
    own = rows.annotate(team=TEAM_OF_TASK).filter(team__in=teams)
    sums = planned_until(own, week).order_by().values_list("program_id", "team")
    found = list(sums.annotate(n=Count("pk"), first=Min("planned_week")).order_by("first", "team"))
    names = Subteam.objects.in_bulk([team for _, team, _, _ in found]) if found else {}
    return [
        Due(
            program_id=pk,
            title=f"Take {counted(count, 'task', 'tasks')} of {names[team].name}",
            why=f"Planned for {week} or before, and nobody has {'it' if count == 1 else 'them'}.",
            url=f"{scope.url('task_list', pk)}?whose=free&subteam={names[team].slug}&until={week}",
            label="Open the tasks",
            icon="task",
            on=last_day(first),
        )
        for pk, team, count, first in found
    ]


def late_tasks(scope: Scope) -> Iterable[LateRows]:
    [pk] = scope.programs
    week = iso_week(scope.today - WEEK)
    return late_rows(
        planned_until(Task.objects.filter(program=pk), week),
        Q(assignee=scope.user),
        ("task planned for an earlier week", "tasks planned for earlier weeks"),
        f"{scope.url('task_list', pk)}?until={week}",
    )


def late_tasks_in_teams(scope: Scope) -> Iterable[Late]:
    """Tasks of the subteams they lead, as the list of tasks counts those of a subteam."""
    [pk] = scope.programs
    week = iso_week(scope.today - WEEK)
    return late_by_team(
        planned_until(Task.objects.filter(program=pk), week),
        TEAM_OF_TASK,
        Q(assignee=scope.user),
        ("task planned for an earlier week", "tasks planned for earlier weeks"),
        lambda team: f"{scope.url('task_list', pk)}?subteam={team.slug}&until={week}",
        scope.led,
    )


# --- Weekly updates


def owed_week(program: Program, today: date) -> tuple[str, date]:
    """The newest week whose update day has come, and that day."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=program.update_weekday)
    day = day if day <= today else day - WEEK
    return iso_week(day), day


def unwritten(week: str, places: Sequence[int]) -> Q:
    """Going on in a week without a word of the accountable subteam, in some programs."""
    said = WeeklyUpdate.objects.filter(deliverable=OuterRef("pk"), subteam=OuterRef("accountable"), week=week)
    going = Q(status__in=GOING, program_id__in=places, accountable__isnull=False)
    return going & going_in(week) & ~Q(Exists(said))


def updates(scope: Scope) -> Sequence[Due]:
    """How many deliverables of their subteams lack the newest update, by subteam: in two statements."""
    teams = scope.teams_with(Permission.WRITE_UPDATE)
    weeks = {pk: owed_week(scope.programs[pk], scope.today) for pk in scope.inside}
    if not (teams and weeks):
        return []
    lacking_one = Q(pk=None)
    for week in sorted({week for week, _ in weeks.values()}):
        lacking_one |= unwritten(week, [pk for pk, (one, _) in weeks.items() if one == week])
    rows = Deliverable.objects.filter(lacking_one, accountable__in=teams).order_by()
    found = list(
        rows.values_list("program_id", "accountable_id").annotate(n=Count("pk")).order_by("accountable_id")
    )
    names = Subteam.objects.in_bulk([team for _, team, _ in found]) if found else {}
    return [update_due(scope, pk, names[team], count, *weeks[pk]) for pk, team, count in found]


def update_due(scope: Scope, pk: int, team: Subteam, count: int, week: str, day: date) -> Due:
    return Due(
        program_id=pk,
        title=f"Write the updates of {team.name} for {week}",
        why=f"{counted(count, 'deliverable', 'deliverables')} in progress without a word of that week.",
        url=f"{scope.url('update_week', pk, week)}?state=owed&subteam={team.slug}",
        label="Write them" if count > 1 else "Write it",
        icon="update",
        on=day,
    )


def late_updates(scope: Scope) -> Iterable[LateRows]:
    [pk] = scope.programs
    week, day = owed_week(scope.programs[pk], scope.today)
    if day == scope.today:
        return []
    return late_rows(
        Deliverable.objects.filter(unwritten(week, [pk])),
        Q(accountable__in=scope.teams_with(Permission.WRITE_UPDATE)),
        (f"deliverable without an update of {week}", f"deliverables without an update of {week}"),
        f"{scope.url('update_week', pk, week)}?state=owed",
    )


HANDOVER_ROWS = of_rows(
    handovers, handover_due, dress=lambda rows: rows.select_related("giver", "receiver", "deliverable")
)
TASK_ROWS = of_rows(my_tasks, task_due, dress=lambda rows: rows.select_related("deliverable", "kind"))
for _name, _kind in {
    "handovers": Owed("Handovers", 70, *HANDOVER_ROWS, is_of_subteams=True, late=late_handovers),
    "evidence": Owed("Evidence", 80, *of_sums(evidence), is_of_subteams=True),
    "tasks": Owed("Tasks", 90, *TASK_ROWS, late=late_tasks, late_in_teams=late_tasks_in_teams),
    "free_tasks": Owed("Tasks nobody has", 100, *of_sums(free_tasks), is_of_subteams=True),
    "updates": Owed("Weekly updates", 110, *of_sums(updates), is_of_subteams=True, late=late_updates),
}.items():
    OWED.add(_name, _kind)
