"""Rows of the delivery: a deliverable with a line of its checklist, a criterion and a pin."""

from tests.access.graph import Graph
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    PinFactory,
)

KEYS = {
    "deliverable": {"key": "deliverable.key"},
    "checklist": {"key": "deliverable.key", "pk": "item.pk"},
    "criterion": {"key": "deliverable.key", "pk": "criterion.pk"},
}
FOREIGN = {"item": ("item.pk",), "deliverable": ("deliverable.pk", "deliverable.key")}
INTERNAL = ("deliverable", "item", "criterion")


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of the delivery."""
    own = {"program": graph.program}
    deliverable = DeliverableFactory(
        **own, milestone=graph.milestone, feature=graph.feature, accountable=graph.team, number=graph.number,
        title=f"{mark} deliverable", output=f"{mark} output", status="IN_PROGRESS",
        owner=graph.membership.user, due_on=graph.milestone.target_from_on,
    )  # fmt: skip
    own |= {"deliverable": deliverable}
    graph.rows |= {
        "deliverable": deliverable,
        "item": ChecklistItemFactory(**own, text=f"{mark} item"),
        "criterion": AcceptanceCriterionFactory(**own, text=f"{mark} criterion"),
        "pin": PinFactory(
            **own, statement=graph.statement, quoted_text=f"{mark} quote", scope=f"{mark} scope"
        ),
    }
