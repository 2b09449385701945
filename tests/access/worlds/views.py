"""Rows of saved views: a shared one."""

from pm.models import SavedView
from pm.services.history import computing
from tests.access.graph import Graph

KEYS: dict[str, dict[str, str]] = {"saved_view": {"pk": "view.pk"}}
FOREIGN: dict[str, tuple[str, ...]] = {}
INTERNAL: tuple[str, ...] = ()


def extend(graph: Graph, mark: str) -> None:
    """Save a view of the tasks and share it."""
    with computing():
        graph.rows["view"] = SavedView.objects.create(
            program=graph.program, page="task_list", name=f"{mark} view", query="place=orphans",
            owner=graph.membership.user, is_shared=True,
        )  # fmt: skip
