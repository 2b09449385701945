"""Rows of the delivery: a deliverable with its lines, a task, a handover, evidence, a weekly update."""

from tests.access.graph import Graph
from tests.factories.delivery import (
    EvidenceRequirementFactory,
    HandoverFactory,
    HandoverItemFactory,
    OwnerCallFactory,
    SignOffFactory,
    TaskCriterionFactory,
    TaskFactory,
    TaskKindFactory,
    WeeklyUpdateFactory,
)
from tests.factories.milestones import (
    AcceptanceCriterionFactory,
    ChecklistItemFactory,
    DeliverableFactory,
    PinFactory,
)
from tests.factories.pm import SubteamFactory

KEYS = {
    "deliverable": {"key": "deliverable.key"},
    "checklist": {"key": "deliverable.key", "pk": "item.pk"},
    "criterion": {"key": "deliverable.key", "pk": "criterion.pk"},
    "task": {"key": "task.key", "pk": "task_line.pk"},
    "task_cause": {"key": "test.key"},
    "handover": {"key": "handover.key", "pk": "handover_line.pk"},
    "signoff": {"fslug": "feature.slug", "code": "statement.code", "pk": "signoff.pk"},
    "update": {"week": "update.week", "key": "deliverable.key"},
    "owner_call": {"key": "milestone.key"},
}
FOREIGN = {
    "item": ("item.pk",),
    "deliverable": ("deliverable.pk", "deliverable.key"),
    "caused_by": ("deliverable.key",),
    "receiving_deliverable": ("deliverable.key",),
    "kind": ("task_kind.pk",),
    "assignee": ("membership.user_id",),
    "giver": ("team.slug",),
    "receiver": ("other_team.slug",),
}
INTERNAL = ("deliverable", "item", "criterion", "task", "handover", "achieved")


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
    OwnerCallFactory(program=graph.program, milestone=graph.milestone, sentence=f"{mark} call")
    add_work(graph, mark)
    add_evidence(graph, mark)


def add_work(graph: Graph, mark: str) -> None:
    """A task with a criterion, a test without its cause, a handover with a line, an update."""
    own = {"program": graph.program, "number": graph.number + 40}  # far from the keys that a POST gives out
    kind = TaskKindFactory(program=graph.program, name=f"{mark} kind", asks_cause=True)
    task = TaskFactory(**own, deliverable=graph.deliverable, title=f"{mark} task")
    handover = HandoverFactory(
        **own, deliverable=graph.deliverable, receiver=graph.other_team, title=f"{mark} handover"
    )
    graph.rows |= {
        "task_kind": kind,
        "task": task,
        "task_line": TaskCriterionFactory(task=task, text=f"{mark} line"),
        "test": TaskFactory(
            program=graph.program, number=graph.number + 41, deliverable=None, kind=kind, title=f"{mark} test"
        ),
        "handover": handover,
        "handover_line": HandoverItemFactory(
            handover=handover, text=f"{mark} handed line", is_done=True, evidence=f"{mark} brought"
        ),
        "update": WeeklyUpdateFactory(
            deliverable=graph.deliverable, subteam=graph.team, achieved=f"{mark} achieved"
        ),
    }


def add_evidence(graph: Graph, mark: str) -> None:
    """A policy for the statement's letter, and a service team that refused it."""
    EvidenceRequirementFactory(program=graph.program, letter=graph.statement.letter)
    service = SubteamFactory(
        program=graph.program, slug=f"{graph.program.slug}-service", name=f"{mark} service", kind="SERVICE"
    )
    graph.rows |= {
        "service": service,
        "signoff": SignOffFactory(
            statement=graph.statement,
            subteam=service,
            verdict="REFUSED",
            reason=f"{mark} refusal",
            link="",
        ),
    }
