"""What a subteam owes and has in its hands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from milestones.models import Deliverable
from milestones.queries.deliverable import in_list, ready_to_close, visible_deliverables
from pm.models import Membership, Program, Subteam
from pm.permissions import Role
from pm.rules import Access

SOON = timedelta(days=14)
Status = Deliverable.Status


@dataclass(frozen=True, slots=True)
class Counts:
    """A subteam's open deliverables in numbers, as the list of deliverables counts them."""

    started: int
    planned: int
    overdue: int
    ready: int


@dataclass(frozen=True, slots=True)
class Hands:
    """A subteam's open deliverables, sorted by what they ask for."""

    overdue: tuple[Deliverable, ...]
    soon: tuple[Deliverable, ...]
    ready: tuple[Deliverable, ...]
    requested: tuple[Deliverable, ...]
    unowned: tuple[Deliverable, ...]
    started: tuple[Deliverable, ...]
    planned: tuple[Deliverable, ...]

    @property
    def open(self) -> int:
        return len(self.started) + len(self.planned)

    @property
    def owed(self) -> int:
        """Things that ask for an act: overdue, due soon, ready to close, without an owner."""
        return len({row.pk for row in (*self.overdue, *self.soon, *self.ready, *self.unowned)})


def is_ready(row: Deliverable) -> bool:
    """In progress with every condition of its gate met; it needs rows of `with_conditions`."""
    return row.status == Status.IN_PROGRESS and not getattr(row, "conditions_open", 0)


def sort_hands(rows: Sequence[Deliverable], today: date) -> Hands:
    """Open deliverables by what they ask for; a row may ask for two things.

    Where a close was requested it is the turn of others: nothing is owed, whatever the date says.
    """
    own = [row for row in rows if row.status != Status.CLOSE_REQUESTED]
    return Hands(
        overdue=tuple(row for row in own if row.due_on and row.due_on < today),
        soon=tuple(row for row in own if row.due_on and today <= row.due_on <= today + SOON),
        ready=tuple(row for row in rows if is_ready(row)),
        requested=tuple(row for row in rows if row.status == Status.CLOSE_REQUESTED),
        unowned=tuple(row for row in own if row.owner_id is None and lacks_owner(row, today)),
        started=tuple(row for row in rows if row.status != Status.PLANNED),
        planned=tuple(row for row in rows if row.status == Status.PLANNED),
    )


def lacks_owner(row: Deliverable, today: date) -> bool:
    """It needs an owner now: started, or its start or due date is near."""
    if row.status != Status.PLANNED:
        return True
    days = [day for day in (row.planned_start_on, row.due_on) if day is not None]
    return any(day <= today + SOON for day in days)


# What a line of the page says.
LINE = (
    "number", "title", "status", "due_on", "planned_start_on", "is_must", "program_id", "accountable_id",
    "milestone__number", "milestone__title", "owner__name", "owner__email",
)  # fmt: skip


def open_of(program: Program, access: Access, team: Subteam, limit: int) -> list[Deliverable]:
    """The subteam's open deliverables, the earliest due first, in one query."""
    rows = visible_deliverables(program, access).filter(accountable=team).open()
    held = in_list(rows).select_related(None).select_related("milestone", "owner")
    found = list(held.only(*LINE)[:limit])
    for row in found:
        row.accountable = team
    return found


def counts_of(program: Program, access: Access, team: Subteam, today: date) -> Counts:
    """The numbers of a subteam, in two queries."""
    rows = visible_deliverables(program, access).filter(accountable=team).open()
    found = rows.aggregate(
        started=Count("pk", filter=~Q(status=Status.PLANNED)),
        planned=Count("pk", filter=Q(status=Status.PLANNED)),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    return Counts(ready=ready_to_close(rows).count(), **found)


def people_in(team: Subteam) -> list[tuple[str, str]]:
    """Who is in the subteam and as what, leads first, in one query."""
    rows = Membership.objects.filter(
        subteam_links__subteam=team, is_active=True, user__is_active=True
    ).select_related("user")
    order = list(Role)
    sorted_rows = sorted(rows, key=lambda row: (order.index(Role(row.role)), row.user.name, row.pk))
    return [(str(row.user), Role(row.role).label) for row in sorted_rows]
