"""The facts about what stands in the way: read in bulk, of open work alone."""

import pytest

from estimates.pure.facts import Block, Hazard, Outside
from estimates.queries.facts import load_facts
from milestones.models import Milestone
from milestones.services import risk
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.spec import BlockerFactory, DependencyFactory, RiskFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_open_blockers_and_unconfirmed_needs_of_open_work():
    milestone = MilestoneFactory(status="IN_PROGRESS", committed_on=TODAY)
    of = {"program": milestone.program, "milestone": milestone}
    part = DeliverableFactory(**of, number=7)
    ended = DeliverableFactory(**of, number=8, status="CLOSED", closed_on=TODAY)
    BlockerFactory(**of, number=1, opened_on=TODAY)
    BlockerFactory(**of, number=2, opened_on=TODAY, deliverable=part)
    BlockerFactory(**of, number=3, opened_on=TODAY, deliverable=ended)
    BlockerFactory(**of, number=4, opened_on=TODAY, status="RESOLVED", resolved_on=TODAY)
    by_part = {"program": milestone.program, "milestone": None, "deliverable": part}
    DependencyFactory(**by_part, number=1, title="Lease", needed_by_on=TODAY)
    DependencyFactory(**of, number=2, title="Net", needed_by_on=TODAY)
    DependencyFactory(**of, number=3, needed_by_on=TODAY, is_confirmed=True)
    DependencyFactory(**of, number=4, needed_by_on=None)
    DependencyFactory(**of, number=5, needed_by_on=TODAY, status="DROPPED")
    DependencyFactory(**(by_part | {"deliverable": ended}), number=6, needed_by_on=TODAY)

    [facts] = load_facts(program=milestone.program, milestones=Milestone.objects.all(), today=TODAY)

    assert facts.blocks == (Block("B-1", TODAY), Block("B-2", TODAY, "D-7"))
    assert facts.unconfirmed == (Outside("DP-1", "Lease", TODAY), Outside("DP-2", "Net", TODAY))


def test_open_risks_by_their_last_review_or_the_day_they_were_raised():
    milestone = MilestoneFactory()
    of = {"program": milestone.program, "milestone": milestone}
    RiskFactory(**of, number=11, title="Storm", reviewed_on=TODAY)
    RiskFactory(**of, number=12, title="Secret", reviewed_on=TODAY, is_internal=True)
    RiskFactory(**of, number=13, title="Gone", reviewed_on=TODAY, status="CLOSED", closed_on=TODAY)
    risk.create(program=milestone.program, title="Ice", actor=actor(), milestone=milestone)

    [facts] = load_facts(program=milestone.program, milestones=Milestone.objects.all(), today=TODAY)

    assert facts.hazards == (
        Hazard("R-1", "Ice", TODAY, is_reviewed=False), Hazard("R-11", "Storm", TODAY),
    )  # fmt: skip
