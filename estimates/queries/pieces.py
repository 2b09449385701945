"""What is bet on a milestone and what it moves: all of it in one statement, read once a row."""

from typing import Any

from estimates.models import Bet, BetOption, ImpactMetric, ImpactObservation
from milestones.models import Milestone
from pm.queries.presence import hangs_on
from pm.queries.together import read_together

MEMO = "loaded_stakes"


def pieces_of(milestone: Milestone, kind: type[Any]) -> list[Any]:
    """Its bets or their options, its metrics or what was seen of them, in their order."""
    found: dict[type[Any], list[Any]] | None = milestone.__dict__.get(MEMO)
    if found is None:
        asked: list[Any] = []
        if hangs_on(milestone, Bet):
            asked += [
                Bet.objects.filter(milestone=milestone).order_by("number"),
                BetOption.objects.filter(bet__milestone=milestone).order_by("rank", "pk"),
            ]
        if hangs_on(milestone, ImpactMetric):
            seen = ImpactObservation.objects.filter(metric__milestone=milestone)
            asked += [
                ImpactMetric.objects.filter(milestone=milestone).order_by("name", "pk"),
                seen.order_by("happened_on", "recorded_at", "pk"),
            ]
        rows = zip((one.model for one in asked), read_together(*asked), strict=True)
        found = milestone.__dict__[MEMO] = dict(rows)
    return found.get(kind, [])
