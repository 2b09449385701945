from datetime import timedelta

import pytest

from milestones.queries.home import my_programs, standing_of
from pm.permissions import Role
from pm.rules import load_access
from tests.factories.actors import NOW
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
FORTNIGHT = TODAY + timedelta(days=14)


@pytest.fixture
def program():
    return ProgramFactory(name="Kit")


def milestone(program, **fields):
    target = fields.pop("due", None)
    return MilestoneFactory(
        program=program, **{"status": "PROPOSED", "target_from_on": target, "target_to_on": target} | fields
    )


def test_my_programs_count_health_roles_and_what_i_owe(program):
    me = member_of(program, Role.MANAGER)
    public = ProgramFactory(name="Open", is_public=True)
    ProgramFactory(name="Hidden")
    milestone(program, health="LATE", is_internal=True)
    known = milestone(program, health="UNKNOWN")
    milestone(program, health="LATE", status="DROPPED")
    milestone(program, health="LATE", kind="BUDGET_LINE")
    milestone(public, health="WATCH")
    milestone(public, health="LATE", is_internal=True)
    DeliverableFactory(program=program, milestone=known, owner=me, due_on=FORTNIGHT)
    DeliverableFactory(program=program, milestone=known, owner=me, due_on=FORTNIGHT + timedelta(days=1))

    found = my_programs(me, TODAY)

    assert [(one.program.name, one.roles, one.health, one.owed) for one in found] == [
        ("Kit", ("Program manager",), {"LATE": 1, "UNKNOWN": 1}, 1),
        ("Open", (), {"WATCH": 1}, 0),
    ]


def test_the_instance_administrator_sees_every_program(program):
    milestone(program, health="LATE", is_internal=True)

    [one] = my_programs(UserFactory(is_superuser=True), TODAY)

    assert one.health == {"LATE": 1}


@pytest.mark.parametrize("rows", [1, 3])
def test_my_programs_cost_the_same_whatever_their_number(rows, django_assert_num_queries):
    me = UserFactory()
    for _ in range(rows):
        own = ProgramFactory()
        MembershipFactory(program=own, user=me, role=Role.MANAGER)
        row = milestone(own, owner=me, health="LATE")
        DeliverableFactory(program=own, milestone=row, owner=me, due_on=TODAY)

    with django_assert_num_queries(5):
        found = my_programs(me, TODAY)

    assert [one.owed for one in found] == [2] * rows


def test_programs_that_i_only_read_owe_me_nothing_and_cost_nothing(django_assert_num_queries):
    me = UserFactory()
    row = milestone(ProgramFactory(is_public=True), owner=me, health="LATE")
    DeliverableFactory(program=row.program, milestone=row, owner=me, due_on=TODAY)

    with django_assert_num_queries(3):
        [one] = my_programs(me, TODAY)

    assert one.owed == 0


def test_standing_counts_what_the_reader_may_see(program, django_assert_num_queries):
    hidden = milestone(program, health="LATE", is_internal=True)
    milestone(program, health="WATCH")
    DeliverableFactory(program=program, milestone=hidden, due_on=TODAY - timedelta(days=1))
    DeliverableFactory(program=program, status="IN_PROGRESS", due_on=TODAY)
    DeliverableFactory(program=program, status="CLOSED", closed_on=TODAY)
    insider = load_access(member_of(program, Role.STAKEHOLDER), program)
    program.is_public = True
    reader = load_access(UserFactory(), program)

    with django_assert_num_queries(2):
        inside = standing_of(program, insider, TODAY)
    outside = standing_of(program, reader, TODAY)

    assert (inside.health["LATE"], inside.open, inside.started, inside.overdue, inside.closed) == (
        1,
        2,
        1,
        1,
        1,
    )
    assert ("LATE" in outside.health, outside.open, outside.overdue) == (False, 1, 0)
