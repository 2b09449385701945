"""Logging in: by address, throttled, without telling who exists."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import Client

from pm import settings as product  # noqa: TID251 -- the product's own, not the tests'
from pm.models import User
from tests.factories.pm import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user(email="ada@example.org", name="Ada Quill", password=PASSWORD)


def log_in(client: Client, email: str, password: str):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_login_with_the_right_password_opens_the_programs(person):
    client = Client()

    response = log_in(client, "Ada@Example.org", PASSWORD)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_login_with_a_wrong_password_keeps_the_address(person):
    response = log_in(Client(), "ada@example.org", "wrong password here")

    assert b"ada@example.org" in response.content


def test_login_is_throttled_after_ten_wrong_tries(person):
    client = Client()
    for _ in range(10):
        log_in(client, "ada@example.org", "wrong password here")

    response = log_in(client, "ada@example.org", PASSWORD)

    assert response.status_code != 302
    assert "_auth_user_id" not in client.session


def test_signup_is_closed():
    response = Client().post(
        "/accounts/signup/",
        {"email": "eve@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.status_code in {200, 302, 403}
    assert not User.objects.exists()


def test_reset_of_an_unknown_address_says_the_same(person):
    known = Client().post("/accounts/password/reset/", {"email": "ada@example.org"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox if "ada@example.org" in message.to] == [["ada@example.org"]]


def test_deactivated_person_is_logged_out(person):
    client = Client()
    log_in(client, "ada@example.org", PASSWORD)

    User.objects.update(is_active=False)

    assert client.get("/").status_code == 302


def test_passwords_are_kept_with_argon2(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS

    kept = make_password(PASSWORD)

    assert kept.startswith("argon2$argon2id$")
    assert check_password(PASSWORD, kept)
