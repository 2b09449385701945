from datetime import date, timedelta

import pytest

from pm.permissions import Role
from tests.factories.delivery import (
    EvidenceRequirementFactory,
    HandoverFactory,
    SignOffFactory,
    TaskFactory,
    WeeklyUpdateFactory,
)
from tests.factories.milestones import DeliverableFactory, PinFactory, StatementFactory
from tests.factories.owed import TODAY, dues_of, late_of
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="core", name="Core")


def days(count):
    return TODAY + timedelta(days=count)


def titles(name, person, program, **more):
    return [one.title for one in dues_of(name, person, program, **more)]


def listed(client, url):
    """How many rows the page of an address says it has."""
    return int(client.get(url).context["count"].split()[0])


def test_handovers_wait_for_the_receiver_once_offered_and_for_the_giver_before(program, team):
    me, other = member_of(program, Role.MEMBER, team), SubteamFactory(program=program)
    mine = DeliverableFactory(program=program, accountable=team)
    offered = {"status": "OFFERED", "offered_on": days(-3)}
    answer = HandoverFactory(program=program, receiver=team, due_on=days(-1), **offered)
    HandoverFactory(program=program, receiver=team, offered_by=me, **offered)
    offer = HandoverFactory(program=program, deliverable=mine, receiver=other, due_on=days(14))
    again = HandoverFactory(
        program=program, deliverable=mine, receiver=other, status="RETURNED", returned_because="No tests."
    )
    HandoverFactory(program=program, deliverable=mine, receiver=other, due_on=days(15))
    HandoverFactory(program=program, deliverable=mine, receiver=other, **offered)
    HandoverFactory(program=program, due_on=days(-5))

    found = dues_of("handovers", me, program)

    assert [one.title for one in found] == [f"Answer {answer}", f"Offer {offer}", f"Offer {again}"]
    assert "It was returned: No tests." in found[2].why
    assert len(dues_of("handovers", me, program, team=team)) == 4
    assert titles("handovers", member_of(program, Role.MANAGER), program) == []


def test_late_handovers_are_counted_as_their_list_counts_them(client, program, team):
    me = member_of(program, Role.MANAGER)
    client.force_login(me)
    for day in (days(-1), days(-9), TODAY):
        HandoverFactory(program=program, receiver=team, due_on=day)

    [(words, url)] = late_of("handovers", me, program)

    assert (words, listed(client, url)) == ("2 handovers past their day", 2)


def test_a_service_team_owes_the_evidence_that_statements_lack(client, program, django_assert_num_queries):
    service = SubteamFactory(program=program, kind="SERVICE")
    me = member_of(program, Role.SERVICE, service)
    client.force_login(me)
    EvidenceRequirementFactory(program=program)
    rows = [StatementFactory(program=program, letter="P") for _ in range(3)]
    for row in rows:
        PinFactory(program=program, statement=row)
    SignOffFactory(statement=rows[0], subteam=service)

    with django_assert_num_queries(3):  # the access, the rows, the count
        [due] = dues_of("evidence", me, program)

    assert due.title == "Bring the evidence of 2 statements"
    assert listed(client, due.url) == 2
    assert titles("evidence", member_of(program, Role.MANAGER), program) == []
    assert titles("evidence", me, program, team=service) == ["Bring the evidence of 2 statements"]


def test_tasks_of_this_week_and_before_are_mine_or_free_for_my_subteam(client, program, team):
    me = member_of(program, Role.MEMBER, team)
    client.force_login(me)
    deliverable = DeliverableFactory(program=program, accountable=team)
    here = {"program": program, "deliverable": deliverable}
    old = TaskFactory(**here, assignee=me, planned_week="2026-W08")
    now = TaskFactory(**here, assignee=me, planned_week="2026-W10", status="IN_PROGRESS")
    TaskFactory(**here, assignee=me, planned_week="2026-W11")
    TaskFactory(**here, assignee=me)
    TaskFactory(**here, planned_week="2026-W09")
    TaskFactory(**here, subteam=team, planned_week="2026-W10")
    TaskFactory(**here, subteam=SubteamFactory(program=program), planned_week="2026-W10")

    mine, [free] = dues_of("tasks", me, program), dues_of("free_tasks", me, program)

    assert [(one.title, one.on) for one in mine] == [
        (f"Start {old}", date(2026, 2, 22)),
        (f"Finish {now}", date(2026, 3, 8)),
    ]
    assert (free.title, free.on) == ("Take 2 tasks of Core", date(2026, 3, 1))
    assert listed(client, free.url) == 2
    [(words, url)] = late_of("tasks", member_of(program, Role.MANAGER), program)
    assert (words, listed(client, url)) == ("2 tasks planned for earlier weeks", 2)


def test_updates_are_owed_from_the_update_day_on_until_they_are_written(client, program, team):
    me = member_of(program, Role.SUBTEAM_LEAD, team)
    client.force_login(me)
    going = {"program": program, "accountable": team, "status": "IN_PROGRESS"}
    silent, told = DeliverableFactory(**going), DeliverableFactory(**going)
    DeliverableFactory(**going, started_on=days(0))  # after the week of which a word is owed
    DeliverableFactory(program=program, accountable=team)
    WeeklyUpdateFactory(deliverable=told, week="2026-W09")

    [due] = dues_of("updates", me, program)
    [friday] = dues_of("updates", me, program, today=FRIDAY)

    assert (due.title, due.on) == ("Write the updates of Core for 2026-W09", date(2026, 2, 27))
    assert due.why == "1 deliverable in progress without a word of that week."
    assert listed(client, due.url) == 1
    assert silent.title in client.get(due.url).content.decode()
    assert (friday.title, friday.on) == ("Write the updates of Core for 2026-W10", FRIDAY)
    manager = member_of(program, Role.MANAGER)
    assert titles("updates", manager, program) == []
    [(words, url)] = late_of("updates", manager, program)
    assert (words, listed(client, url)) == ("1 deliverable without an update of 2026-W09", 1)
    assert late_of("updates", manager, program, today=FRIDAY) == []
