from datetime import date, timedelta

import pytest

from milestones.queries.team import counts_of, open_of, people_in, sort_hands
from pm.permissions import Role
from pm.rules import Access
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
INSIDER = Access(roles=frozenset({Role.MANAGER}), own_subteams={})


@pytest.fixture
def team():
    return SubteamFactory(program=ProgramFactory())


def deliverable(team, **fields):
    return DeliverableFactory(program=team.program, accountable=team, **fields)


def hands(team):
    return sort_hands(open_of(team.program, INSIDER, team, 100), TODAY)


def test_hands_are_sorted_by_what_they_ask_for(team):
    ada = UserFactory()
    over = deliverable(team, due_on=TODAY - timedelta(days=1), owner=ada)
    last = deliverable(team, due_on=TODAY + timedelta(days=14), owner=ada)
    far = deliverable(team, due_on=TODAY + timedelta(days=15))
    ready = deliverable(team, status="IN_PROGRESS", owner=ada)
    unowned = deliverable(team, status="IN_PROGRESS")
    ChecklistItemFactory(program=team.program, deliverable=unowned)
    asked = deliverable(team, status="CLOSE_REQUESTED", owner=ada)
    deliverable(team, status="CLOSED", closed_on=TODAY)

    found = hands(team)

    assert found.overdue == (over,)
    assert found.soon == (last,)
    assert found.ready == (ready,)
    assert found.requested == (asked,)
    assert found.unowned == (unowned,)
    assert set(found.planned) == {over, last, far}
    assert set(found.started) == {ready, unowned, asked}
    assert (found.owed, found.open) == (4, 6)
    counts = counts_of(team.program, INSIDER, team, TODAY)
    assert (counts.started, counts.planned, counts.overdue, counts.ready) == (3, 3, 1, 0)


def test_a_start_that_is_near_needs_an_owner(team):
    near = deliverable(team, planned_start_on=TODAY + timedelta(days=10))
    deliverable(team, planned_start_on=TODAY + timedelta(days=30))

    assert hands(team).unowned == (near,)


def test_people_are_named_leads_first(team):
    member_of(team.program, Role.MEMBER, team)
    member_of(team.program, Role.SUBTEAM_LEAD, team)
    member_of(team.program, Role.MANAGER)

    assert [role for _, role in people_in(team)] == ["Subteam lead", "Member"]
