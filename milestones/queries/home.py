"""My programs and how a program stands, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from milestones.models import Deliverable, Milestone
from milestones.queries.deliverable import visible_deliverables
from pm.models import Membership, Program, User
from pm.permissions import Permission, Role
from pm.queries.owed import Scope, counts_of
from pm.rules import Access

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
    """Every program this user may open with its counts, in a fixed number of queries."""
    programs = list(Program.objects.visible_to(user).order_by("name", "pk"))
    access = access_to(user, programs)
    mine = {pk for pk, one in access.items() if one.roles - {Role.PUBLIC, Role.INSTANCE}}
    health = health_by_program(programs, mine, sees_all=user.is_superuser)
    owed = counts_of(Scope(user, {row.pk: row for row in programs}, access, today))
    order = list(Role)
    return [
        MyProgram(
            program=row,
            roles=tuple(
                role.label
                for role in sorted(access[row.pk].roles, key=order.index)
                if role not in {Role.PUBLIC, Role.INSTANCE}
            ),
            health=health.get(row.pk, {}),
            owed=owed[row.pk],
        )
        for row in programs
    ]


def access_to(user: User, programs: list[Program]) -> dict[int, Access]:
    """What this user may do in each of these programs, in one query."""
    roles: dict[int, set[Role]] = {row.pk: {Role.PUBLIC} if row.is_public else set() for row in programs}
    teams: dict[int, dict[Role, frozenset[int]]] = {row.pk: {} for row in programs}
    rows = Membership.objects.filter(user=user, is_active=True, program__in=programs)
    for pk, name, team in rows.values_list("program_id", "role", "subteam_links__subteam_id"):
        role = Role(name)
        roles[pk].add(role)
        if team is not None:
            teams[pk][role] = teams[pk].get(role, frozenset()) | {team}
    if user.is_superuser:
        for found in roles.values():
            found.add(Role.INSTANCE)
    return {pk: Access(roles=frozenset(found), own_subteams=teams[pk]) for pk, found in roles.items()}


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
