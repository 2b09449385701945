"""Routes of saved views, boards and keys."""

from collections.abc import Callable

from tests.access.graph import Graph
from tests.access.row import Row


def step(noun: str, to: str, **said: str) -> Callable[[Graph], dict[str, str]]:
    """The body of a step of a card."""
    return lambda graph: {"to": to, "base_status": getattr(graph, noun).status, **said}


def new_view(graph: Graph) -> dict[str, str]:
    return {"name": "Late ones", "page": "roadmap", "query": "health=LATE"}


POLICY: dict[str, Row] = {
    "account_shortcuts": Row(None, "LOGGED_IN", lambda graph: {"shortcuts": "off", "next": "/"}),
    "saved_view_list": Row("VIEW_INTERNAL"),
    "saved_view_create": Row("VIEW_INTERNAL", "VIEW_INTERNAL", new_view),
    "saved_view_open": Row("VIEW_INTERNAL"),
    "saved_view_edit": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {
            "name": "Other",
            "base_name": graph.view.name,
            "is_shared": "on",
            "base_is_shared": "True",
            "base_is_default": "False",
            "rank": 0,
            "base_rank": 0,
        },
    ),
    "saved_view_save": Row(None, "EDIT_MILESTONE", lambda graph: {"query": "health=LATE"}),
    "saved_view_remove": Row(None, "EDIT_MILESTONE"),
    "milestone_card": Row(
        "STEP_MILESTONE", "COMMIT_MILESTONE", step("milestone", "SHELVED", reason="Later.")
    ),
    "deliverable_card": Row(
        "WORK_ON_DELIVERABLE", "EDIT_DELIVERABLE", step("deliverable", "DROPPED", reason="Not now.")
    ),
    "task_card": Row("WRITE_TASK", "WRITE_TASK", step("task", "DROPPED", reason="Not now.")),
}
