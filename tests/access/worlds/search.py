"""Rows of the search: the index of what the other areas have made."""

from pm.services import search
from tests.access.graph import Graph

KEYS: dict[str, dict[str, str]] = {}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Find everything of the graph by its words."""
    search.rebuild(graph.program)
