import pytest

from pm.models import Program
from pm.permissions import Role
from pm.services import sample
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(monkeypatch):
    made = []

    def create(actor):
        made.append(actor.name)
        return ProgramFactory(slug="kittiwake", name="Kittiwake", is_sample=True)

    monkeypatch.setattr(sample, "create", create)
    return made


def test_the_instance_administrator_loads_the_sample(client, loaded):
    client.force_login(UserFactory(name="Root", is_superuser=True))

    response = client.post("/sample/")

    assert (response.status_code, response["Location"], loaded) == (302, "/kittiwake/", ["Root"])


def test_others_do_not_load_it(client, loaded):
    client.force_login(UserFactory())

    assert client.post("/sample/").status_code == 403
    assert loaded == []


def test_a_program_that_is_no_sample_is_never_removed(client):
    program = ProgramFactory(slug="real")
    client.force_login(member_of(program, Role.LEAD))

    assert client.post("/real/sample/remove/").status_code == 404
    assert Program.objects.filter(slug="real").exists()


def test_a_manager_removes_the_sample_and_a_stakeholder_does_not(client):
    program = ProgramFactory(slug="made-up", is_sample=True)
    client.force_login(member_of(program, Role.STAKEHOLDER))
    refused = client.post("/made-up/sample/remove/")
    client.force_login(member_of(program, Role.MANAGER))
    response = client.post("/made-up/sample/remove/")

    assert refused.status_code == 403
    assert (response.status_code, response["Location"]) == (302, "/")
    assert not Program.objects.filter(slug="made-up").exists()
