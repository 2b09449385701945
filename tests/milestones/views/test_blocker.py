"""The register of blockers, the page of one, its forms and steps."""

import re

import pytest

from milestones.models import Blocker
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import BlockerFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 11


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def member(client, program):
    person = member_of(program, Role.MEMBER)
    client.force_login(person)
    return person


@pytest.fixture
def part(program):
    milestone = MilestoneFactory(program=program, number=9031, title="Store MVP")
    return DeliverableFactory(program=program, milestone=milestone, number=9103, title="Fetch")


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_for_1_and_3(client, member, part, count, django_assert_num_queries):
    for _ in range(count):
        BlockerFactory(program=part.program, milestone=part.milestone, deliverable=part, owner=member)

    with django_assert_num_queries(LIST_QUERIES):
        body = client.get("/kit/blockers/").content.decode()

    assert body.count('<tr role="row"') == count + 1
    assert "56 d" in body


def test_register_leads_to_the_other_three(client, member):
    body = client.get("/kit/blockers/").content.decode()

    links = re.findall(r'<a href="/kit/(\w+)/"(?: aria-current="true")?>', body)
    assert {"risks", "blockers", "unknowns", "dependencies"} <= set(links)
    assert '<a href="/kit/blockers/" aria-current="true">Blockers</a>' in body


def test_the_pressing_one_comes_first_and_filters_narrow(client, member, part):
    of = {"program": part.program, "milestone": part.milestone}
    BlockerFactory(**of, number=1, title="Slow one", priority="LOW")
    BlockerFactory(**of, number=2, title="Hot one", priority="HIGH", deliverable=part, waiting_on="the yard")

    def keys(query=""):
        return re.findall(r">(B-\d)</a>", client.get(f"/kit/blockers/{query}").content.decode())

    assert keys() == ["B-2", "B-1"]
    assert keys("?priority=LOW") == ["B-1"]
    assert keys("?deliverable=d-9103") == ["B-2"]
    assert keys("?q=yard") == ["B-2"]
    assert keys("?deliverable=what") == []


def test_created_from_its_deliverable_resolved_and_reopened(client, member, part):
    page = client.get("/kit/blockers/new/?deliverable=D-9103").content.decode()
    made = client.post(
        "/kit/blockers/new/?deliverable=D-9103",
        {"title": "The mast is down", "deliverable": "D-9103", "priority": "HIGH", "delay_low_days": "3",
         "delay_high_days": "9", "waiting_on": "the yard"},
    )  # fmt: skip
    row = Blocker.objects.get()
    seen = client.get(made.headers["Location"]).content.decode()
    step = f"/kit/blockers/{row.key}/step/?to=RESOLVED"
    client.post(step, {"to": "RESOLVED", "base_to": "OPEN", "reason": "A new mast stands"})
    settled = client.get(f"/kit/blockers/{row.key}/").content.decode()

    assert 'href="/kit/deliverables/D-9103/">Cancel' in page
    assert (row.milestone, row.opened_on) == (part.milestone, NOW.date())
    for words in ("The mast is down", "3–9 d", "Waiting on the yard", "M-9031 Store MVP", "Resolve…"):
        assert words in seen
    assert "A new mast stands" in settled
    assert "Reopen…" in settled


def test_a_refusal_stands_beside_its_field(client, member, part):
    response = client.post(
        "/kit/blockers/new/",
        {
            "title": "x",
            "milestone": "M-9031",
            "priority": "LOW",
            "delay_low_days": "9",
            "delay_high_days": "3",
        },
    )

    assert response.status_code == 422
    assert "The least delay is above the most" in response.content.decode()


def test_blockers_of_an_internal_milestone_are_hidden_from_the_public(client, part):
    with computing():
        type(part.program).objects.update(is_public=True)
        type(part.milestone).objects.update(is_internal=True)
    row = BlockerFactory(program=part.program, milestone=part.milestone, title="Secret one")

    body = client.get("/kit/blockers/").content + client.get("/kit/blockers/?format=csv").content

    assert b"Secret" not in body
    assert client.get(f"/kit/blockers/{row.key}/").status_code == 404
