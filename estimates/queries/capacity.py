"""Capacity of subteams by half-year, and what the plan asks of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from estimates.models import Absence, Allocation, Capacity, CostRate
from estimates.pure.capacity import NOTHING, Fit, Span, Team, WorkingCalendar, bounds, calendar_of, fit
from milestones.models import Milestone, PlannedEffort
from pm.models import Holiday, Period, Program, Subteam
from pm.pure.periods import following, half_year

ENDED = ("SHELVED", "DROPPED")


def calendar_for(program: Program) -> WorkingCalendar:
    """The program's weekdays less its holidays."""
    return calendar_of(program.weekdays, Holiday.objects.filter(program=program).values_list("on", flat=True))


def periods_of(program: Program, today: date) -> list[str]:
    """The half-years that may be planned: this one, the next, and those that were written down."""
    now = half_year(today)
    written = Period.objects.filter(program=program).values_list("code", flat=True)
    used = Capacity.objects.filter(program=program).values_list("period", flat=True)
    return sorted({now, following(now), *written, *used})


def newest_capacity(program: Program, periods: Sequence[str] = ()) -> dict[tuple[int, str], Capacity]:
    """What holds for each subteam and half-year: the row recorded last."""
    rows = Capacity.objects.filter(program=program)
    rows = rows.filter(period__in=periods) if periods else rows
    return {(row.subteam_id, row.period): row for row in rows.order_by("recorded_at", "pk")}


def capacity_now(subteam: Subteam, period: str) -> Capacity | None:
    """The capacity that holds for one subteam in one half-year."""
    rows = Capacity.objects.filter(program_id=subteam.program_id, subteam=subteam, period=period)
    return rows.order_by("-recorded_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """One subteam in a half-year. `cost` is its rate a person-day, where one is known and may be seen."""

    subteam: Subteam
    capacity: Capacity | None
    fit: Fit
    cost: CostRate | None = None


@dataclass(frozen=True, slots=True)
class CapacitySheet:
    """A half-year with a line for each subteam. The totals are the sums of its lines."""

    period: str
    lines: tuple[CapacityLine, ...]
    kept_percent: int

    def total(self, name: str) -> Decimal:
        """The sum of one figure over the lines, as they are shown."""
        figures = (getattr(line.fit, name) for line in self.lines)
        return sum((figure for figure in figures if figure is not None), NOTHING)

    @property
    def people(self) -> Decimal:
        return sum((line.capacity.people for line in self.lines if line.capacity), NOTHING)


def spans_by_subteam(rows: Sequence[tuple[int, Decimal, date, date]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    for subteam_id, amount, from_on, to_on in rows:
        found[subteam_id].append(Span(amount, from_on, to_on))
    return found


def capacity_sheet(program: Program, period: str, *, sees_costs: bool) -> CapacitySheet:
    """How the half-year's plan fits each subteam; in a constant number of statements."""
    first, last = bounds(period)
    inside = {"program": program, "from_on__lte": last, "to_on__gte": first}
    absences = Absence.objects.filter(**inside).values_list("subteam_id", "person_days", "from_on", "to_on")
    promised = Allocation.objects.filter(**inside).exclude(dead())
    allocations = promised.values_list("subteam_id", "people", "from_on", "to_on")
    away_by, asked_by = spans_by_subteam(list(absences)), spans_by_subteam(list(allocations))
    planned = planned_by_subteam(program, period)
    rates = CostRate.objects.filter(program=program, period=period) if sees_costs else CostRate.objects.none()
    costs = {row.subteam_id: row for row in rates}
    calendar, held = calendar_for(program), newest_capacity(program, [period])
    kept = kept_percent(program)
    lines = []
    for subteam in Subteam.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk"):
        row = held.get((subteam.pk, period))
        team = Team(
            people=row.people if row else None,
            support_percent=row.support_percent if row else 0,
            absences=away_by.get(subteam.pk, ()),
            allocations=asked_by.get(subteam.pk, ()),
            planned=planned.get(subteam.pk, NOTHING),
        )
        fits = fit(calendar, team, period, kept_percent=kept)
        lines.append(CapacityLine(subteam, row, fits, costs.get(subteam.pk)))
    return CapacitySheet(period, tuple(lines), kept)


def dead() -> Q:
    """Allocations of what was shelved, dropped or closed: they ask for nobody."""
    return (
        Q(milestone__status__in=ENDED)
        | Q(deliverable__status__in=["CLOSED", "DROPPED"])
        | Q(deliverable__milestone__status__in=ENDED)
    )


def planned_by_subteam(program: Program, period: str) -> dict[int, Decimal]:
    """Person-days that the plan lines of a half-year ask of each subteam."""
    rows = PlannedEffort.objects.filter(program=program, plan_line__period=period)
    rows = rows.exclude(plan_line__milestone__status__in=ENDED)
    return dict(rows.values_list("subteam_id").annotate(days=Sum("person_days")).order_by())


def kept_percent(program: Program) -> int:
    """Per cent of the capacity that open budget lines keep for themselves."""
    lines = Milestone.objects.in_program(program).open().filter(kind=Milestone.Kind.BUDGET_LINE)
    return int(lines.aggregate(kept=Sum("capacity_percent"))["kept"] or 0)


def absences_in(program: Program, first: date, last: date) -> QuerySet[Absence]:
    """Absences that touch these days, the earliest first."""
    rows = Absence.objects.filter(program=program, from_on__lte=last, to_on__gte=first)
    return rows.select_related("subteam").order_by("from_on", "pk")
