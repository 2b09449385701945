import pytest

from pm.models import Subteam
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def test_a_subteam_is_added_changed_archived_and_removed(client, program):
    added = client.post(
        "/kit/teams/new/", {"name": "Core Works", "code": "cw", "kind": "RESEARCH", "rank": "1"}, follow=True
    )
    seen = {"name": "Core Works", "code": "CW", "kind": "RESEARCH", "rank": "1"}
    bases = {f"base_{name}": value for name, value in seen.items()}
    client.post("/kit/teams/core-works/edit/", {**seen, **bases, "kind": "QA", "code": "cq"})

    row = Subteam.objects.get()
    assert "Added Core Works. Next, invite its people." in added.content.decode()
    assert (row.slug, row.name, row.code, row.kind) == ("core-works", "Core Works", "CQ", "QA")
    client.post("/kit/teams/core-works/archive/")
    assert Subteam.objects.get().is_archived is True
    client.post("/kit/teams/core-works/restore/")
    assert Subteam.objects.get().is_archived is False
    client.post("/kit/teams/core-works/remove/")
    assert not Subteam.objects.exists()


def test_a_taken_code_is_said_beside_its_field(client, program):
    SubteamFactory(program=program, name="Core", code="CO")

    response = client.post("/kit/teams/new/", {"name": "Co", "code": "co", "kind": "QA", "rank": "1"})

    assert response.status_code == 422
    assert '<a href="#id_code">Code</a>: Core has the code CO.' in response.content.decode()


def test_a_subteam_somebody_is_in_is_not_removed(client, program):
    team = SubteamFactory(program=program, slug="core", name="Core")
    member_of(program, Role.MEMBER, team)

    response = client.post("/kit/teams/core/remove/")

    assert response.status_code == 409
    assert "so it cannot be removed. Archive it instead." in response.content.decode()


def test_the_list_counts_people_and_costs_the_same_with_1_and_3_rows(
    client, program, django_assert_num_queries
):
    core = SubteamFactory(program=program, name="Core", code="CO")
    member_of(program, Role.MEMBER, core)
    member_of(program, Role.SUBTEAM_LEAD, core)
    client.get("/kit/teams/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/teams/").content.decode()
    SubteamFactory(program=program, code="A")
    SubteamFactory(program=program, code="B", is_archived=True)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/teams/", {"archived": "true"})

    assert '<td role="cell" data-l="People" class="num"><a href="/kit/people/">2</a></td>' in html


def test_an_archived_subteam_leaves_the_navigation(client, program):
    SubteamFactory(program=program, slug="old-mast", is_archived=True)

    assert "/kit/teams/old-mast/" not in client.get("/kit/teams/").content.decode()
