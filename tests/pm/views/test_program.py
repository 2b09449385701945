import pytest

from pm.models import Membership, Program
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
GOOD = {"name": "Kittiwake", "slug": "kittiwake", "zone": "UTC", "days_per_month": 18}


@pytest.fixture
def admin(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def test_the_instance_administrator_creates_a_program_and_leads_it(client, admin):
    page = client.get("/programs/new/")
    response = client.post("/programs/new/", GOOD)

    program = Program.objects.get()
    assert page.status_code == 200
    assert (response.status_code, response["Location"]) == (302, "/kittiwake/")
    assert (program.name, program.days_per_month, program.is_public) == ("Kittiwake", 18, False)
    assert list(Membership.objects.values_list("user_id", "role")) == [(admin.pk, "LEAD")]


def test_a_refused_program_keeps_what_was_typed(client, admin):
    response = client.post("/programs/new/", GOOD | {"slug": "static"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "“static” is an address of Milepost itself." in html
    assert 'value="Kittiwake"' in html
    assert not Program.objects.exists()


def test_others_may_not(client):
    client.force_login(UserFactory())

    assert client.get("/programs/new/").status_code == 403
    assert client.post("/programs/new/", GOOD).status_code == 403


def test_a_program_is_edited_and_keeps_its_address(client):
    program = ProgramFactory(slug="kit", name="Kit", zone="UTC")
    client.force_login(member_of(program, Role.MANAGER))
    seen = {"name": "Kit", "zone": "UTC", "days_per_month": "20", "update_weekday": "4"}
    bases = {f"base_{name}": value for name, value in seen.items()} | {"base_is_public": ""}

    page = client.get("/kit/edit/").content.decode()
    refused = client.post("/kit/edit/", {**seen, **bases, "zone": "localtime", "name": "Kept"})
    saved = client.post("/kit/edit/", {**seen, **bases, "name": "Kittiwake", "is_public": "on", "slug": "x"})

    program.refresh_from_db()
    assert "Its short name “kit” stays" in page
    assert refused.status_code == 422
    assert "“localtime” is no time zone." in refused.content.decode()
    assert 'value="Kept"' in refused.content.decode()
    assert (saved.status_code, program.slug, program.name, program.is_public) == (
        302,
        "kit",
        "Kittiwake",
        True,
    )
