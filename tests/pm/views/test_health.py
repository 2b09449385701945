"""/healthz and /readyz answer anybody."""

import socket
import time
from datetime import timedelta

import pytest
from django.conf import settings

from pm.models import Heartbeat
from pm.queries import health
from pm.queries.job import last_beat
from tests.factories.actors import NOW

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


@pytest.fixture
def black_hole():
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.real_clock
def test_a_broker_that_accepts_and_never_answers_is_not_there(black_hole):
    started = time.perf_counter()

    assert not health.does_redis_answer(f"redis://127.0.0.1:{black_hole}/0")
    assert time.perf_counter() - started < 4 * health.BROKER_SECONDS


def test_a_broker_that_refuses_is_not_there(free_port):
    assert not health.does_redis_answer(f"redis://127.0.0.1:{free_port}/0")


def test_the_broker_of_this_run_answers():
    assert not settings.REDIS_URL or health.does_redis_answer(settings.REDIS_URL)


@pytest.mark.parametrize(
    ("minutes", "alive"), [(0, True), (-0.5, True), (0.5, True), (2, False), (-2, False), (-60, False)]
)
def test_a_sign_of_life_counts_for_a_minute_and_never_from_the_future(minutes, alive):
    Heartbeat.objects.create(part="beat", beat_at=NOW - timedelta(minutes=minutes))

    state = health.look(now=NOW, redis_url="", queue=settings.QUEUE_DIR)

    assert state.beat == alive
    assert state.beat_age_seconds >= 0
    assert last_beat(now=NOW).is_alive == alive
