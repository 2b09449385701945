"""Rows of the structure of a program."""

from tests.access.graph import Graph
from tests.factories.structure import PeriodFactory

KEYS: dict[str, dict[str, str]] = {
    "period": {"period": "period.code"},
    "track": {"track": "track.slug"},
}
FOREIGN: dict[str, tuple[str, ...]] = {"to_all": ("membership.user_id",)}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    graph.rows["period"] = PeriodFactory(
        program=graph.program, code=f"{2000 + graph.number % 100}H1", goal=f"{mark} goal"
    )
