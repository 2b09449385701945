from datetime import date, timedelta

import pytest

from milestones.queries.home import my_programs, owed_by, standing_of
from pm.models import JobRun
from pm.permissions import Role
from pm.rules import load_access
from tests.factories.actors import NOW
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

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
        milestone(ProgramFactory(is_public=True))

    with django_assert_num_queries(6):
        my_programs(me, TODAY)


def owed(program, person):
    return owed_by(person, program, load_access(person, program), TODAY)


def test_i_owe_my_milestones_that_are_due_or_in_trouble(program):
    me = member_of(program, Role.MANAGER)
    over = milestone(program, owner=me, due=TODAY - timedelta(days=3), number=1)
    soon = milestone(program, owner=me, due=FORTNIGHT, number=2)
    risky = milestone(program, owner=me, due=date(2027, 1, 1), health="AT_RISK", number=3)
    milestone(program, owner=me, due=date(2027, 1, 1), number=4)
    milestone(program, due=TODAY, number=5)

    assert owed(program, me).milestones == (over, soon, risky)


def test_i_owe_my_deliverables_and_the_closes_of_my_subteam(program):
    team = SubteamFactory(program=program)
    me = member_of(program, Role.SUBTEAM_LEAD, team)
    mine = DeliverableFactory(program=program, owner=me, due_on=TODAY)
    ready = DeliverableFactory(program=program, accountable=team, status="IN_PROGRESS")
    foreign = DeliverableFactory(program=program, status="IN_PROGRESS")
    waits = DeliverableFactory(program=program, accountable=team, status="IN_PROGRESS")
    for row in (ready, foreign):
        ChecklistItemFactory(program=program, deliverable=row, state="DONE", evidence="a link")
    ChecklistItemFactory(program=program, deliverable=waits)

    found = owed(program, me)

    assert (found.deliverables, found.closing, found.accepting) == ((mine,), (ready,), ())
    assert found.count == 2


def test_a_manager_owes_answers_to_requested_closes_and_failed_runs(program):
    asked = DeliverableFactory(program=program, status="CLOSE_REQUESTED")
    JobRun.objects.create(
        program=program, job="x", slot="s", state="FAILED", requested_at=NOW, not_before=NOW, finished_at=NOW
    )

    manager = owed(program, member_of(program, Role.MANAGER))
    stakeholder = owed(program, member_of(program, Role.STAKEHOLDER))

    assert (manager.accepting, manager.failed_jobs, manager.count) == ((asked,), 1, 2)
    assert (stakeholder.accepting, stakeholder.failed_jobs, stakeholder.count) == ((), 0, 0)


@pytest.mark.parametrize("role", [Role.LEAD, Role.MANAGER, Role.SUBTEAM_LEAD, Role.MEMBER, Role.STAKEHOLDER])
def test_the_list_of_programs_counts_what_the_home_lists(program, role):
    team = SubteamFactory(program=program)
    me = member_of(program, role, *([team] if role in {Role.SUBTEAM_LEAD, Role.MEMBER} else []))
    known = milestone(program, owner=me, health="LATE")
    milestone(program, decision_owed_on=TODAY, decision_owed_reason="Spent is 12 of 10 person-days")
    DeliverableFactory(program=program, milestone=known, owner=me, due_on=TODAY)
    DeliverableFactory(program=program, milestone=known, status="CLOSE_REQUESTED")
    for owner, due in ((me, TODAY), (None, None)):
        ready = DeliverableFactory(program=program, accountable=team, owner=owner, due_on=due,
                                   status="IN_PROGRESS")  # fmt: skip
        ChecklistItemFactory(program=program, deliverable=ready, state="DONE", evidence="a link")
    JobRun.objects.create(
        program=program, job="x", slot="s", state="FAILED", requested_at=NOW, not_before=NOW, finished_at=NOW
    )

    [one] = my_programs(me, TODAY)

    assert one.owed == owed(program, me).count
    assert one.owed == {"LEAD": 6, "MANAGER": 6, "SUBTEAM_LEAD": 5, "MEMBER": 3, "STAKEHOLDER": 3}[role]


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
