"""What the roadmap shows: a page of milestones in their groups, and counts for the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler

from milestones.models import Deliverable, Milestone, PlanLine, Track
from milestones.pure.states import MILESTONE_OPEN
from milestones.pure.timeline import Window
from pm.models import Program, Subteam, User

PAGE = 50
TRAY = 24
GROUPS = {"track": "Track", "subteam": "Subteam", "none": "None"}
SORTS = {
    "key": ("number",),
    "title": ("title",),
    "health": ("severity",),
    "status": ("stage",),
    "owner": ("owner__name",),
    "target": ("target_to_on",),
    "appetite": ("appetite_days",),
    "value": ("value",),
    "start": ("planned_start_on",),
}
SEVERITY = ("LATE", "AT_RISK", "WATCH", "UNKNOWN", "ON_TRACK")
STAGES = tuple(choice.value for choice in Milestone.Status)
ENDLESS = Q(kind=Milestone.Kind.BUDGET_LINE, target_to_on__isnull=True, status__in=MILESTONE_OPEN)
LOOSE = Q(target_to_on__isnull=True) & ~Q(kind=Milestone.Kind.BUDGET_LINE)
HAS_HEALTH = Q(status__in=MILESTONE_OPEN) & ~Q(kind=Milestone.Kind.BUDGET_LINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a filter can name: a track, a subteam, an owner or a period."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything the filters and the lanes name, from one statement."""

    tracks: tuple[Choice, ...] = ()
    subteams: tuple[Choice, ...] = ()
    owners: tuple[Choice, ...] = ()
    periods: tuple[str, ...] = ()

    def lanes(self, group: str) -> tuple[Choice, ...]:
        """The lanes of a grouping, in their order."""
        return {"track": self.tracks, "subteam": self.subteams}.get(group, ())


@dataclass(frozen=True, slots=True)
class LaneCount:
    """How many milestones a lane holds: all, those inside the window, those without a target.

    `by_health` counts those of the window where there is one.
    """

    total: int = 0
    drawn: int = 0
    loose: int = 0
    by_health: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """How the rows are put in order."""

    group: str = "track"
    sort: str = "target"
    descending: bool = False


def load_choices(program: Program) -> Choices:
    """Tracks, subteams, owners and periods of a program, in one statement."""
    none, empty = Value(0), Value("")
    tracks = Track.objects.filter(program=program)
    teams = Subteam.objects.filter(program=program)
    owning = Milestone.objects.filter(program=program, owner=OuterRef("pk"))
    owners = User.objects.filter(Exists(owning))
    periods = PlanLine.objects.filter(program=program).distinct()
    rows = sorted(
        tracks.values_list(Value("track"), "pk", "slug", "name", "rank").union(
            teams.values_list(Value("subteam"), "pk", "slug", "name", "rank"),
            owners.values_list(Value("owner"), "pk", empty, "name", none),
            periods.values_list(Value("period"), none, "period", "period", none),
            all=True,
        ),
        key=lambda row: (row[4], row[3].casefold(), row[1]),
    )
    found: dict[str, list[Choice]] = {"track": [], "subteam": [], "owner": [], "period": []}
    for what, ident, slug, label, _ in rows:
        found[what].append(Choice(ident, slug, label))
    return Choices(
        tracks=tuple(found["track"]),
        subteams=tuple(found["subteam"]),
        owners=tuple(found["owner"]),
        periods=tuple(choice.slug for choice in reversed(found["period"])),
    )


def visible(program: Program, *, sees_internal: bool) -> QuerySet[Milestone]:
    """The milestones of a program that this reader may see."""
    rows = Milestone.objects.in_program(program)
    return rows.visible(sees_internal=sees_internal)


def usually_shown(rows: QuerySet[Milestone], since: date) -> QuerySet[Milestone]:
    """Neither ideas nor what was given up; delivered ones only since a day."""
    ended = Q(status__in=["DELIVERED", "REVIEWED"])
    return rows.filter(
        Q(status__in=["PROPOSED", "COMMITTED", "IN_PROGRESS"]) | (ended & Q(delivered_on__gte=since))
    )


def with_lane(rows: QuerySet[Milestone], group: str) -> QuerySet[Milestone]:
    """Each row with its lane: its track, or the subteam accountable for most of its deliverables."""
    if group == "track":
        return rows.annotate(lane=F("track_id"))
    if group == "none":
        return rows.annotate(lane=Value(0))
    most = (
        Deliverable.objects.filter(milestone=OuterRef("pk"), accountable__isnull=False)
        .exclude(status=Deliverable.Status.DROPPED)
        .order_by()
        .values("accountable")
        .annotate(held=Count("pk"))
        .order_by("-held", "accountable")
        .values("accountable")[:1]
    )
    return rows.annotate(lane=Coalesce(Subquery(most), Value(0), output_field=IntegerField()))


def in_window(window: Window, today: date) -> Q:
    """Drawn inside a window; open milestones reach to today even when their target has passed.

    A budget line needs no end: without one it is drawn from its start on.
    """
    reaches = Q(target_to_on__gte=window.start)
    if today >= window.start:
        reaches |= Q(status__in=MILESTONE_OPEN)
    begun = Q(committed_on__lt=window.end) | Q(target_from_on__lt=window.end)
    begins = Q(planned_start_on__lt=window.end) | (Q(planned_start_on__isnull=True) & begun)
    due = Q(target_to_on__isnull=False) & reaches
    return (begins & due) | (ENDLESS & ~Q(planned_start_on__gte=window.end))


def count_lanes(
    rows: QuerySet[Milestone], group: str, window: Window | None, today: date
) -> dict[int, LaneCount]:
    """The counts of each lane over every milestone that passes the filters: one statement."""
    drawn = in_window(window, today) if window else Q(target_to_on__isnull=False)
    found = (
        with_lane(rows, group)
        .annotate(shown_health=Case(When(HAS_HEALTH, then=F("health")), default=Value("")))
        .order_by()
        .values_list("lane", "shown_health")
        .annotate(
            total=Count("pk"),
            drawn=Count("pk", filter=drawn),
            loose=Count("pk", filter=LOOSE),
        )
    )
    lanes: dict[int, LaneCount] = {}
    for lane, health, total, shown, loose in found:
        before = lanes.get(lane, LaneCount())
        count = shown if window else total
        lanes[lane] = LaneCount(
            total=before.total + total,
            drawn=before.drawn + shown,
            loose=before.loose + loose,
            by_health={**before.by_health, health: count} if health else before.by_health,
        )
    return lanes


def ordered(rows: QuerySet[Milestone], order: Order, lanes: Sequence[Choice]) -> QuerySet[Milestone]:
    """The rows by lane, then by the chosen column with empty values last, then by number."""
    found = with_lane(rows, order.group)
    by: list[Any] = []
    if lanes:
        found = found.annotate(place=rank_of("lane", [lane.pk for lane in lanes]))
        by.append("place")
    if order.sort == "health":
        found = found.annotate(
            severity=Case(When(HAS_HEALTH, then=rank_of("health", SEVERITY)), default=None)
        )
    elif order.sort == "status":
        found = found.annotate(stage=rank_of("status", STAGES))
    for name in SORTS[order.sort]:
        column = F(name)
        by.append(column.desc(nulls_last=True) if order.descending else column.asc(nulls_last=True))
    return found.order_by(*by, "number")


class Place(Func):
    """The place of a column's value in a list; what is not in it comes last.

    Django's Case would build a condition for each value: a tenth of the time of a page of the roadmap.
    """

    def __init__(self, column: Any, values: tuple[Any, ...]) -> None:
        super().__init__(column, output_field=IntegerField())
        self.values = values

    def as_sql(  # type: ignore[override]  # it has no template
        self, compiler: SQLCompiler, connection: Any, **_: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        places = " ".join([f"WHEN %s THEN {place}" for place in range(len(self.values))])
        return f"CASE {column} {places} ELSE {len(self.values)} END", (*params, *self.values)


def rank_of(column: str, values: Sequence[Any]) -> Place:
    """The place of a column's value in a list that is not empty."""
    return Place(F(column), tuple(values))


def load_page(
    rows: QuerySet[Milestone], order: Order, lanes: Sequence[Choice], *, start: int, size: int = PAGE
) -> list[Milestone]:
    """One page of rows with track, owner and the count of their deliverables: one statement.

    The page is cut in a subquery, so that what costs a look at the deliverables is asked only for it.
    """
    page = ordered(rows, order, lanes).values("pk")[start : start + size]
    return list(with_deliverables(ordered(Milestone.objects.filter(pk__in=page), order, lanes)))


def with_deliverables(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Each row with its track, its owner, and how many of its deliverables are closed and held."""
    held = Deliverable.objects.filter(milestone=OuterRef("pk")).exclude(status="DROPPED").order_by()
    return rows.select_related("track", "owner").annotate(
        held_count=count_of(held), closed_count=count_of(held.filter(status="CLOSED"))
    )


def count_deliverables(row: Milestone) -> None:
    """Give one row that is in hand what `with_deliverables` counts, without reading it again."""
    states = Deliverable.objects.filter(milestone=row).values_list("status", flat=True)
    held = [status for status in states if status != "DROPPED"]
    row.held_count, row.closed_count = len(held), held.count("CLOSED")  # type: ignore[attr-defined]  # annotations


def count_of(rows: QuerySet[Deliverable]) -> Coalesce:
    """How many rows a correlated subquery finds."""
    counted = rows.values("milestone").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def load_timeline(
    rows: QuerySet[Milestone], order: Order, lanes: Sequence[Choice], drawn: Q, *, start: int, tray: int
) -> tuple[list[Milestone], list[Milestone]]:
    """One page of what is drawn and one of what has no target, the most valuable first: one statement."""
    page = ordered(rows.filter(drawn), order, lanes).values("pk")[start : start + PAGE]
    loose = rows.filter(LOOSE).order_by(F("value").desc(nulls_last=True), "number")
    both = Q(pk__in=page) | Q(pk__in=loose.values("pk")[tray : tray + TRAY])
    found = list(with_bars(ordered(Milestone.objects.filter(both), order, lanes)))
    waiting = [row for row in found if is_loose(row)]
    waiting.sort(key=lambda row: (row.value is None, -(row.value or 0), row.number))
    return [row for row in found if not is_loose(row)], waiting


def with_bars(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Each row with what its bar needs beside its own columns: its owner's name, how many deliverables."""
    held = Deliverable.objects.filter(milestone=OuterRef("pk")).exclude(status="DROPPED").order_by()
    return rows.annotate(owner_name=F("owner__name"), held_count=count_of(held))


def is_loose(row: Milestone) -> bool:
    """Without a target although it needs one."""
    return row.target_to_on is None and row.kind != Milestone.Kind.BUDGET_LINE


def total_of(lanes: Iterable[LaneCount]) -> LaneCount:
    """All lanes together."""
    total = drawn = loose = 0
    by_health: dict[str, int] = {}
    for lane in lanes:
        total, drawn, loose = total + lane.total, drawn + lane.drawn, loose + lane.loose
        for health, count in lane.by_health.items():
            by_health[health] = by_health.get(health, 0) + count
    return LaneCount(total, drawn, loose, by_health)
