"""Bets with their options, and what each has cost so far."""

from django.db.models import Prefetch, QuerySet

from estimates.models import Bet, BetOption
from milestones.models import Milestone
from pm.models import Program
from pm.queries.presence import hangs_on


def bets_of(program: Program, *, sees_internal: bool) -> QuerySet[Bet]:
    """The bets this reader may see, the newest first."""
    rows = Bet.objects.in_program(program).visible(sees_internal=sees_internal)
    return rows.select_related("milestone").order_by("-number")


def with_options(rows: QuerySet[Bet]) -> QuerySet[Bet]:
    """The same with their options, in their order; one statement more."""
    options = BetOption.objects.order_by("rank", "pk")
    return rows.prefetch_related(Prefetch("options", queryset=options))


def bets_of_milestone(milestone: Milestone) -> list[Bet]:
    """The bets on one milestone as they were placed, with their options."""
    if not hangs_on(milestone, Bet):
        return []
    rows = Bet.objects.filter(program_id=milestone.program_id, milestone=milestone)
    return list(with_options(rows.order_by("number")))


def next_chosen(bet: Bet) -> BetOption | None:
    """The option that was chosen, of options already read."""
    return next((row for row in bet.options.all() if row.state == BetOption.State.CHOSEN), None)
