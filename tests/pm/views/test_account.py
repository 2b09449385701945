import pytest

from tests.factories.pm import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    row = UserFactory()
    client.force_login(row)
    return row


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/kit/roadmap/?view=table", "/kit/roadmap/?view=table"),
        ("https://evil.example/", "/"),
        ("//evil", "/"),
        ("", "/"),
    ],
)
def test_theme_is_kept_and_leads_back_here_only(client, person, wanted, goes_to):
    response = client.post("/theme/", {"theme": "dark", "next": wanted})

    person.refresh_from_db()
    assert (response.status_code, response["Location"], person.theme) == (302, goes_to, "dark")


def test_theme_that_is_none_changes_nothing(client, person):
    response = client.post("/theme/", {"theme": "pink"})

    person.refresh_from_db()
    assert (response.status_code, person.theme) == (409, "system")
    assert "Nothing was changed" in response.content.decode()


def test_theme_is_not_set_by_a_link(client, person):
    assert client.get("/theme/").status_code == 405
