"""What people owe of the bet: the effort of the last week, the reviews of what a delivery moved."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from estimates.models import EffortEntry, ImpactReview
from estimates.queries.effort import AT_WORK
from estimates.queries.impact import AFTER_DAYS
from milestones.models import Deliverable, Milestone
from pm.models import Subteam
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.pure.periods import iso_week
from pm.pure.words import counted
from pm.queries.owed import Scope, of_rows, of_sums
from pm.registry import OWED, Due, Late, Owed

WEEK = timedelta(days=7)
ASKED_FOR = timedelta(days=180)  # what was delivered earlier is asked for no more
Moment = ImpactReview.Moment


# --- Effort


def unlogged(week: str, monday: date) -> QuerySet[Deliverable]:
    """Deliverables that were going on in a week of which their subteam has entered nothing."""
    entered = EffortEntry.objects.filter(subteam=OuterRef("accountable"), week=week)
    started = Q(started_on=None) | Q(started_on__lt=monday + WEEK)
    return Deliverable.objects.filter(
        started, ~Exists(entered), status__in=AT_WORK, accountable__isnull=False
    )


def last_monday(today: date) -> date:
    """The Monday of the last whole week."""
    return today - timedelta(days=today.weekday()) - WEEK


def effort(scope: Scope) -> Sequence[Due]:
    """The subteams they lead that worked last week and entered nothing: in two statements."""
    teams, monday = scope.led, last_monday(scope.today)
    week = iso_week(monday)
    if not teams:
        return []
    rows = unlogged(week, monday).filter(accountable__in=teams, program_id__in=scope.inside)
    sums = rows.order_by("accountable_id").values_list("program_id", "accountable_id").annotate(n=Count("pk"))
    found = list(sums)
    names = Subteam.objects.in_bulk([team for _, team, _ in found]) if found else {}
    return [
        Due(
            program_id=pk,
            title=f"Enter the effort of {names[team].name} in {week}",
            why=f"{counted(count, 'deliverable was', 'deliverables were')} in progress, nothing is entered.",
            url=scope.url("effort_week", pk, week, names[team].slug)
            if scope.can(Permission.LOG_EFFORT, pk, team)
            else "",
            label="Enter the effort",
            icon="clock",
            on=monday + WEEK,
        )
        for pk, team, count in found
    ]


def late_effort(scope: Scope) -> Iterable[Late]:
    [pk] = scope.programs
    monday = last_monday(scope.today)
    if monday + WEEK == scope.today:
        return
    week = iso_week(monday)
    rows = unlogged(week, monday).filter(program=pk).exclude(accountable__in=scope.led)
    count = rows.order_by().values("accountable").distinct().count()
    words = counted(count, "subteam has", "subteams have")
    yield Late(count, f"{words} no effort entered in {week}", scope.url("effort_list", pk))


# --- Impact


def reviews(scope: Scope) -> QuerySet[Milestone]:
    """Delivered milestones whose look back has come due, for those who review."""
    return due_reviews(scope, scope.where(Permission.REVIEW_MILESTONE))


def due_reviews(scope: Scope, places: Sequence[int]) -> QuerySet[Milestone]:
    """Milestones delivered 30 or 90 days ago that lack the review of that moment."""
    due = Q(pk=None)
    for moment, days in AFTER_DAYS.items():
        made = ImpactReview.objects.filter(milestone=OuterRef("pk"), moment=moment)
        due |= Q(delivered_on__lte=scope.today - timedelta(days=days)) & ~Q(Exists(made))
    rows = Milestone.objects.filter(
        due,
        status__in=[Milestone.Status.DELIVERED, Milestone.Status.REVIEWED],
        delivered_on__gte=scope.today - ASKED_FOR,
        program_id__in=places,
    )
    return rows.order_by("delivered_on", "number")


def with_reviews(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Rows that know whether they were reviewed at 30 days."""
    first = ImpactReview.objects.filter(milestone=OuterRef("pk"), moment=Moment.T30)
    return rows.annotate(has_first=Exists(first))


def review_due(row: Milestone, scope: Scope) -> Due:
    moment = Moment.T90 if row.has_first else Moment.T30  # type: ignore[attr-defined]  # of with_reviews
    delivered = row.delivered_on or scope.today
    return Due(
        program_id=row.program_id,
        title=f"Review what {row.key} {row.title} moved",
        why=f"Delivered on {short_day(delivered, scope.today)}; the review {moment.label} is missing.",
        url=scope.url("impact_review", row.program_id, row.key),
        label="Review the impact",
        icon="check",
        on=delivered + timedelta(days=AFTER_DAYS[moment.value]),
    )


def late_reviews(scope: Scope) -> Iterable[Late]:
    """The first of those that this person does not make themselves."""
    mine = scope.where(Permission.REVIEW_MILESTONE)
    places = [pk for pk in scope.inside if pk not in mine]
    for row in due_reviews(scope, places)[:5]:
        url = f"{scope.url('milestone_detail', row.program_id, row.key)}#impact"
        yield Late(1, f"{row.key} {row.title} waits for its impact review", url)


OWED.add("effort", Owed("Effort", 115, *of_sums(effort), is_of_subteams=True, late=late_effort))
OWED.add(
    "impact", Owed("Impact reviews", 35, *of_rows(reviews, review_due, dress=with_reviews), late=late_reviews)
)
