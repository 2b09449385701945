"""One JSON object a line, with the request's id and without what logs a person in."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.test import Client

from pm.models import User
from tests.factories.pm import PASSWORD, ProgramFactory

pytestmark = pytest.mark.django_db
TOKEN = "s3cr3t-token-of-an-invitation"


@pytest.fixture
def lines(monkeypatch):
    """What the product's handler writes, one dict a line."""
    stream = io.StringIO()
    handler = logging._handlers["stderr"]
    monkeypatch.setattr(handler, "stream", stream)
    monkeypatch.setattr(logging.getLogger(), "level", logging.INFO)
    logging.getLogger().manager._clear_cache()
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().manager._clear_cache()


def test_each_line_holds_the_id_of_its_request(lines):
    response = Client().get("/no-such-program/", headers={"X-Request-Id": "from-the-proxy-1"})

    assert response["X-Request-Id"] == "from-the-proxy-1"
    assert {line["request_id"] for line in lines()} == {"from-the-proxy-1"}
    assert any(line["event"] == "request" and line["status"] == response.status_code for line in lines())


@pytest.mark.parametrize("odd", ["short", "x" * 41, "with space 12345", "semi;colon;123"])
def test_an_odd_id_of_a_request_is_replaced(odd):
    assert Client().get("/healthz", headers={"X-Request-Id": odd})["X-Request-Id"] != odd


@pytest.mark.parametrize(
    "path", [f"/invitations/{TOKEN}/", f"/accounts/password/reset/key/{TOKEN}/", f"/invitations/{TOKEN}"]
)
def test_no_line_holds_a_link_that_logs_in(lines, path):
    Client(raise_request_exception=False).post(path, {"name": "x"})

    assert lines()
    assert TOKEN not in json.dumps(lines())


def test_no_line_holds_a_password_a_cookie_or_a_csrf_token(lines):
    User.objects.create_user(email="ada@example.org", name="Ada", password=PASSWORD)
    client = Client()

    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    client.get("/")

    said = json.dumps(lines())
    assert PASSWORD not in said
    assert client.cookies[settings.SESSION_COOKIE_NAME].value not in said


def test_a_crash_is_logged_with_its_request_and_answered_without_details(lines, monkeypatch):
    ProgramFactory(slug="kit", is_public=True)
    monkeypatch.setattr("pm.http.load_access", lambda *_: 1 / 0)

    response = Client(raise_request_exception=False).get("/kit/")

    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content
    [crash] = [line for line in lines() if "exception" in line]
    assert "ZeroDivisionError" in crash["exception"]
    assert crash["request_id"] == response["X-Request-Id"]
