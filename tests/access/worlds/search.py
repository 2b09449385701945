"""Rows of the search."""

from tests.access.graph import Graph

KEYS: dict[str, dict[str, str]] = {}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
