"""Sign-offs in the browser: the desk, one statement's evidence, signing, refusing, withdrawing."""

from datetime import timedelta

import pytest

from milestones.models import SignOff
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.delivery import EvidenceRequirementFactory, SignOffFactory
from tests.factories.milestones import DeliverableFactory, FeatureFactory, PinFactory, StatementFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 12
PAGE_QUERIES = 12
TODAY = NOW.date()
LINK = "https://runs.example/1"


@pytest.fixture
def world(client):
    """A service person of Simulation; P1 to P5 of one feature, promised by Engine unless said otherwise."""

    class World:
        program = ProgramFactory(slug="kit")
        team = SubteamFactory(program=program, slug="engine", name="Engine")
        service = SubteamFactory(program=program, slug="simulation", name="Simulation", kind="SERVICE")
        feature = FeatureFactory(program=program, slug="sync", name="Sync")
        deliverable = DeliverableFactory(program=program, accountable=team, number=9103)
        builder = member_of(program, Role.MEMBER, team)
        signer = member_of(program, Role.SERVICE, service)

        @classmethod
        def statement(cls, number, *, deliverable=None):
            one = StatementFactory(
                program=cls.program, feature=cls.feature, letter="P", number=number, text=f"Under {number} s."
            )
            PinFactory(program=cls.program, deliverable=deliverable or cls.deliverable, statement=one)
            return one

        @classmethod
        def sign(cls, statement, **fields):
            return SignOffFactory(statement=statement, subteam=cls.service, **fields)

    EvidenceRequirementFactory(program=World.program)
    EvidenceRequirementFactory(program=World.program, kind="PANEL", provider="OWNER", rank=1)
    client.force_login(World.signer)
    return World


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_query_count_does_not_grow(client, world, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        world.sign(world.statement(number), verdict="REFUSED", reason="Slow.")
    client.get("/kit/signoffs/")

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/kit/signoffs/")

    assert response.content.decode().count('<tr role="row">') == rows + 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_query_count_does_not_grow(client, world, rows, django_assert_num_queries):
    one = world.statement(1)
    for _ in range(rows):
        world.sign(one)
    client.get("/kit/signoffs/sync/P1/")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/kit/signoffs/sync/P1/")


def test_desk_sorts_what_lacks_evidence_from_what_has_it(client, world):
    world.statement(1)
    world.sign(world.statement(2))
    world.sign(world.statement(3), verdict="REFUSED", reason="Slow.")
    world.sign(world.statement(4), expires_on=TODAY - timedelta(days=1))
    world.sign(world.statement(5), expires_on=TODAY + timedelta(days=9))
    own = DeliverableFactory(program=world.program, accountable=world.service)
    world.statement(6, deliverable=own)
    StatementFactory(program=world.program, feature=world.feature, letter="P", number=7)

    def shown(query):
        body = client.get(f"/kit/signoffs/{query}").content.decode()
        return [number for number in range(1, 8) if f">P{number}</a>" in body]

    assert shown("") == [1, 3, 4]
    assert shown("?show=refused") == [3]
    assert shown("?show=expiring") == [4, 5]
    assert shown("?show=all") == [1, 2, 3, 4, 5, 6]
    assert shown("?show=all&letter=F") == []
    assert (
        "Simulation refused, Dashboard panel missing"
        in client.get("/kit/signoffs/?show=refused").content.decode()
    )


def test_a_service_team_signs_refuses_and_withdraws(client, world):
    world.statement(1)
    page = client.get("/kit/signoffs/sync/P1/").content.decode()
    assert "Simulation: missing" in page
    assert "/kit/signoffs/sync/P1/give/?kind=SIMULATION&amp;verdict=REFUSED" in page
    assert "kind=PANEL" not in page  # the panel is for its own subteam to bring
    form = client.get("/kit/signoffs/sync/P1/give/?kind=SIMULATION&verdict=REFUSED").content.decode()
    assert '<option value="REFUSED" selected>' in form
    typed = {"kind": "SIMULATION", "verdict": "REFUSED", "subteam": "simulation", "revision": 1}

    refused = client.post("/kit/signoffs/sync/P1/give/", {**typed, "environment": "100 nodes"})
    made = client.post("/kit/signoffs/sync/P1/give/", {**typed, "reason": "It took 2 s."})

    assert (refused.status_code, made.status_code) == (422, 302)
    assert "why it is refused" in refused.content.decode()
    assert 'value="100 nodes"' in refused.content.decode()
    row = SignOff.objects.get()
    page = client.get("/kit/signoffs/sync/P1/").content.decode()
    assert "Simulation: refused" in page
    assert f"/kit/signoffs/{row.pk}/withdraw/" in page

    client.post(f"/kit/signoffs/{row.pk}/withdraw/", {"because": "The wrong run."})
    page = client.get("/kit/signoffs/sync/P1/").content.decode()
    assert "Simulation: missing" in page
    assert "Withdrawn: The wrong run." in page


def test_a_statement_that_moved_on_is_read_again(client, world):
    world.statement(1)

    response = client.post(
        "/kit/signoffs/sync/P1/give/",
        {"kind": "SIMULATION", "verdict": "SIGNED", "link": LINK, "subteam": "simulation", "revision": 9},
    )

    assert response.status_code == 422
    assert "P1 moved to revision 1 while you were writing" in response.content.decode()


def test_who_builds_it_brings_its_own_panel_and_no_more(client, world):
    world.statement(1)
    client.force_login(world.builder)
    address = "/kit/signoffs/sync/P1/give/"
    page = client.get("/kit/signoffs/sync/P1/").content.decode()
    typed = {"verdict": "SIGNED", "link": LINK, "revision": 1}

    panel = client.post(address, {**typed, "kind": "PANEL", "subteam": "engine"})
    theirs = client.post(address, {**typed, "kind": "SIMULATION", "subteam": "simulation"})
    other = client.post(address, {**typed, "kind": "PANEL", "subteam": "simulation"})

    assert "kind=PANEL" in page
    assert "kind=SIMULATION" not in page
    assert [panel.status_code, theirs.status_code, other.status_code] == [302, 422, 422]
    client.force_login(member_of(world.program, Role.MEMBER, SubteamFactory(program=world.program)))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("code", ["P2", "P01", "Px", "P", "P123456"])
def test_a_number_that_is_none_is_404(client, world, code):
    world.statement(1)

    found = client.get(f"/kit/signoffs/sync/{code}/")

    assert found.status_code == 404
