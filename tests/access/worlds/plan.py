"""Rows of the plan: a track, a milestone with a slip, a feature with a statement."""

from datetime import date, timedelta

from milestones.models import MilestonePin, PlanLine
from pm.models import KeySequence
from pm.services.history import computing
from tests.access.graph import Graph
from tests.access.worlds.pm import add_change, add_undoable
from tests.factories.milestones import (
    FeatureFactory,
    MilestoneFactory,
    StatementFactory,
    TargetRevisionFactory,
    TrackFactory,
)

KEYS = {
    "bulk": {"letter": "=M"},
    "milestone": {"key": "milestone.key"},
    "deliverable_promise": {"key": "deliverable.key", "pk": "pin.pk"},
    "milestone_plan": {"key": "milestone.key", "period": "line.period"},
    "milestone_aim": {"key": "milestone.key", "pk": "aim.pk"},
    "deliverable_criterion": {"key": "deliverable.key", "pk": "criterion.pk"},
    "deliverable_checklist": {"key": "deliverable.key", "pk": "item.pk"},
    "feature": {"fslug": "feature.slug"},
    "statement": {"fslug": "feature.slug", "code": "statement.code"},
    "subteam": {"tslug": "team.slug"},
}
FOREIGN = {
    "track": ("track.pk", "track.slug"),
    "feature": ("feature.pk", "feature.slug"),
    "milestone": ("milestone.pk", "milestone.key"),
    "follows": ("milestone.key",),
    "to": ("goal.key",),
    "key": ("milestone.key", "deliverable.key"),
    "move": ("milestone.key",),
    "also": ("deliverable.key",),
    "statements": ("spare.code",),
    "accountable": ("team.slug", "team.pk"),
    "contributors": ("team.slug", "team.pk"),
    "budget_line": ("goal.pk", "goal.key"),
}
INTERNAL = ("milestone", "reason", "call", "slip reason", "why")


def extend(graph: Graph, mark: str) -> None:
    """Add one row of each noun of the plan."""
    program, number, slug = graph.program, graph.number, graph.program.slug
    today = date.today()  # noqa: DTZ011 -- pages compare with today
    track = TrackFactory(program=program, slug=f"{slug}-track", name=f"{mark} track")
    milestone = MilestoneFactory(
        program=program, track=track, number=number, title=f"{mark} milestone", narrative=f"{mark} why",
        benefit=f"{mark} benefit", status="IN_PROGRESS", owner=graph.membership.user, committed_on=today,
        first_target_on=today, target_from_on=today, target_to_on=today + timedelta(days=30), value=7,
        target_text=f"{mark} text", risks_text=f"{mark} risk", objective=f"{mark} objective", push_count=1,
        health="AT_RISK", health_reason=f"{mark} reason", owner_call="WATCH", owner_call_text=f"{mark} call",
        appetite_days=60,
    )  # fmt: skip
    feature = FeatureFactory(
        program=program, slug=f"{slug}-feature", name=f"{mark} feature", area=f"{mark} area"
    )
    statement = StatementFactory(
        program=program, feature=feature, number=number, text=f"{mark} statement", revision=2
    )
    graph.rows |= {"track": track, "milestone": milestone, "feature": feature, "statement": statement}
    graph.rows["spare"] = StatementFactory(
        program=program, feature=feature, letter="R", number=number, text=f"{mark} spare"
    )
    graph.rows["goal"] = MilestoneFactory(
        program=program, track=track, number=number + 1, title=f"{mark} goal", status="COMMITTED",
        committed_on=today, kind="BUDGET_LINE",
    )  # fmt: skip
    TargetRevisionFactory(program=program, milestone=milestone, reason=f"{mark} slip reason")
    add_change(graph, mark, noun="milestones.milestone", pk=milestone.pk, key=milestone.key)
    add_undoable(graph, mark)
    with computing():
        for letter in ("M", "D"):  # new rows get numbers of their own
            KeySequence.objects.create(program=program, letter=letter, next_number=number + 100)
        graph.rows["aim"] = MilestonePin.objects.create(
            program=program, milestone=milestone, statement=graph.rows["spare"]
        )
        graph.rows["line"] = PlanLine.objects.create(
            program=program, milestone=milestone, period="2026H1", rank=1
        )
