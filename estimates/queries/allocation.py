"""Allocations: who is promised where, and which subteam is promised to more than it can do."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from estimates.models import Absence, Allocation
from estimates.pure.capacity import NOTHING, Booking, Span, demand_from, in_window
from estimates.queries.capacity import calendar_for, dead, newest_capacity, spans_by_subteam
from milestones.models import Milestone
from pm.models import Program


@dataclass(frozen=True, slots=True)
class Promise:
    """One allocation as the forecast reads it; of a milestone, perhaps by one of its deliverables."""

    milestone_id: int
    subteam_id: int
    subteam: str
    span: Span


@dataclass
class Bookings:
    """The open allocations of a program, and the milestones whose subteams are promised twice."""

    promises: list[Promise] = field(default_factory=list)
    over: dict[int, tuple[Booking, ...]] = field(default_factory=dict)

    def people_on(self, starts: Mapping[int, date | None], today: date) -> dict[int, float]:
        """How many people are allocated to each milestone today, or on its planned start while it waits."""
        people: dict[int, Decimal] = defaultdict(lambda: NOTHING)
        for one in self.promises:
            if one.milestone_id not in starts:
                continue
            day = max(today, starts[one.milestone_id] or today)
            if one.span.from_on <= day <= one.span.to_on:
                people[one.milestone_id] += one.span.amount
        return {milestone_id: float(total) for milestone_id, total in people.items()}


def bookings_of(program: Program, targets: Mapping[int, date | None], today: date) -> Bookings:
    """Allocations that are not over; of `targets` (milestone to its far end) those that are overbooked.

    One statement while nothing is allocated, four otherwise.
    """
    found = Bookings(promises_of(program, today))
    if not found.promises:
        return found
    calendar = calendar_for(program)
    held: dict[int, dict[str, tuple[Decimal, int]]] = defaultdict(dict)
    for (subteam_id, period), row in newest_capacity(program).items():
        held[subteam_id][period] = (row.people, row.support_percent)
    absences = spans_by_subteam(
        list(
            Absence.objects.filter(program=program, to_on__gte=today).values_list(
                "subteam_id", "person_days", "from_on", "to_on"
            )
        )
    )
    spans: dict[int, list[Span]] = defaultdict(list)
    for one in found.promises:
        spans[one.subteam_id].append(one.span)
    demands = {pk: demand_from(calendar, those, today) for pk, those in spans.items()}
    windows: dict[tuple[int, date], Booking | None] = {}
    over: dict[int, dict[int, Booking]] = defaultdict(dict)
    for one in found.promises:
        until = targets.get(one.milestone_id)
        if until is None or until < today:
            continue
        key = (one.subteam_id, until)
        if key not in windows:
            has = in_window(calendar, held[one.subteam_id], absences.get(one.subteam_id, ()), today, until)
            asked = demands[one.subteam_id].until(until)
            is_over = has is not None and asked > has
            windows[key] = Booking(one.subteam, float(asked), float(has or 0), until) if is_over else None
        if booking := windows[key]:
            over[one.milestone_id][one.subteam_id] = booking
    found.over = {milestone_id: tuple(rows.values()) for milestone_id, rows in over.items()}
    return found


def promises_of(program: Program, today: date) -> list[Promise]:
    rows = (
        Allocation.objects.filter(program=program, to_on__gte=today)
        .exclude(dead())
        .order_by("pk")
        .values_list(
            "milestone_id", "deliverable__milestone_id", "subteam_id", "subteam__name", "people",
            "from_on", "to_on",
        )
    )  # fmt: skip
    return [
        Promise(own_id or through_id, subteam_id, name, Span(people, from_on, to_on))
        for own_id, through_id, subteam_id, name, people, from_on, to_on in rows
    ]


def allocations_of(milestone: Milestone) -> QuerySet[Allocation]:
    """Who is allocated to a milestone or to one of its deliverables, the earliest first."""
    own = Allocation.objects.filter(program_id=milestone.program_id, milestone=milestone)
    parts = Allocation.objects.filter(program_id=milestone.program_id, deliverable__milestone=milestone)
    rows = (own | parts).select_related("subteam", "person", "deliverable")
    return rows.order_by("from_on", "subteam__name", "pk")


def touched_by(program: Program, subteam_id: int, today: date) -> list[int]:
    """The milestones whose figures depend on what this subteam is promised and can do."""
    rows = Allocation.objects.filter(program=program, subteam_id=subteam_id, to_on__gte=today)
    pairs = rows.values_list("milestone_id", "deliverable__milestone_id")
    return sorted({own_id or through_id for own_id, through_id in pairs})


def allocations_in(program: Program, first: date, last: date) -> QuerySet[Allocation]:
    """Allocations that touch these days, by subteam, the earliest first."""
    rows = Allocation.objects.filter(program=program, from_on__lte=last, to_on__gte=first).exclude(dead())
    rows = rows.select_related("subteam", "person", "milestone", "deliverable")
    return rows.order_by("subteam__rank", "subteam__name", "from_on", "pk")
