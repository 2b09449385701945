from datetime import timedelta

import pytest

from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.owed import TODAY, dues_of, late_of
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import (
    BlockerFactory,
    CommunicationFactory,
    DependencyFactory,
    GateFactory,
    MilestoneSignOffFactory,
    RiskFactory,
    StakeholderFactory,
    SuccessCriterionFactory,
    UnknownFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def me(program):
    return member_of(program, Role.MEMBER)


@pytest.fixture
def manager(program):
    return member_of(program, Role.MANAGER)


@pytest.fixture
def mine(program, me):
    return MilestoneFactory(program=program, owner=me, status="IN_PROGRESS", committed_on=TODAY)


def days(count):
    return TODAY + timedelta(days=count)


def titles(name, person, program):
    return [one.title for one in dues_of(name, person, program)]


@pytest.mark.parametrize(
    ("name", "factory", "verb", "column", "ended"),
    [
        ("blockers", BlockerFactory, "Resolve", "resolve_by_on", ("RESOLVED", "resolved_on", TODAY)),
        ("unknowns", UnknownFactory, "Answer", "resolve_by_on", ("ANSWERED", "resolution", "Yes.")),
        ("dependencies", DependencyFactory, "Follow up", "needed_by_on", ("MET", "met_on", TODAY)),
    ],
)
def test_what_i_own_is_owed_once_its_day_has_come(
    client, program, me, manager, name, factory, verb, column, ended
):
    more = {"is_confirmed": True} if name == "dependencies" else {}
    over = factory(program=program, owner=me, **{column: days(-4)}, **more)
    now = factory(program=program, owner=me, **{column: TODAY}, **more)
    factory(program=program, owner=me, **{column: days(1)}, **more)
    status, field, value = ended
    factory(program=program, owner=me, status=status, **{column: days(-4), field: value}, **more)
    factory(program=program, **{column: days(-4)}, **more)
    client.force_login(manager)

    found = dues_of(name, me, program)
    [(words, url)] = late_of(name, manager, program)

    assert [(one.title, one.on) for one in found] == [(f"{verb} {over}", days(-4)), (f"{verb} {now}", TODAY)]
    assert (words, url) == (f"2 {name} past their day", f"/kit/{name}/?before={TODAY}")
    assert client.get(url).context["count"] == f"2 {name}"
    assert client.get(found[0].url).status_code == 200


def test_something_external_that_is_needed_soon_and_not_confirmed_is_followed_up(program, me):
    loose = DependencyFactory(program=program, owner=me, needed_by_on=days(14))
    DependencyFactory(program=program, owner=me, needed_by_on=days(15))

    [due] = dues_of("dependencies", me, program)

    assert due.title == f"Follow up {loose}"
    assert due.why == f"{loose.milestone} waits for it. Nobody outside has confirmed it."


def test_a_risk_is_looked_at_every_four_weeks(program, me):
    never = RiskFactory(program=program, owner=me)
    old = RiskFactory(program=program, owner=me, reviewed_on=days(-29), is_internal=True)
    RiskFactory(program=program, owner=me, reviewed_on=days(-27))
    RiskFactory(program=program, owner=me, status="CLOSED", closed_on=TODAY)

    found = dues_of("risks", me, program)

    assert [(one.title, one.on) for one in found] == [(f"Review {never}", None), (f"Review {old}", days(-1))]


def test_a_gate_that_passed_is_owed_by_the_owner_or_the_keepers(program, me, manager, mine):
    GateFactory(program=program, milestone=mine, kind="KICK_OFF", planned_on=days(-1))
    GateFactory(program=program, milestone=mine, planned_on=TODAY)
    GateFactory(program=program, milestone=mine, planned_on=days(-1), held_on=TODAY, outcome="Agreed.")
    loose = GateFactory(program=program, planned_on=days(-2))
    shelved = MilestoneFactory(program=program, owner=me, status="SHELVED")
    GateFactory(program=program, milestone=shelved, planned_on=days(-2))

    assert titles("gates", me, program) == [f"Kick-off of {mine}"]
    assert titles("gates", manager, program) == [f"Design review of {loose.milestone}"]
    assert late_of("gates", manager, program) == [
        (f"Kick-off of {mine}, planned for 1 Mar", f"/kit/milestones/{mine.key}/#gates")
    ]


def test_a_post_mortem_is_owed_at_once(program, me, manager):
    dropped = MilestoneFactory(program=program, owner=me, status="DROPPED")
    GateFactory(program=program, milestone=dropped, kind="POST_MORTEM", planned_on=days(2))

    [due] = dues_of("post_mortems", me, program)

    assert (due.title, due.on) == (f"Post-mortem of {dropped}", days(2))
    assert titles("gates", me, program) + titles("post_mortems", manager, program) == []
    assert late_of("post_mortems", manager, program) == []
    assert late_of("post_mortems", manager, program, today=days(3)) == [
        (f"Post-mortem of {dropped}, planned for 4 Mar", f"/kit/milestones/{dropped.key}/#gates")
    ]


def test_a_sign_off_waits_for_its_person_in_its_turn(program, me, mine):
    first = MilestoneSignOffFactory(program=program, milestone=mine, signer=me, role="Lead", rank=1)
    other = MilestoneFactory(program=program, status="PROPOSED")
    MilestoneSignOffFactory(program=program, milestone=other, rank=1)
    MilestoneSignOffFactory(program=program, milestone=other, signer=me, rank=2)
    MilestoneSignOffFactory(program=program, milestone=mine, signer=me, moment="MET", rank=1)
    MilestoneSignOffFactory(program=program, milestone=mine, rank=3, moment="MET", signer=me)

    [due] = dues_of("milestone_signoffs", me, program)

    assert (due.title, due.why) == (f"Sign {mine}", f"As Lead: {first.get_moment_display().lower()}.")
    assert due.on is None


def test_the_second_sign_off_waits_until_what_must_be_is_met(program, me, mine):
    MilestoneSignOffFactory(program=program, milestone=mine, state="SIGNED", signed_on=TODAY)
    MilestoneSignOffFactory(program=program, milestone=mine, signer=me, moment="MET")
    ready = MilestoneFactory(program=program, status="IN_PROGRESS", committed_on=TODAY)
    MilestoneSignOffFactory(program=program, milestone=ready, signer=me, moment="MET")
    SuccessCriterionFactory(program=program, milestone=mine, level="MUST")

    assert titles("milestone_signoffs", me, program) == [f"Sign {ready}"]


def test_a_message_is_owed_by_its_owner_or_the_milestones(program, me, manager, mine):
    harbour = StakeholderFactory(program=program, name="Harbour office")
    here = {"program": program, "milestone": mine, "stakeholder": harbour}
    CommunicationFactory(**here, due_on=days(-1), message="It starts in May.", channel="letter")
    CommunicationFactory(**here, due_on=days(14), owner=manager)
    CommunicationFactory(**here, due_on=days(15))
    CommunicationFactory(**here, due_on=days(-1), done_on=TODAY)

    [due] = dues_of("communication", me, program)

    assert (due.title, due.why, due.on) == (
        f"Tell Harbour office of {mine}",
        "It starts in May. Channel: letter.",
        days(-1),
    )
    assert len(titles("communication", manager, program)) == 1
    assert [words for words, _ in late_of("communication", manager, program)] == [
        f"Harbour office has not heard of {mine}"
    ]
