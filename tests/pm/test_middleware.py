"""Sessions end in time; a refusal reaches the page that asked."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from pm.models import User
from tests.factories.pm import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(UserFactory())
    client.get("/")
    return client


def is_in(client):
    return client.get("/").status_code == 200


def test_a_session_left_alone_for_eight_hours_ends(client, clock):
    clock.shift(timedelta(hours=7, minutes=59))
    assert is_in(client)

    clock.shift(timedelta(hours=8, minutes=1))
    assert not is_in(client)


def test_a_busy_session_ends_after_fourteen_days(client, clock):
    for _ in range(14 * 4 - 1):
        clock.shift(timedelta(hours=6))
        assert is_in(client)

    clock.shift(timedelta(hours=7))
    assert not is_in(client)


def test_a_session_of_before_a_login_is_not_the_one_after_it():
    User.objects.create_user(email="ada@example.org", name="Ada", password=PASSWORD)
    client = Client()
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key

    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})

    assert SESSION_KEY in client.session
    assert client.session.session_key != planted


def test_a_new_password_ends_the_persons_other_sessions():
    User.objects.create_user(email="ada@example.org", name="Ada", password=PASSWORD)
    here, there = Client(), Client()
    for one in (here, there):
        one.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})

    new = "another long phrase of words"
    changed = here.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )

    assert changed.status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_refusal_is_a_page_a_toast_or_json_as_it_was_asked_for(client):
    def choose(**headers):
        return client.post("/theme/", {"theme": "pink"}, headers=headers)

    page, toast, data = choose(), choose(HX_Request="true"), choose(Accept="application/json")

    assert (page.status_code, toast.status_code, data.status_code) == (409, 409, 409)
    assert "<title>" in page.content.decode()
    assert toast.content.decode().startswith('<div class="toast toast-error" role="alert"')
    assert (toast["HX-Retarget"], toast["HX-Reswap"]) == ("#toasts", "beforeend")
    assert data.json() == {"error": "There are three themes: as the system, light and dark."}
