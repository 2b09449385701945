"""Rows of the specification."""

from pm.models import KeySequence
from tests.access.graph import Graph
from tests.access.worlds.pm import add_change
from tests.factories.spec import (
    AcceptanceCheckFactory,
    BlockerFactory,
    CommunicationFactory,
    CoverageAnswerFactory,
    DependencyFactory,
    DesignArtefactFactory,
    GateFactory,
    MilestoneSignOffFactory,
    RiskFactory,
    StakeholderFactory,
    SuccessCriterionFactory,
    UnknownFactory,
)

LINES = ("success_criterion", "milestone_signoff", "acceptance_check", "artefact", "gate", "communication")

KEYS: dict[str, dict[str, str]] = {
    "risk": {"key": "risk.key"},
    "blocker": {"key": "blocker.key"},
    "unknown": {"key": "unknown.key"},
    "dependency": {"key": "dependency.key"},
    "coverage": {"key": "milestone.key"},
    "stakeholder": {"pk": "stakeholder.pk"},
    **{noun: {"key": "milestone.key", "pk": f"{noun}.pk"} for noun in LINES},
}
FOREIGN: dict[str, tuple[str, ...]] = {
    "needed_milestone": ("milestone.key",),
    "needed_deliverable": ("deliverable.key",),
    "deferred_by": ("membership.user_id",),
    "signer": ("membership.user_id",),
    "stakeholder": ("stakeholder.pk",),
}
INTERNAL: tuple[str, ...] = (
    "risk title",
    "blocker title",
    "unknown title",
    "dependency title",
    "criterion text",
    "check text",
    "artefact scope",
    "gate outcome",
    "message",
    "stakeholder",
)


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
    extend_lines(graph, mark)


def extend_lines(graph: Graph, mark: str) -> None:
    """Add one line of each kind that a milestone specifies."""
    line = {"program": graph.program, "milestone": graph.milestone}
    person = StakeholderFactory(program=graph.program, name=f"{mark} stakeholder")
    graph.rows |= {
        "stakeholder": person,
        "success_criterion": SuccessCriterionFactory(**line, text=f"{mark} criterion text"),
        "milestone_signoff": MilestoneSignOffFactory(**line, role=f"{mark} role"),
        "acceptance_check": AcceptanceCheckFactory(**line, text=f"{mark} check text"),
        "artefact": DesignArtefactFactory(**line, scope=f"{mark} artefact scope"),
        "gate": GateFactory(**line, outcome=f"{mark} gate outcome"),
        "communication": CommunicationFactory(**line, stakeholder=person, message=f"{mark} message"),
        "coverage": CoverageAnswerFactory(**line, kind="DEVREL", because=f"{mark} because"),
    }
