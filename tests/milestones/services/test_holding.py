import pytest

from milestones.queries.holding import KINDS, owned_by
from milestones.services.holding import VERBS, give
from pm.errors import Gone, StaleEdit
from tests.factories.actors import actor
from tests.factories.delivery import TaskFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import BlockerFactory, DependencyFactory, RiskFactory, UnknownFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def giver(program):
    """Somebody who owns one open thing of every kind."""
    person = member_of(program)
    milestone = MilestoneFactory(program=program, owner=person, number=1)
    work = DeliverableFactory(program=program, milestone=milestone, owner=person, number=2)
    TaskFactory(program=program, deliverable=work, assignee=person, number=3)
    RiskFactory(program=program, owner=person, number=4)
    BlockerFactory(program=program, milestone=milestone, owner=person, number=5)
    UnknownFactory(program=program, milestone=milestone, owner=person, number=6)
    DependencyFactory(program=program, milestone=milestone, owner=person, number=7)
    return person


def test_one_thing_of_every_kind_is_found_and_given(program, giver):
    to = member_of(program)
    held = owned_by(program, giver)

    for one in held:
        give(program=program, ref=one.ref, giver=giver, to=to, actor=actor())

    assert set(VERBS) == set(KINDS)
    assert [one.ref for one in held] == ["M-1", "D-2", "T-3", "R-4", "B-5", "U-6", "DP-7"]
    assert all(one.url.endswith(f"/{one.ref}/") for one in held)
    assert owned_by(program, giver) == []
    assert [one.ref for one in owned_by(program, to)] == [one.ref for one in held]


def test_what_has_ended_and_what_is_of_another_program_is_not_held(program):
    person = member_of(program)
    RiskFactory(program=program, owner=person, status="CLOSED")
    RiskFactory(program=ProgramFactory(), owner=person)

    assert owned_by(program, person) == []


def test_what_somebody_else_owns_by_now_or_nobody_is_not_given(program, giver):
    other = member_of(program)

    with pytest.raises(StaleEdit):
        give(program=program, ref="R-4", giver=other, to=member_of(program), actor=actor())
    with pytest.raises(Gone, match="R-99 was removed meanwhile. Nothing was handed over."):
        give(program=program, ref="R-99", giver=giver, to=other, actor=actor())
