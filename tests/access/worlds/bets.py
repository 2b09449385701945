"""Rows of bets, decisions and capacity."""

from tests.access.graph import Graph
from tests.factories.bets import (
    AbsenceFactory,
    AllocationFactory,
    BetFactory,
    BetOptionFactory,
    CapacityFactory,
    CostRateFactory,
    DecisionFactory,
    ImpactMetricFactory,
    ImpactObservationFactory,
    ImpactReviewFactory,
    SizeFactory,
)

OF_SUBTEAM = {"period": "capacity.period", "tslug": "team.slug"}
OF_METRIC = {"key": "milestone.key", "pk": "metric.pk"}
KEYS: dict[str, dict[str, str]] = {
    "bet": {"key": "bet.key"},
    "option": {"key": "bet.key", "pk": "option.pk"},
    "decision": {"key": "decision.key"},
    "capacity": OF_SUBTEAM,
    "cost": OF_SUBTEAM,
    "absence": {"pk": "absence.pk"},
    "allocation": {"pk": "allocation.pk"},
    "effort": {"week": "=2026-W09", "tslug": "team.slug"},
    "metric": OF_METRIC,
    "observation": OF_METRIC,
    "impact": {"key": "milestone.key"},
}
FOREIGN: dict[str, tuple[str, ...]] = {
    "bet": ("bet.key",),
    "team": ("team.slug",),
}
INTERNAL: tuple[str, ...] = ("bet", "option", "decision", "metric", "review")


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    program, milestone, team = graph.program, graph.milestone, graph.team
    bet = BetFactory(
        program=program, milestone=milestone, number=graph.number + 50, title=f"{mark} bet",
        next_bet=f"{mark} next bet",
    )  # fmt: skip
    metric = ImpactMetricFactory(
        program=program,
        milestone=milestone,
        name=f"{mark} metric",
        unit=f"{mark} unit",
        source=f"{mark} source",
    )
    graph.rows |= {
        "bet": bet,
        "option": BetOptionFactory(bet=bet, summary=f"{mark} option", because=f"{mark} because"),
        "decision": DecisionFactory(
            program=program,
            milestone=milestone,
            bet=bet,
            number=graph.number + 50,
            rationale=f"{mark} decision",
        ),
        "capacity": CapacityFactory(program=program, subteam=team, note=f"{mark} note"),
        "absence": AbsenceFactory(program=program, subteam=team, reason=f"{mark} absence"),
        "allocation": AllocationFactory(
            program=program, subteam=team, milestone=milestone, note=f"{mark} allocation"
        ),
        "rate": CostRateFactory(program=program, subteam=team),
        "size": SizeFactory(program=program),
        "metric": metric,
        "observation": ImpactObservationFactory(metric=metric, note=f"{mark} observation"),
        "impact_review": ImpactReviewFactory(
            program=program, milestone=milestone, feedback=f"{mark} review", moment="T90"
        ),
    }
