"""Routes of the specification."""

from typing import Any

from milestones.forms.acceptance_check import AcceptanceCheckForm
from milestones.forms.artefact import ArtefactForm
from milestones.forms.blocker import BlockerForm
from milestones.forms.communication import CommunicationForm
from milestones.forms.dependency import DependencyForm
from milestones.forms.gate import GateForm, HoldForm
from milestones.forms.milestone_signoff import SignerForm
from milestones.forms.risk import RiskForm
from milestones.forms.stakeholder import StakeholderForm
from milestones.forms.success_criterion import SuccessCriterionForm
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


def line(data: dict[str, str], **more: Any) -> Row:
    return Row("EDIT_SPEC", "EDIT_SPEC", lambda graph: data, **more)


def edited(form: type, noun: str, data: dict[str, str], **more: Any) -> Row:
    return Row("EDIT_SPEC", "EDIT_SPEC", lambda graph: seen(form, graph.rows[noun], data), **more)


CRITERION = {"text": "It holds.", "kind": "QUALITY", "level": "SHOULD"}
CHECK = {"text": "Tried.", "kind": "MANUAL", "result": "PASSED", "evidence": "The log"}
ARTEFACT = {"kind": "FLOW", "state": "NOT_NEEDED", "because": "It is plain."}
GATE = {"kind": "CLOSE", "planned_on": "2026-05-05", "who": "All"}
HELD = {"held_on": "2026-01-05", "outcome": "Go on."}
VERB = Row(None, "EDIT_SPEC")


def message(graph: Graph) -> dict[str, Any]:
    return {"stakeholder": graph.stakeholder.pk, "message": "It is coming."}


POLICY |= {
    "success_criterion_create": line(CRITERION),
    "success_criterion_edit": edited(SuccessCriterionForm, "success_criterion", CRITERION),
    "success_criterion_meet": line({"evidence": "https://example.org/run"}),
    "success_criterion_unmeet": VERB,
    "success_criterion_lift": VERB,
    "success_criterion_remove": VERB,
    "milestone_signoff_create": line({"moment": "MET", "role": "Quality"}, foreign=("signer",)),
    "milestone_signoff_edit": edited(SignerForm, "milestone_signoff", {"role": "Q"}, foreign=("signer",)),
    "milestone_signoff_step": line({"to": "SIGNED", "base_to": "OPEN", "reason": ""}),
    "milestone_signoff_remove": VERB,
    "acceptance_check_create": line(CHECK),
    "acceptance_check_edit": edited(AcceptanceCheckForm, "acceptance_check", CHECK),
    "acceptance_check_remove": VERB,
    "artefact_create": line(ARTEFACT),
    "artefact_edit": edited(ArtefactForm, "artefact", ARTEFACT),
    "artefact_remove": VERB,
    "gate_create": line(GATE),
    "gate_edit": edited(GateForm, "gate", GATE),
    "gate_hold": edited(HoldForm, "gate", HELD),
    "gate_remove": VERB,
    "coverage_edit": line({"DEVREL": "None.", "base_DEVREL": ""}, statuses=frozenset({200, 302, 409, 422})),
    "communication_create": Row("EDIT_SPEC", "EDIT_SPEC", message, foreign=("stakeholder", "owner")),
    "communication_edit": Row(
        "EDIT_SPEC",
        "EDIT_SPEC",
        lambda graph: seen(CommunicationForm, graph.communication, message(graph)),
        foreign=("stakeholder", "owner"),
    ),
    "communication_finish": VERB,
    "communication_reopen": VERB,
    "communication_remove": VERB,
    "stakeholder_list": Row("VIEW_INTERNAL", queries=("q",)),
    "stakeholder_create": line({"name": "The council"}),
    "stakeholder_edit": edited(StakeholderForm, "stakeholder", {"name": "The council"}),
    "stakeholder_archive": VERB,
    "stakeholder_restore": VERB,
}
