from datetime import date, timedelta

import pytest

from milestones.models import Milestone
from pm.permissions import Role
from tests.factories.milestones import ChecklistItemFactory, DeliverableFactory, MilestoneFactory
from tests.factories.owed import TODAY, dues_of, late_of
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
FORTNIGHT = TODAY + timedelta(days=14)


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def milestone(program, **fields):
    target = fields.pop("due", None)
    return MilestoneFactory(
        program=program, **{"status": "PROPOSED", "target_from_on": target, "target_to_on": target} | fields
    )


def days(count):
    return TODAY + timedelta(days=count)


def titles(name, person, program):
    return [one.title for one in dues_of(name, person, program)]


def test_i_owe_my_milestones_that_are_due_or_in_trouble(program):
    me = member_of(program, Role.MANAGER)
    over = milestone(program, owner=me, due=days(-3), number=1)
    soon = milestone(program, owner=me, due=FORTNIGHT, number=2)
    risky = milestone(program, owner=me, due=date(2027, 1, 1), health="AT_RISK", number=3)
    milestone(program, owner=me, due=date(2027, 1, 1), number=4)
    milestone(program, due=TODAY, number=5)

    found = dues_of("milestones", me, program)

    assert [(one.title, one.on) for one in found] == [
        (str(row), row.target_to_on) for row in (over, soon, risky)
    ]


def test_a_decision_is_owed_by_the_owner_and_by_who_decides_and_stands_alone(program):
    owner, manager = member_of(program, Role.MEMBER), member_of(program, Role.MANAGER)
    row = milestone(
        program, owner=owner, due=TODAY, decision_owed_on=days(-2), decision_owed_reason="12 of 10"
    )

    for person in (owner, manager):
        [due] = dues_of("decisions", person, program)
        assert (due.title, due.why, due.when) == (f"Decide on {row}", "12 of 10.", "owed since 28 Feb")
        assert due.url == f"/kit/milestones/{row.key}/#bets"
        assert titles("milestones", person, program) == []
    assert titles("decisions", member_of(program, Role.STAKEHOLDER), program) == []


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

    assert titles("deliverables", me, program) == [f"Start {mine}"]
    assert titles("closing", me, program) == [f"Close {ready}"]
    assert titles("accepting", me, program) == []


def test_who_accepts_owes_an_answer_to_a_requested_close(program):
    asked = DeliverableFactory(program=program, status="CLOSE_REQUESTED", closed_by=UserFactory(name="Wren"))

    [due] = dues_of("accepting", member_of(program, Role.MANAGER), program)

    assert due.title == f"Accept or return {asked}"
    assert due.why == f"For {asked.milestone}. Its close was requested by Wren."
    assert titles("accepting", member_of(program, Role.STAKEHOLDER), program) == []


def test_a_call_is_due_on_its_day_or_a_week_after_the_last(program):
    me = member_of(program, Role.MEMBER)
    going = {"owner": me, "status": "IN_PROGRESS", "committed_on": days(-30)}
    said = milestone(program, **going, owner_call_on=days(-9), owner_call_next_on=days(-1))
    old = milestone(program, **going, owner_call_on=days(-8))
    never = milestone(program, **going | {"committed_on": days(-7)})
    milestone(program, **going, owner_call_on=days(-9), owner_call_next_on=days(1))
    milestone(program, **going | {"committed_on": days(-6)})
    milestone(program, **going, kind=Milestone.Kind.BUDGET_LINE)
    milestone(program, **going | {"status": "PROPOSED", "committed_on": None})

    found = {one.title: one.on for one in dues_of("calls", me, program)}

    assert found == {
        f"Call how {said} stands": days(-1),
        f"Call how {old} stands": days(-1),
        f"Call how {never} stands": TODAY,
    }
    manager = member_of(program, Role.MANAGER)
    assert {words for words, _ in late_of("calls", manager, program)} == {
        f"{said} waits for its call",
        f"{old} waits for its call",
    }
    assert late_of("calls", me, program) == []


def test_overdue_deliverables_of_others_are_told_to_who_ensures_with_their_list(client, program):
    me = member_of(program, Role.MANAGER)
    DeliverableFactory(program=program, owner=me, due_on=days(-1))
    assert late_of("deliverables", me, program) == []
    DeliverableFactory(program=program, due_on=days(-1))

    [(words, url)] = late_of("deliverables", me, program)

    assert (words, url) == ("2 overdue deliverables, 1 of them yours", "/kit/deliverables/?overdue=true")


def test_who_only_reads_a_public_program_owes_nothing_of_it():
    program, me = ProgramFactory(is_public=True), UserFactory()
    hidden = milestone(program, owner=me, due=TODAY, is_internal=True)
    DeliverableFactory(program=program, milestone=hidden, owner=me, due_on=TODAY)

    assert titles("milestones", me, program) + titles("deliverables", me, program) == []
