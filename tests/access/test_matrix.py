"""Every route, every actor, own and foreign objects by address, body and query."""

from types import ModuleType

import pytest
from django.urls import include, path

from tests.access import holes
from tests.access.graph import ACTORS, ANONYMOUS, INSTANCE, LEAD
from tests.access.machinery import address_of, client_of, faults, own_routes
from tests.access.policies import POLICY
from tests.access.row import Row, joined
from tests.factories.milestones import DeliverableFactory

pytestmark = pytest.mark.django_db

ROUTES = dict(own_routes())


def with_route(route):
    """The product's addresses and one more, found first."""
    return type("Urls", (), {"urlpatterns": [route, path("", include("pm.urls"))]})


def test_every_route_has_its_row():
    assert sorted(ROUTES) == sorted(POLICY)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_route_lets_in_whom_its_row_says(world, name):
    assert faults(name, ROUTES[name], POLICY[name], world) == []


@pytest.mark.parametrize("actor", ACTORS)
def test_admin_is_for_the_instance_administrator(world, actor):
    person = world.people[INSTANCE]
    if actor == INSTANCE:
        type(person).objects.filter(pk=person.pk).update(is_staff=True)
    client = client_of(world, actor)

    statuses = {client.get(address).status_code for address in ("/admin/", "/admin/pm/program/")}

    assert statuses == ({200} if actor == INSTANCE else {302})


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_accounts_open_to_anonymous_people(world, address):
    assert client_of(world, ANONYMOUS).get(address).status_code == 200


@pytest.mark.parametrize("hole", holes.HOLES, ids=lambda hole: hole.name)
def test_matrix_finds_a_planted_hole(world, hole, settings):
    settings.ROOT_URLCONF = with_route(path(hole.address, hole.view, name=hole.name))
    parts = frozenset(settings.ROOT_URLCONF.urlpatterns[0].pattern.converters)

    found = faults(hole.name, parts, Row(**hole.row), world)

    assert any(hole.sign in fault for fault in found)


def test_matrix_finds_nothing_in_a_sound_view(world, settings):
    address, view = "<slug:slug>/sound/<str:key>/", holes.sound
    settings.ROOT_URLCONF = with_route(path(address, view, name="milestone_sound"))

    row = Row("VIEW", "EDIT_MILESTONE", lambda graph: {"owner": ""}, foreign=("owner",))
    assert faults("milestone_sound", frozenset({"slug", "key"}), row, world) == []


@pytest.mark.parametrize("name", ["checklist_answer", "criterion_answer"])
def test_line_of_another_deliverable_is_not_found(world, name):
    other = DeliverableFactory(program=world.ours.program, accountable=world.ours.team, status="IN_PROGRESS")
    address = address_of(name, ROUTES[name], world.ours)
    astray = address.replace(f"/{world.ours.deliverable.key}/", f"/{other.key}/")

    response = client_of(world, LEAD).post(astray, POLICY[name].data(world.ours))

    assert astray != address
    assert response.status_code == 404


def test_a_key_given_by_two_areas_fails():
    areas = [ModuleType("one"), ModuleType("two")]
    for area in areas:
        area.POLICY = {"risk_list": Row()}

    with pytest.raises(
        AssertionError, match=r"two.POLICY gives again what stands elsewhere: \['risk_list'\]"
    ):
        joined("POLICY", areas)
