"""Paths in the graph of what waits for what."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def path_between(edges: Mapping[Node, Iterable[Node]], start: Node, goal: Node) -> list[Node]:
    """A shortest path from `start` to `goal`, both included; empty when there is none."""
    before: dict[Node, Node | None] = {start: None}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node == goal:
            return trail(before, goal)
        for following in edges.get(node, ()):
            if following not in before:
                before[following] = node
                waiting.append(following)
    return []


def trail(before: Mapping[Node, Node | None], goal: Node) -> list[Node]:
    """The way back to where the search began, the right way round."""
    found = [goal]
    while (previous := before[found[-1]]) is not None:
        found.append(previous)
    return found[::-1]


def cycle_with(edges: Mapping[Node, Iterable[Node]], needer: Node, needed: Node) -> list[Node]:
    """The cycle that `needer` waiting for `needed` would close, from `needer` to itself; empty for none."""
    path = path_between(edges, needed, needer)
    return [needer, *path] if path else []
