"""A milestone planned by a cycle: what is made, what is left out and told."""

from datetime import date

import pytest

from milestones.models import CoverageAnswer, Deliverable, Gate, Handover, Task, WorkCycle
from milestones.panels.presets import lay_cycles, lay_handovers
from milestones.queries.work_cycle import parts_of
from milestones.services import cycle_plan
from milestones.services.cycle_plan import Taken
from pm.errors import DomainError
from pm.models import ChangeSet
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone():
    program = ProgramFactory(slug="kit")
    lay_handovers(program, actor())
    lay_cycles(program, actor())
    return MilestoneFactory(program=program, number=3, title="Relay")


def taken(milestone, name, teams, because=(), waived=()):
    cycle = WorkCycle.objects.get(program=milestone.program, name=name)
    why, left = dict(because), dict(waived)
    return [
        Taken(
            part,
            steps,
            subteam=teams.get(part.subteam_kind),
            because=why.get(part.name, ""),
            waived={one.pk: left[one.number] for one in steps if one.number in left},
        )
        for part, steps in parts_of(cycle)
    ]


def test_research_makes_deliverables_tasks_handovers_and_the_review(milestone):
    kinds = ("RESEARCH", "ENGINEERING", "QA")
    teams = {kind: SubteamFactory(program=milestone.program, kind=kind, name=kind) for kind in kinds}
    parts = taken(
        milestone,
        "Research",
        teams,
        because=[("Web client", "no browser"), ("Documentation", "nothing to see")],
        waived=[(12, "too early")],
    )

    made = cycle_plan.plan(
        milestone=milestone, cycle_name="Research", parts=parts, start=date(2026, 3, 9), actor=actor()
    )

    assert [(one.title, one.accountable.kind, one.planned_start_on) for one in made] == [
        ("Relay: Research", "RESEARCH", date(2026, 3, 9)),
        ("Relay: Reference client", "ENGINEERING", None),
        ("Relay: Second client", "ENGINEERING", None),
        ("Relay: Quality assurance", "QA", None),
    ]
    dropped = Task.objects.filter(status="DROPPED").order_by("number")
    assert Task.objects.filter(status="OPEN").count() == 10
    assert [(one.title, one.text, one.deliverable) for one in dropped] == [
        ("12 Consider revisions of the protocol or the RFC", "Not needed, because too early", made[0]),
        ("11 Implement it in the web client", "Not needed, because no browser", made[0]),
        ("13 Update the documentation", "Not needed, because nothing to see", made[0]),
    ]
    assert [
        (one.giver.kind, one.receiver.kind, one.receiving_deliverable, one.kind.name)
        for one in Handover.objects.order_by("number")
    ] == [
        ("RESEARCH", "ENGINEERING", made[1], "Research → development"),
        ("ENGINEERING", "QA", made[3], "Development → QA"),
    ]
    assert list(Gate.objects.values_list("kind", flat=True)) == ["MID_WAY_REVIEW"]
    assert list(CoverageAnswer.objects.values_list("kind", "because")) == [("DOCS", "nothing to see")]
    assert ChangeSet.objects.get().title == "M-3 planned by the cycle Research"


def test_without_subteams_nothing_is_handed_over(milestone):
    made = cycle_plan.plan(
        milestone=milestone,
        cycle_name="Engineering",
        parts=taken(milestone, "Engineering", {}),
        start=None,
        actor=actor(),
    )

    assert ([one.accountable for one in made], Handover.objects.count()) == ([None], 0)


def test_nothing_is_planned_of_nothing_or_after_the_end(milestone):
    parts = taken(milestone, "Engineering", {}, because=[("Engineering", "done")])
    with pytest.raises(DomainError) as nothing:
        cycle_plan.plan(milestone=milestone, cycle_name="E", parts=parts, start=None, actor=actor())
    ended = MilestoneFactory(program=milestone.program, number=4, status="DROPPED")
    parts = taken(milestone, "Engineering", {})
    with pytest.raises(DomainError) as late:
        cycle_plan.plan(milestone=ended, cycle_name="E", parts=parts, start=None, actor=actor())

    assert str(nothing.value) == "Nothing is left to plan. Tick at least one part."
    assert str(late.value) == "M-4 is dropped. Work is planned while it is open."
    assert not Deliverable.objects.exists()
