"""Routes of the specification."""

from typing import Any

from milestones.forms.blocker import BlockerForm
from milestones.forms.dependency import DependencyForm
from milestones.forms.risk import RiskForm
from milestones.forms.unknown import UnknownForm
from tests.access.graph import Graph
from tests.access.row import Row


def seen(form: type, row: Any, typed: dict[str, str]) -> dict[str, str]:
    """What the edit form of a row posts: its hidden bases, and what was typed."""
    empty = {f"base_{name}": "" for name in form.columns}
    stands = {f"base_{name}": plain(getattr(row, name)) for name in form.columns}
    return {**empty, **stands, **typed}


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(getattr(value, "pk", value))


def step(to: str) -> Any:
    return lambda graph: {"to": to, "base_to": "OPEN", "reason": "It is settled."}


def place(graph: Graph) -> dict[str, str]:
    return {"milestone": graph.milestone.key, "deliverable": "", "opened_on": "2026-01-05"}


def obstacle(graph: Graph) -> dict[str, str]:
    return {"title": "New", "milestone": graph.milestone.key, "priority": "LOW"}


def dependency(graph: Graph) -> dict[str, str]:
    return {"milestone": graph.milestone.key, "title": "A lease"}


REGISTER = ("q", "milestone", "owner")
OBSTACLE = ("milestone", "deliverable", "owner")
ENDS = ("milestone", "deliverable", "needed_milestone", "needed_deliverable", "owner")
POLICY: dict[str, Row] = {
    "risk_list": Row("VIEW", queries=REGISTER),
    "risk_create": Row(
        "RAISE_RISK",
        "RAISE_RISK",
        lambda graph: {"title": "New", "kind": "OTHER", "milestone": graph.milestone.key},
        foreign=("milestone", "owner"),
        queries=("milestone",),
    ),
    "risk_detail": Row("VIEW"),
    "risk_edit": Row(
        "RAISE_RISK",
        "RAISE_RISK",
        lambda graph: seen(RiskForm, graph.risk, {"title": "New", "kind": "OTHER"}),
        foreign=("milestone", "owner"),
    ),
    "risk_review": Row("REVIEW_RISK", "REVIEW_RISK", lambda graph: {"note": "As it was."}),
    "risk_step": Row("REVIEW_RISK", "REVIEW_RISK", step("CLOSED")),
    "blocker_list": Row("VIEW", queries=(*REGISTER, "deliverable")),
    "blocker_create": Row("RAISE_RISK", "RAISE_RISK", obstacle, foreign=OBSTACLE, queries=OBSTACLE[:2]),
    "blocker_detail": Row("VIEW"),
    "blocker_edit": Row(
        "RAISE_RISK",
        "RAISE_RISK",
        lambda graph: seen(BlockerForm, graph.blocker, {"title": "New", "priority": "LOW"} | place(graph)),
        foreign=OBSTACLE,
    ),
    "blocker_step": Row("RAISE_RISK", "RAISE_RISK", step("RESOLVED")),
    "unknown_list": Row("VIEW", queries=(*REGISTER, "deliverable")),
    "unknown_create": Row("RAISE_RISK", "RAISE_RISK", obstacle, foreign=OBSTACLE, queries=OBSTACLE[:2]),
    "unknown_detail": Row("VIEW"),
    "unknown_edit": Row(
        "RAISE_RISK",
        "RAISE_RISK",
        lambda graph: seen(UnknownForm, graph.unknown, {"title": "New", "priority": "LOW"} | place(graph)),
        foreign=OBSTACLE,
    ),
    "unknown_step": Row("RAISE_RISK", "RAISE_RISK", step("ANSWERED")),
    "dependency_list": Row("VIEW", queries=REGISTER),
    "dependency_create": Row("RAISE_RISK", "RAISE_RISK", dependency, foreign=ENDS, queries=OBSTACLE[:2]),
    "dependency_detail": Row("VIEW"),
    "dependency_edit": Row(
        "RAISE_RISK",
        "RAISE_RISK",
        lambda graph: seen(DependencyForm, graph.dependency, dependency(graph)),
        foreign=ENDS,
    ),
    "dependency_confirm": Row(
        "RAISE_RISK", "RAISE_RISK", lambda graph: {"confirmed_by": "The owner", "confirmed_on": "2026-01-05"}
    ),
    "dependency_doubt": Row("RAISE_RISK", "RAISE_RISK", lambda graph: {"reason": "They left."}),
    "dependency_step": Row("RAISE_RISK", "RAISE_RISK", step("MET")),
}
