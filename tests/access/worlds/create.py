"""Ideas with a vote and a preference, a cycle of work."""

from tests.access.graph import Graph
from tests.factories.create import (
    IdeaVoteFactory,
    PreferenceFactory,
    WorkCycleFactory,
    WorkCyclePartFactory,
    WorkCycleStepFactory,
)
from tests.factories.milestones import MilestoneFactory

KEYS: dict[str, dict[str, str]] = {
    "idea": {"key": "idea.key"},
    "quick": {"noun": "=idea"},
    "milestone_cycle": {"key": "milestone.key", "cycle": "cycle.pk"},
    "work_cycle": {"pk": "cycle.pk", "part": "part.pk", "step": "cycle_step.pk"},
    "rank": {"kind": "=deliverable", "pk": "deliverable.pk"},
}
FOREIGN: dict[str, tuple[str, ...]] = {"under": ("idea.key",), "hands_to": ("part.pk",)}
INTERNAL: tuple[str, ...] = ()
# Numbers that no primary key of the other program reaches: a field that takes M-12 takes a bare 12, too.
IDEAS = (90_000_020, 90_000_021)


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    idea, other = (
        MilestoneFactory(
            program=graph.program,
            track=graph.track,
            number=graph.number + place,
            title=f"{mark} idea {place}",
            status="IDEA",
        )
        for place in IDEAS
    )
    cycle = WorkCycleFactory(program=graph.program, name=f"{mark} cycle")
    part = WorkCyclePartFactory(cycle=cycle, name=f"{mark} part")
    graph.rows |= {
        "idea": idea,
        "other_idea": other,
        "vote": IdeaVoteFactory(idea=idea, user=graph.membership.user),
        "preference": PreferenceFactory(over=idea, under=other, because=f"{mark} because"),
        "cycle": cycle,
        "part": part,
        "other_part": WorkCyclePartFactory(cycle=cycle, name=f"{mark} other part"),
        "cycle_step": WorkCycleStepFactory(part=part, text=f"{mark} step"),
    }
