"""The facts about what stands in the way: read in bulk, of open work alone."""

import pytest

from estimates.pure.facts import Block, Outside
from estimates.queries.facts import load_facts
from milestones.models import Milestone
from tests.factories.actors import NOW
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.spec import BlockerFactory, DependencyFactory

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
