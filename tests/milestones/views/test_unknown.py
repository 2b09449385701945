"""The register of unknowns and the steps of one."""

import pytest

from milestones.models import Unknown
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import UnknownFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_for_1_and_3(
    client, manager, program, count, django_assert_num_queries
):
    milestone = MilestoneFactory(program=program)
    for _ in range(count):
        UnknownFactory(program=program, milestone=milestone, owner=manager)

    with django_assert_num_queries(LIST_QUERIES):
        body = client.get("/kit/unknowns/").content.decode()

    assert body.count('<tr role="row"') == count + 1


def test_deferring_offers_leads_and_managers_and_refuses_oneself(client, manager, program):
    lead, member = member_of(program, Role.LEAD), member_of(program, Role.MEMBER)
    row = UnknownFactory(program=program, milestone=MilestoneFactory(program=program), number=3)
    address = "/kit/unknowns/U-3/step/?to=DEFERRED"
    data = {"to": "DEFERRED", "base_to": "OPEN", "reason": "After the trial"}

    asked = client.get(address).content.decode()
    nobody = client.post(address, data)
    oneself = client.post(address, {**data, "deferred_by": manager.pk})
    done = client.post(address, {**data, "deferred_by": lead.pk})
    page = client.get("/kit/unknowns/U-3/").content.decode()

    assert lead.name in asked
    assert member.name not in asked
    assert [one.status_code for one in (nobody, oneself, done)] == [422, 422, 302]
    assert "Whoever defers it cannot approve that too" in oneself.content.decode()
    row.refresh_from_db()
    assert (row.status, row.deferred_by) == ("DEFERRED", lead)
    assert "Why it can wait" in page
    assert f"<dd>{lead.name}</dd>" in page


def test_created_edited_and_answered(client, manager, program):
    MilestoneFactory(program=program, number=9031)
    client.post("/kit/unknowns/new/", {"title": "How many hops?", "milestone": "m-9031", "priority": "HIGH"})
    row = Unknown.objects.get()
    asked = client.get(f"/kit/unknowns/{row.key}/step/?to=ANSWERED").content.decode()
    client.post(
        f"/kit/unknowns/{row.key}/step/",
        {"to": "ANSWERED", "base_to": "OPEN", "reason": "Three, as measured"},
    )
    page = client.get(f"/kit/unknowns/{row.key}/").content.decode()

    assert "The answer" in asked
    assert "deferred_by" not in asked
    assert "Three, as measured" in page
    assert "Reopen…" in page


def test_a_question_keeps_its_mark_and_no_full_stop_follows(client, manager, program):
    made = client.post(
        "/kit/unknowns/new/",
        {"title": "Which radio?", "milestone": milestone_key(program), "priority": "LOW"},
    )

    page = client.get(made["Location"]).content.decode()
    assert "Added U-1 Which radio?" in page
    assert "Which radio?." not in page


def milestone_key(program):
    return MilestoneFactory(program=program).key
