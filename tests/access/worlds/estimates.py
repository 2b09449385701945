"""Rows of the figures: an estimate, a week of effort, a forecast, a flag with its reason."""

from estimates.models import EffortEntry, Estimate, Flag, FlagReason, Forecast
from pm.services.history import computing
from tests.access.graph import Graph
from tests.factories.actors import NOW

KEYS: dict[str, dict[str, str]] = {}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL = ("sentence",)


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of the figures."""
    program, milestone = graph.program, graph.milestone
    times = {"happened_on": NOW.date(), "recorded_at": NOW}
    with computing():
        graph.rows["estimate"] = Estimate.objects.create(
            program=program, milestone=milestone, low_days=10, likely_days=20, high_days=40,
            text=f"{mark} estimate", is_baseline=True, **times,
        )  # fmt: skip
        EffortEntry.objects.create(
            program=program, deliverable=graph.deliverable, subteam=graph.team, week="2026-W09",
            person_days=3, **times,
        )  # fmt: skip
        Forecast.objects.create(
            program=program, milestone=milestone, made_at=NOW, day=NOW.date(), model_version="t",
            inputs_hash="t", level="AT_RISK", p50_basis=f"{mark} basis", rank_score=9, value=7,
        )  # fmt: skip
        flag = Flag.objects.create(program=program, milestone=milestone, level="AT_RISK", opened_at=NOW)
        FlagReason.objects.create(
            program=program, flag=flag, rule="target_passed", weight="AT_RISK", number=3,
            since_on=NOW.date(), sentence=f"{mark} sentence", mend="milestone_target", mend_key=milestone.key,
        )  # fmt: skip
