"""Spend, budget and value for money; for those who see costs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from estimates.models import Bet, CostRate, EffortEntry, ImpactReview
from estimates.pure.capacity import bounds
from estimates.pure.cost import Rates, Spend, period_of_week, spend_of
from estimates.queries.capacity import planned_by_subteam
from milestones.models import Milestone
from pm.models import Program, Subteam
from pm.pure.periods import iso_week

MOST = 50


def rates_of(program: Program) -> Rates:
    """Every rate of a program, by subteam and half-year."""
    rows = CostRate.objects.filter(program=program)
    return {(row.subteam_id, row.period): (row.amount, row.currency) for row in rows}


@dataclass(frozen=True, slots=True)
class TeamCost:
    """A subteam in a half-year: its rate, the budget of what is planned, and what was spent."""

    subteam: Subteam
    rate: tuple[Decimal, str] | None
    budget: Spend
    spent: Spend


def cost_sheet(program: Program, period: str, teams: Sequence[Subteam], rates: Rates) -> list[TeamCost]:
    """The costs of a half-year by subteam: of these, and of those that work no more where they cost."""
    planned = planned_by_subteam(program, period)
    first, last = bounds(period)
    weeks = EffortEntry.objects.filter(program=program, week__gte=iso_week(first), week__lte=iso_week(last))
    sums = weeks.order_by().values_list("subteam_id", "week").annotate(days=Sum("person_days"))
    entries: dict[int, list[tuple[int, str, Decimal]]] = defaultdict(list)
    for subteam_id, week, days in sums:
        if period_of_week(week) == period:
            entries[subteam_id].append((subteam_id, week, days))
    gone = {*entries, *planned} - {team.pk for team in teams}
    former = Subteam.objects.filter(pk__in=gone).order_by("rank", "name", "pk") if gone else ()
    lines = []
    for team in (*teams, *former):
        budget = Spend()
        if days := planned.get(team.pk):
            budget.add(team.pk, period, days, rates)
        spent = spend_of(entries.get(team.pk, ()), rates)
        lines.append(TeamCost(team, rates.get((team.pk, period)), budget, spent))
    return lines


@dataclass(frozen=True, slots=True)
class Worth:
    """A milestone with a closed bet: its value, as reviewed or as stated, and what was spent on it."""

    bet: Bet
    value: int | None
    is_realised: bool
    spend: Spend


def worth_of(bets: Collection[Bet], rates: Rates) -> list[Worth]:
    """What these reviewed bets brought and cost: their milestones', each once; in two statements."""
    of = {bet.milestone_id: bet for bet in sorted(bets, key=lambda bet: bet.number)}
    spends = spend_by_milestone(of, rates)
    reviews = ImpactReview.objects.filter(milestone_id__in=of, realised_value__isnull=False)
    realised = dict(reviews.order_by("moment", "pk").values_list("milestone_id", "realised_value"))
    return [
        Worth(
            bet=bet,
            value=realised.get(pk, bet.milestone.value),
            is_realised=pk in realised,
            spend=spends.get(pk, Spend()),
        )
        for pk, bet in sorted(of.items(), key=lambda pair: pair[1].number, reverse=True)
    ]


def spend_by_milestone(ids: Collection[int], rates: Rates) -> dict[int, Spend]:
    """What was spent on each of these milestones and their deliverables, in one statement."""
    rows = EffortEntry.objects.filter(Q(milestone_id__in=ids) | Q(deliverable__milestone_id__in=ids))
    entries: dict[int, list[tuple[int, str, Decimal]]] = defaultdict(list)
    for own, through, subteam_id, week, days in (
        rows.order_by()
        .values_list("milestone_id", "deliverable__milestone_id", "subteam_id", "week")
        .annotate(days=Sum("person_days"))
    ):
        entries[own or through].append((subteam_id, week, days))
    return {pk: spend_of(found, rates) for pk, found in entries.items()}


def closed_bets(program: Program) -> list[Bet]:
    """The newest reviewed bets."""
    rows = Bet.objects.filter(program=program, status=Bet.Status.REVIEWED).select_related("milestone")
    return list(rows.order_by("-reviewed_on", "-number")[:MOST])


def worth_of_milestone(milestone: Milestone, bets: Collection[Bet]) -> Worth | None:
    """What a milestone with a reviewed bet brought and cost; None without one. Three statements at most."""
    closed = [bet for bet in bets if bet.status == Bet.Status.REVIEWED]
    if not closed:
        return None
    for bet in closed:
        bet.milestone = milestone
    return worth_of(closed, rates_of(milestone.program))[0]
