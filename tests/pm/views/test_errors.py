"""Requests that reach no view: too large, damaged, forged, or without a database."""

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged_in():
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())
    return client


def test_a_body_too_large_is_413_with_the_limit(logged_in, settings):
    response = logged_in.post("/theme/", {"theme": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
                              content_type="application/x-www-form-urlencoded")  # fmt: skip

    assert response.status_code == 413
    assert "A form may hold 2.5 MB." in response.content.decode()


def test_too_many_fields_are_400(logged_in, settings):
    fields = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 2))
    response = logged_in.post("/theme/", fields, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert "The request could not be read" in response.content.decode()


def test_a_host_that_is_not_ours_is_400():
    response = Client().get("/healthz/../accounts/login/", headers={"host": "evil.example"})

    assert response.status_code in {400, 404}


def test_a_forged_form_is_403_in_our_own_words():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    response = client.post("/theme/", {"theme": "dark"})

    assert response.status_code == 403
    assert "This form is too old to be sent" in response.content.decode()
    assert "<style" not in response.content.decode()


def test_a_database_that_does_not_answer_is_503_and_says_when_to_come_back(monkeypatch):
    def refuse(*_args):
        raise OperationalError("could not connect")

    ProgramFactory(slug="kit", is_public=True)
    monkeypatch.setattr("pm.http.load_access", refuse)
    response = Client(raise_request_exception=False).get("/kit/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "The database does not answer" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_row_the_database_refuses_is_a_fault_of_ours(monkeypatch):
    def refuse(*_args):
        raise IntegrityError("no such row")

    ProgramFactory(slug="kit", is_public=True)
    monkeypatch.setattr("pm.http.load_access", refuse)

    assert Client(raise_request_exception=False).get("/kit/").status_code == 500
