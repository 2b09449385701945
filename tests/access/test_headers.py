"""Security headers and a strict policy on every answer: pages, fragments, errors."""

import pytest

from tests.access.graph import ANONYMOUS, LEAD
from tests.access.machinery import address_of, client_of, own_routes

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
# A file is sent under a policy of its own: it is saved, and whatever it holds runs nowhere.
OWN_POLICY = {"attachment_download": {"sandbox", "default-src 'none'"}}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ROUTES = dict(own_routes())


def assert_headers(response, allowed: set[str] = POLICY) -> None:
    policy = {part.strip() for part in response["Content-Security-Policy"].split(";") if part.strip()}
    assert policy == allowed
    assert {name: response.get(name) for name in FIXED} == FIXED
    assert "no-store" in response["Cache-Control"]
    assert "HX-Request" in response["Vary"]
    assert response["X-Request-Id"]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_headers_of_every_route(world, name):
    address = address_of(name, ROUTES[name], world.ours)

    for person in (LEAD, ANONYMOUS):
        for headers in ({}, {"HX-Request": "true"}):
            response = client_of(world, person).get(address, headers=headers)
            assert_headers(response, OWN_POLICY.get(name, POLICY) if person == LEAD else POLICY)


@pytest.mark.parametrize("path", ["/no-such-program/", "/no/such/page/", "/accounts/login/", "/admin/login/"])
def test_headers_of_errors_and_accounts(world, path):
    assert_headers(client_of(world, LEAD).get(path))


def test_headers_of_a_crash(world):
    response = client_of(world, LEAD).get(f"/{world.ours.program.slug}/roadmap/", {"page": "\x00"})

    assert response.status_code < 500
    assert_headers(response)
