"""Weekly updates: who has written of a week, who owes, and what was said."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from milestones.models import Contribution, Deliverable, Milestone, OwnerCall, WeeklyUpdate
from milestones.pure.delivery_states import first_day
from milestones.queries.deliverable import in_order, visible_deliverables
from pm.models import Program, Subteam
from pm.queries.presence import hangs_on
from pm.rules import Access

GOING = (Deliverable.Status.IN_PROGRESS, Deliverable.Status.CLOSE_REQUESTED)
NEWEST = 8
WEEK = timedelta(days=7)


def going_in(week: str) -> Q:
    """What had started by the end of a week, as far as its start is known."""
    monday = first_day(week)
    is_over = Q(started_on__lt=monday + WEEK) if monday else Q()
    return Q(started_on=None) | is_over


def of_week(
    program: Program, access: Access, week: str, teams: Collection[int] = ()
) -> QuerySet[Deliverable]:
    """What is going on or was written of in a week, with `said`: what each subteam said of it.

    `is_helped` says whether one of these subteams contributes to it.
    """
    rows = visible_deliverables(program, access)
    said = (
        WeeklyUpdate.objects.filter(week=week).select_related("subteam", "by").order_by("subteam__rank", "pk")
    )
    mine = WeeklyUpdate.objects.filter(deliverable=OuterRef("pk"), week=week)
    helps = Contribution.objects.filter(deliverable=OuterRef("pk"), subteam__in=teams)
    rows = rows.annotate(
        is_written=Exists(mine.filter(subteam=OuterRef("accountable"))), is_helped=Exists(helps)
    )
    return in_order(
        rows.filter(Q(status__in=GOING) & going_in(week) | Exists(mine))
        .select_related("accountable", "milestone", "owner")
        .prefetch_related(Prefetch("updates", queryset=said, to_attr="said"))
    )


def owing(rows: QuerySet) -> QuerySet:
    """Rows of `of_week` whose accountable subteam has not written."""
    return rows.filter(is_written=False, status__in=GOING, accountable__isnull=False)


def writers_of(row: Deliverable) -> list[Subteam]:
    """The subteams that write of a deliverable: the accountable one first, then those that contribute."""
    own = [row.accountable] if row.accountable else []
    if not hangs_on(row, Contribution):
        return own
    helpers = Contribution.objects.filter(deliverable=row).values("subteam")
    return [*own, *Subteam.objects.filter(pk__in=helpers).order_by("rank", "name", "pk")]


def newest_of(row: Deliverable) -> list[WeeklyUpdate]:
    """What was last said of a deliverable, the newest week first."""
    if not hangs_on(row, WeeklyUpdate):
        return []
    rows = WeeklyUpdate.objects.filter(deliverable=row).select_related("subteam", "by")
    return list(rows.order_by("-week", "-pk")[:NEWEST])


def newest_of_milestone(row: Milestone) -> list[WeeklyUpdate]:
    """What was last said of a milestone's deliverables, the newest week first."""
    rows = WeeklyUpdate.objects.filter(deliverable__milestone=row)
    return list(
        rows.select_related("subteam", "deliverable").order_by("-week", "deliverable__number", "pk")[:NEWEST]
    )


def calls_of(row: Milestone, count: int = 4) -> list[OwnerCall]:
    """The owner's newest calls."""
    if not hangs_on(row, OwnerCall):
        return []
    return list(
        OwnerCall.objects.filter(milestone=row).select_related("by").order_by("-recorded_at", "-pk")[:count]
    )


def by_team(rows: QuerySet[Deliverable], teams: Collection[int]) -> QuerySet[Deliverable]:
    """Those that these subteams are accountable for or contribute to."""
    helps = Contribution.objects.filter(deliverable=OuterRef("pk"), subteam__in=teams)
    return rows.filter(Q(accountable__in=teams) | Exists(helps))
