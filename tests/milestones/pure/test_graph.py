"""Paths and cycles in the graph of what waits for what."""

from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.graph import cycle_with, path_between

NODES = st.integers(0, 5)
EDGES = st.dictionaries(NODES, st.lists(NODES, max_size=3), max_size=6)


def reachable(edges, start):
    seen, todo = {start}, [start]
    while todo:
        fresh = set(edges.get(todo.pop(), ())) - seen
        seen |= fresh
        todo += fresh
    return seen


def test_a_path_is_the_shortest():
    edges = {"M-3": ["M-4", "M-5"], "M-4": ["M-6"], "M-6": ["D-7"], "M-5": ["D-7"]}

    assert path_between(edges, "M-3", "D-7") == ["M-3", "M-5", "D-7"]
    assert path_between(edges, "D-7", "M-3") == []
    assert path_between(edges, "M-3", "M-3") == ["M-3"]


def test_a_cycle_is_named_from_the_one_that_waits_back_to_it():
    edges = {"M-5": ["D-7"], "D-7": ["M-3"]}

    assert cycle_with(edges, "M-3", "M-5") == ["M-3", "M-5", "D-7", "M-3"]
    assert cycle_with(edges, "M-5", "M-3") == []
    assert cycle_with({}, "M-3", "M-3") == ["M-3", "M-3"]


@given(EDGES, NODES, NODES)
def test_a_cycle_is_found_exactly_where_a_new_edge_closes_one(edges, needer, needed):
    cycle = cycle_with(edges, needer, needed)

    assert bool(cycle) == (needer in reachable(edges, needed))
    if cycle:
        steps = list(zip(cycle[1:], cycle[2:], strict=False))
        assert (cycle[0], cycle[1], cycle[-1]) == (needer, needed, needer)
        assert all(after in edges[before] for before, after in steps)
        assert len(set(cycle)) == len(cycle) - 1
