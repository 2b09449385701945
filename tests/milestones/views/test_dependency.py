"""The register of dependencies, the page of one, its forms and steps."""

import re

import pytest

from milestones.models import Dependency
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import DependencyFactory

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
def ends(program):
    first = MilestoneFactory(program=program, number=9003, title="Relay")
    second = MilestoneFactory(program=program, number=9005, title="Store")
    return first, second, DeliverableFactory(program=program, milestone=second, number=9007, title="Fetch")


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_the_same_queries_for_1_and_3(
    client, member, program, ends, count, django_assert_num_queries
):
    for _ in range(count):
        DependencyFactory(
            program=program,
            milestone=ends[0],
            kind="INTERNAL",
            needed_milestone=None,
            needed_deliverable=ends[2],
        )

    with django_assert_num_queries(LIST_QUERIES):
        body = client.get("/kit/dependencies/").content.decode()

    assert body.count('<tr role="row"') == count + 1
    assert body.count("D-9007 Fetch") == count


def test_created_from_a_milestone_and_a_circle_is_refused_with_its_path(client, member, ends):
    made = client.post(
        "/kit/dependencies/new/?milestone=M-9003", {"milestone": "M-9003", "needed_milestone": "m-9005"}
    )
    page = client.get(made.headers["Location"]).content.decode()
    refused = client.post("/kit/dependencies/new/", {"deliverable": "D-9007", "needed_milestone": "M-9003"})

    assert "Waits for M-9005 Store" in page
    assert refused.status_code == 422
    assert "D-9007 → M-9003 → M-9005 → D-9007" in refused.content.decode()
    assert Dependency.objects.count() == 1


def test_something_outside_is_confirmed_doubted_and_met(client, member, program, ends):
    DependencyFactory(program=program, milestone=ends[0], number=4, title="A lease")
    unconfirmed = client.get("/kit/dependencies/?unconfirmed=on").content.decode()
    early = client.post(
        "/kit/dependencies/DP-4/confirm/", {"confirmed_by": "Town", "confirmed_on": "2027-01-01"}
    )
    client.post("/kit/dependencies/DP-4/confirm/", {"confirmed_by": "Town", "confirmed_on": "1 Mar 2026"})
    page = client.get("/kit/dependencies/DP-4/").content.decode()
    client.post("/kit/dependencies/DP-4/doubt/", {"reason": "They want more"})
    client.post("/kit/dependencies/DP-4/step/", {"to": "MET", "base_to": "OPEN", "reason": ""})
    row = Dependency.objects.get()

    assert ">DP-4</a>" in unconfirmed
    assert early.status_code == 422
    assert "by Town on 1 Mar" in page
    assert "Not confirmed any more…" in page
    assert (row.is_confirmed, row.status) == (False, "MET")


def test_edit_changes_an_end(client, member, program, ends):
    row = DependencyFactory(
        program=program, milestone=ends[0], number=4, kind="INTERNAL", needed_milestone=ends[1], title=""
    )
    body = client.get("/kit/dependencies/DP-4/edit/").content.decode()
    seen = dict(re.findall(r'<input type="hidden" name="(base_\w+)" value="([^"]*)">', body))

    response = client.post(
        "/kit/dependencies/DP-4/edit/", {**seen, "milestone": "M-9003", "needed_deliverable": "D-9007"}
    )

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.needed_milestone, row.needed_deliverable) == (None, ends[2])


def test_two_of_one_milestone_are_allowed_and_said(client, member, program, ends):
    other = DeliverableFactory(program=program, milestone=ends[1])
    DependencyFactory(
        program=program, milestone=None, deliverable=other, number=4, kind="INTERNAL",
        needed_deliverable=ends[2], title="",
    )  # fmt: skip

    assert "Both ends belong to the same milestone" in client.get("/kit/dependencies/DP-4/").content.decode()


def test_what_touches_an_internal_milestone_is_hidden_from_the_public(client, program, ends):
    with computing():
        type(program).objects.update(is_public=True)
        type(ends[1]).objects.filter(pk=ends[1].pk).update(is_internal=True, title="Secret")
    DependencyFactory(
        program=program, milestone=ends[0], number=4, kind="INTERNAL", needed_deliverable=ends[2]
    )
    DependencyFactory(program=program, milestone=ends[0], number=5, title="Seen by all")

    body = client.get("/kit/dependencies/").content.decode()

    assert re.findall(r">(DP-\d)</a>", body) == ["DP-5"]
    assert client.get("/kit/dependencies/DP-4/").status_code == 404
