"""Bets with their options, and what each has cost so far."""

from django.db.models import Prefetch, QuerySet

from estimates.models import Bet, BetOption
from estimates.queries.pieces import pieces_of
from milestones.models import Milestone
from pm.models import Program


def bets_of(program: Program, *, sees_internal: bool) -> QuerySet[Bet]:
    """The bets this reader may see, the newest first."""
    rows = Bet.objects.in_program(program).visible(sees_internal=sees_internal)
    return rows.select_related("milestone").order_by("-number")


def with_options(rows: QuerySet[Bet]) -> QuerySet[Bet]:
    """The same with their options, in their order; one statement more."""
    options = BetOption.objects.order_by("rank", "pk")
    return rows.prefetch_related(Prefetch("options", queryset=options))


def bets_of_milestone(milestone: Milestone) -> list[tuple[Bet, BetOption | None]]:
    """The bets on one milestone as they were placed, each with the option that was chosen."""
    chosen: dict[int, BetOption] = {}
    for option in pieces_of(milestone, BetOption):
        if option.state == BetOption.State.CHOSEN:
            chosen.setdefault(option.bet_id, option)
    return [(bet, chosen.get(bet.pk)) for bet in pieces_of(milestone, Bet)]


def next_chosen(bet: Bet) -> BetOption | None:
    """The option that was chosen, of options already read."""
    return next((row for row in bet.options.all() if row.state == BetOption.State.CHOSEN), None)
