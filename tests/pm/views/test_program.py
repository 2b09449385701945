import pytest

from pm.models import Membership, Program
from tests.factories.pm import UserFactory

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
