"""/healthz and /readyz answer anybody."""

import pytest

from pm.queries import health

pytestmark = pytest.mark.django_db


def test_healthz_answers_without_a_database_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_200_while_pages_work(client):
    health.migrations_are_applied.cache_clear()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_readyz_is_503_when_a_migration_is_missing(client, monkeypatch):
    health.migrations_are_applied.cache_clear()
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_args: ["one"])

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    health.migrations_are_applied.cache_clear()
