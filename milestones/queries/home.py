"""What a person owes today, and how the program stands, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from milestones.models import Deliverable, Milestone
from milestones.models.deliverable import DeliverableQuerySet
from milestones.queries.deliverable import ready_to_close, visible_deliverables, with_conditions
from pm.models import JobRun, Membership, Program, User
from pm.permissions import Permission, Role
from pm.rules import Access

SOON = timedelta(days=14)
TROUBLED = (Milestone.Health.LATE, Milestone.Health.AT_RISK)
LIVE = (Milestone.Status.PROPOSED, Milestone.Status.COMMITTED, Milestone.Status.IN_PROGRESS)
ORDER = ("LATE", "AT_RISK", "WATCH", "UNKNOWN", "ON_TRACK")
Status = Deliverable.Status


def with_health(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """The milestones whose health says something: neither ideas, ended ones nor budget lines."""
    return rows.filter(status__in=LIVE).exclude(kind=Milestone.Kind.BUDGET_LINE)


@dataclass(frozen=True, slots=True)
class MyProgram:
    """A program in the list of mine: my roles in it, what is at risk, what I owe there."""

    program: Program
    roles: tuple[str, ...]
    health: dict[str, int]
    owed: int

    @property
    def milestones(self) -> int:
        return sum(self.health.values())


def my_programs(user: User, today: date) -> list[MyProgram]:
    """Every program this user may open with its counts, in four queries whatever their number."""
    programs = list(Program.objects.visible_to(user).order_by("name", "pk"))
    memberships = Membership.objects.filter(user=user, is_active=True).values_list("program_id", "role")
    roles: dict[int, list[Role]] = {}
    for program_id, role in memberships:
        roles.setdefault(program_id, []).append(Role(role))
    health = health_by_program(programs, set(roles), sees_all=user.is_superuser)
    owed = Counter(
        my_open_deliverables(user, today)
        .filter(program__in=programs)
        .order_by()
        .values_list("program_id", flat=True)
    )
    order = list(Role)
    return [
        MyProgram(
            program=row,
            roles=tuple(role.label for role in sorted(roles.get(row.pk, []), key=order.index)),
            health=health.get(row.pk, {}),
            owed=owed.get(row.pk, 0),
        )
        for row in programs
    ]


def health_by_program(
    programs: list[Program], mine: set[int], *, sees_all: bool
) -> dict[int, dict[str, int]]:
    """Milestones by health in each program; internal ones are counted for insiders only."""
    rows = with_health(Milestone.objects.filter(program__in=programs))
    if not sees_all:
        rows = rows.filter(Q(is_internal=False) | Q(program_id__in=mine))
    found: dict[int, dict[str, int]] = {}
    for program_id, health, count in (
        rows.order_by().values_list("program_id", "health").annotate(n=Count("pk"))
    ):
        found.setdefault(program_id, {})[health] = count
    return found


def my_open_deliverables(user: User, today: date) -> DeliverableQuerySet:
    """Deliverables this person owns that are overdue or due within 14 days, unless a close is requested."""
    return Deliverable.objects.filter(
        owner=user, due_on__lte=today + SOON, status__in=[Status.PLANNED, Status.IN_PROGRESS]
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """What one person owes in a program today."""

    milestones: tuple[Milestone, ...]
    deliverables: tuple[Deliverable, ...]
    closing: tuple[Deliverable, ...]
    accepting: tuple[Deliverable, ...]
    failed_jobs: int

    @property
    def count(self) -> int:
        return (
            len(self.milestones)
            + len(self.deliverables)
            + len(self.closing)
            + len(self.accepting)
            + bool(self.failed_jobs)
        )


def owed_by(user: User, program: Program, access: Access, today: date) -> Owed:
    """What this person owes: five queries at most."""
    mine = with_health(Milestone.objects.in_program(program)).filter(owner=user)
    milestones = mine.filter(Q(target_to_on__lte=today + SOON) | Q(health__in=TROUBLED))
    deliverables = my_open_deliverables(user, today).in_program(program)
    ready = with_conditions(ready_to_close(visible_deliverables(program, access)))
    due = tuple(with_conditions(deliverables.select_related("milestone")).order_by("due_on", "number")[:50])
    return Owed(
        milestones=tuple(milestones.select_related("track").order_by("target_to_on", "number")[:50]),
        deliverables=due,
        closing=tuple(
            row
            for row in closable(ready, user, access)
            .select_related("milestone")
            .order_by("due_on", "number")[:50]
            if row.pk not in {one.pk for one in due}
        ),
        accepting=waiting_for_acceptance(program, access),
        failed_jobs=failed_jobs(program, access),
    )


def closable(rows: QuerySet[Deliverable], user: User, access: Access) -> QuerySet[Deliverable]:
    """Those that this person closes: their own, and their subteams'."""
    teams = access.own_subteams.get(Role.SUBTEAM_LEAD, frozenset())
    return rows.filter(Q(owner=user) | Q(accountable_id__in=teams))


def waiting_for_acceptance(program: Program, access: Access) -> tuple[Deliverable, ...]:
    """Requested closes, for those who accept them."""
    if not access.can(Permission.ACCEPT_CLOSE):
        return ()
    rows = visible_deliverables(program, access).filter(status=Status.CLOSE_REQUESTED)
    return tuple(rows.select_related("milestone", "closed_by").order_by("due_on", "number")[:50])


def failed_jobs(program: Program, access: Access) -> int:
    """Failed runs, for those who may retry them."""
    if not access.can(Permission.RECOMPUTE):
        return 0
    return JobRun.objects.filter(program=program).failed().count()


@dataclass(frozen=True, slots=True)
class Standing:
    """The program in numbers."""

    health: dict[str, int]
    open: int
    started: int
    overdue: int
    closed: int

    @property
    def milestones(self) -> int:
        return sum(self.health.values())

    @property
    def is_empty(self) -> bool:
        return not (self.milestones or self.open or self.closed)


def standing_of(program: Program, access: Access, today: date) -> Standing:
    """How the program stands, in two queries."""
    rows = Milestone.objects.in_program(program)
    if not access.can(Permission.VIEW_INTERNAL):
        rows = rows.visible(sees_internal=False)
    counts = with_health(rows).order_by().values_list("health").annotate(n=Count("pk"))
    is_open = ~Q(status__in=[Status.CLOSED, Status.DROPPED])
    deliverables = visible_deliverables(program, access).aggregate(
        open=Count("pk", filter=is_open),
        started=Count("pk", filter=Q(status__in=[Status.IN_PROGRESS, Status.CLOSE_REQUESTED])),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        closed=Count("pk", filter=Q(status=Status.CLOSED)),
    )
    return Standing(health=dict(counts), **deliverables)
