"""The rows of a program, area by area, and what the parts of an address mean. See tests.access.policies."""

from typing import Any

from tests.access.graph import CANARY, Graph
from tests.access.row import joined
from tests.access.worlds import (
    bets,
    create,
    delivery,
    estimates,
    plan,
    pm,
    search,
    settings,
    spec,
    structure,
    views,
)
from tests.factories.pm import ProgramFactory, SubteamFactory

# In the order in which they build upon each other.
AREAS = (pm, plan, delivery, estimates, structure, spec, bets, search, settings, create, views)
KEYS: dict[str, dict[str, str]] = joined("KEYS", AREAS)
FOREIGN: dict[str, tuple[str, ...]] = joined("FOREIGN", AREAS, {"q": (f"={CANARY.lower()[:6]}",)})
INTERNAL: tuple[str, ...] = tuple(text for area in AREAS for text in area.INTERNAL)


def build_graph(slug: str, mark: str, *, number: int, is_public: bool = False) -> Graph:
    """A program whose every text starts with `mark`; `number` makes its keys its own."""
    program = ProgramFactory(slug=slug, name=f"{mark} program", is_public=is_public, is_sample=True)
    team = SubteamFactory(program=program, slug=f"{slug}-team", name=f"{mark} team")
    other = SubteamFactory(program=program, slug=f"{slug}-other", name=f"{mark} other team")
    graph = Graph(program=program, team=team, other_team=other, number=number)
    for area in AREAS:
        area.extend(graph, mark)
    return graph


def part_of(route: str, part: str, graph: Graph) -> Any:
    """What a part of a route's address is for a graph's rows."""
    if part == "slug":
        return graph.program.slug
    words = route.split("_")
    for length in range(len(words), 0, -1):
        paths = KEYS.get("_".join(words[:length]), {})
        if part in paths:
            return graph.value(paths[part])
    raise AssertionError(f"Say in KEYS of tests/access/worlds/<area>.py what <{part}> is for {route}.")


def foreign_values(part: str, graph: Graph) -> list[Any]:
    """What another program's row of that name would be asked by."""
    return [graph.value(path) for path in FOREIGN[part]]
