"""The world of the access tests, with what some verbs need besides."""

from typing import Any

from estimates.services import bet
from milestones.models import EvidenceRequirement
from milestones.services import feature
from milestones.services.duplicate import Part, Plan
from pm.actor import Actor
from pm.models import SavedView
from pm.permissions import Role
from pm.pure.dates import ImpreciseDate
from pm.services.history import computing
from tests.access.graph import Graph
from tests.access.worlds import build_graph
from tests.factories.actors import NOW
from tests.factories.delivery import HandoverItemFactory
from tests.factories.pm import SubteamFactory, UserFactory, member_of
from tests.factories.settings import AttachmentFactory
from tests.factories.spec import DependencyFactory


def build_rows() -> Graph:
    """One row of everything."""
    graph = build_graph("ours", "Ours", number=1)
    program = graph.program
    with computing():
        type(graph.goal).objects.filter(pk=graph.goal.pk).update(kind="STANDARD", status="COMMITTED")
        for row in (graph.milestone, graph.goal, graph.deliverable):
            row.refresh_from_db()
        view = SavedView.objects.create(
            program=program, page="risk_list", name="Ours", owner=graph.membership.user
        )
    member_of(program, Role.MEMBER, graph.other_team)
    graph.rows |= {
        "lead": member_of(program, Role.LEAD),
        "stranger": UserFactory(name="Ours stranger"),
        "view": view,
        "spare_team": SubteamFactory(program=program, slug="spare-team", name="Spare", code="SP"),
        "outside": DependencyFactory(
            program=program, number=90, milestone=graph.milestone, kind="EXTERNAL", title="Outside"
        ),
        "agreed_line": HandoverItemFactory(handover=graph.handover, side="ACCEPT", text="Ours agreed"),
        "attachment": AttachmentFactory(program=program, subject=graph.milestone.key, name="ours.txt"),
        "asked": EvidenceRequirement.objects.filter(program=program, letter=graph.statement.letter).first(),
        "copy_plan": Plan("Copy", [graph.deliverable], frozenset(Part), 4),
        "stands": stands,
        "placed": lambda by: placed(graph, by),
        "seen": lambda: seen(graph),
        "reword": lambda row, by: feature.reword(statement=row, text="Other words.", actor=by),
    }
    return graph


def stands(row: Any, status: str) -> None:
    """Let a row stand in a state, however it came there."""
    with computing():
        values: dict[str, Any] = {"status": status}
        if status == "DELIVERED":
            values["delivered_on"] = NOW.date()
        if status == "OFFERED":
            values["offered_on"] = NOW.date()
        if status == "PROPOSED":
            values["committed_on"] = None
        type(row).objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()


def placed(graph: Graph, by: Actor) -> object:
    """The bet with its option chosen, placed."""
    bet.choose(option=graph.option, actor=by)
    return bet.place(bet=graph.bet, actor=by)


def seen(graph: Graph) -> ImpreciseDate:
    """The target of the milestone, as its form saw it."""
    row = graph.milestone
    return ImpreciseDate(row.target_from_on, row.target_to_on, row.target_text, False)
