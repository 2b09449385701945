"""Rows of the specification."""

from pm.models import KeySequence
from tests.access.graph import Graph
from tests.access.worlds.pm import add_change
from tests.factories.spec import BlockerFactory, DependencyFactory, RiskFactory, UnknownFactory

KEYS: dict[str, dict[str, str]] = {
    "risk": {"key": "risk.key"},
    "blocker": {"key": "blocker.key"},
    "unknown": {"key": "unknown.key"},
    "dependency": {"key": "dependency.key"},
}
FOREIGN: dict[str, tuple[str, ...]] = {
    "needed_milestone": ("milestone.key",),
    "needed_deliverable": ("deliverable.key",),
    "deferred_by": ("membership.user_id",),
}
INTERNAL: tuple[str, ...] = ("risk title", "blocker title", "unknown title", "dependency title")


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of this area to the graph."""
    owned = {"program": graph.program, "number": graph.number, "owner": graph.membership.user}
    of_milestone = {**owned, "milestone": graph.milestone}
    graph.rows |= {
        "risk": RiskFactory(**of_milestone, title=f"{mark} risk title", text=f"{mark} risk text"),
        "blocker": BlockerFactory(
            **of_milestone, deliverable=graph.deliverable, title=f"{mark} blocker title", action=f"{mark} act"
        ),
        "unknown": UnknownFactory(**of_milestone, title=f"{mark} unknown title", text=f"{mark} unknown text"),
        "dependency": DependencyFactory(
            **of_milestone, title=f"{mark} dependency title", if_delayed=f"{mark} delayed"
        ),
    }
    for noun in ("risk", "blocker", "unknown", "dependency"):
        row = graph.rows[noun]
        add_change(graph, mark, noun=f"milestones.{noun}", pk=row.pk, key=row.key)
        KeySequence.objects.create(program=graph.program, letter=row.LETTER, next_number=9000)
