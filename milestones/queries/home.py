"""What a person owes today, and how the program stands, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from milestones.models import Deliverable, Milestone
from milestones.queries.deliverable import ready_to_close, visible_deliverables, with_conditions
from pm.models import JobRun, Membership, Program, User
from pm.permissions import Permission, Role
from pm.rules import Access

SOON = timedelta(days=14)
MOST = 50  # of one kind in a list
TROUBLED = (Milestone.Health.LATE, Milestone.Health.AT_RISK)
LIVE = (Milestone.Status.PROPOSED, Milestone.Status.COMMITTED, Milestone.Status.IN_PROGRESS)
ORDER = ("LATE", "AT_RISK", "WATCH", "UNKNOWN", "ON_TRACK")
Status = Deliverable.Status


def with_health(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """The milestones whose health says something: neither ideas, ended ones nor budget lines."""
    return rows.filter(status__in=LIVE).exclude(kind=Milestone.Kind.BUDGET_LINE)


@dataclass(frozen=True, slots=True)
class Scope:
    """One person and some programs, each with their access to it, on a day."""

    user: User
    access: dict[int, Access]
    today: date

    def where(self, permission: Permission) -> list[int]:
        """The programs in which this person holds a permission."""
        return [pk for pk, access in self.access.items() if access.can(permission)]

    @property
    def own_teams(self) -> frozenset[int]:
        """The subteams this person leads."""
        roles = (access.own_subteams.get(Role.SUBTEAM_LEAD, frozenset()) for access in self.access.values())
        return frozenset().union(*roles)

    def visible(self, rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
        """Deliverables of these programs, those of internal milestones for insiders only."""
        inside = Q(milestone__is_internal=False) | Q(program_id__in=self.where(Permission.VIEW_INTERNAL))
        return rows.filter(inside, program_id__in=list(self.access))

    def milestones(self) -> QuerySet[Milestone]:
        """Milestones of theirs that are due soon or in trouble, and those that owe them a decision."""
        troubled = Q(target_to_on__lte=self.today + SOON) | Q(health__in=TROUBLED)
        decides = Q(decision_owed_on__isnull=False)
        mine = Q(owner=self.user) & (troubled | decides)
        mine |= decides & Q(program_id__in=self.where(Permission.DECIDE))
        return with_health(Milestone.objects.filter(mine, program_id__in=list(self.access)))

    def deliverables(self) -> QuerySet[Deliverable]:
        """Deliverables of theirs that are overdue or due within 14 days, unless a close is requested."""
        return Deliverable.objects.filter(
            owner=self.user,
            program_id__in=list(self.access),
            due_on__lte=self.today + SOON,
            status__in=[Status.PLANNED, Status.IN_PROGRESS],
        )

    def closing(self) -> QuerySet[Deliverable]:
        """Those ready to close that are theirs or their subteams', beside those that are due."""
        rows = self.visible(ready_to_close(Deliverable.objects.all()))
        mine = rows.filter(Q(owner=self.user) | Q(accountable_id__in=self.own_teams))
        return mine.exclude(owner=self.user, due_on__isnull=False, due_on__lte=self.today + SOON)

    def accepting(self) -> QuerySet[Deliverable]:
        """Requested closes, for those who accept them."""
        rows = Deliverable.objects.filter(status=Status.CLOSE_REQUESTED)
        return self.visible(rows).filter(program_id__in=self.where(Permission.ACCEPT_CLOSE))

    def failed_jobs(self) -> QuerySet[JobRun]:
        """Failed runs, for those who may retry them."""
        return JobRun.objects.filter(program_id__in=self.where(Permission.RECOMPUTE)).failed()

    def count(self) -> Counter[int]:
        """How many things are owed in each program, in five queries; failed runs are one thing."""
        found: Counter[int] = Counter()
        for rows in (self.milestones(), self.deliverables(), self.closing(), self.accepting()):
            counts = rows.order_by().values_list("program_id").annotate(n=Count("pk", distinct=True))
            for pk, n in counts:
                found[pk] += min(n, MOST)
        runs = self.failed_jobs().order_by().values_list("program_id", flat=True).distinct()
        found.update(pk for pk in runs if pk is not None)
        return found


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
    """Every program this user may open with its counts, in eight queries whatever their number."""
    programs = list(Program.objects.visible_to(user).order_by("name", "pk"))
    access = access_to(user, programs)
    mine = {pk for pk, one in access.items() if one.roles - {Role.PUBLIC, Role.INSTANCE}}
    health = health_by_program(programs, mine, sees_all=user.is_superuser)
    owed = Scope(user, access, today).count()
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
    """What this person owes: five queries at most, the most urgent of each kind."""
    scope = Scope(user, {program.pk: access}, today)

    def listed(rows: QuerySet[Deliverable]) -> tuple[Deliverable, ...]:
        found = rows.select_related("milestone", "closed_by")
        return tuple(found.order_by(F("due_on").asc(nulls_last=True), "number")[:MOST])

    milestones = scope.milestones().select_related("track", "owner")
    return Owed(
        milestones=tuple(milestones.order_by(F("target_to_on").asc(nulls_last=True), "number")[:MOST]),
        deliverables=listed(with_conditions(scope.deliverables())),
        closing=listed(with_conditions(scope.closing())),
        accepting=listed(scope.accepting()) if access.can(Permission.ACCEPT_CLOSE) else (),
        failed_jobs=scope.failed_jobs().count() if access.can(Permission.RECOMPUTE) else 0,
    )


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
