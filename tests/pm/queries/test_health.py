"""What the load balancer hears."""

import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError

from pm.queries import health
from pm.services import job
from tests.factories.actors import NOW

pytestmark = pytest.mark.django_db


def look(tmp_path: Path, redis_url: str = "") -> dict:
    health.migrations_are_applied.cache_clear()
    return health.look(now=NOW, redis_url=redis_url, queue=tmp_path).as_dict()


def test_look_with_a_fresh_beat_is_ready(tmp_path):
    job.beat(part="beat", now=NOW - timedelta(seconds=7))

    assert look(tmp_path) == {
        "status": "ready",
        "database": True,
        "migrations": True,
        "broker": True,
        "beat": True,
        "beat_age_seconds": 7,
    }


def test_look_without_a_sign_of_beat_is_degraded(tmp_path):
    found = look(tmp_path)

    assert (found["status"], found["beat"], found["beat_age_seconds"]) == ("degraded", False, None)


def test_look_with_an_old_beat_is_degraded(tmp_path):
    job.beat(part="beat", now=NOW - timedelta(minutes=5))

    assert look(tmp_path)["beat"] is False


def test_look_without_a_queue_folder_is_degraded(tmp_path):
    assert look(tmp_path / "gone")["broker"] is False


def test_look_at_a_redis_that_is_away_is_degraded(tmp_path, free_port):
    assert look(tmp_path, f"redis://127.0.0.1:{free_port}/0")["broker"] is False
    assert look(tmp_path, f"redis+socket://{tmp_path}/none.sock")["broker"] is False


def test_look_at_a_redis_that_only_listens_is_degraded(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert look(tmp_path, f"redis://127.0.0.1:{server.getsockname()[1]}/0")["broker"] is False


def test_look_at_a_redis_that_answers_is_fine(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_everything, args=[server], daemon=True).start()

        assert look(tmp_path, f"redis://127.0.0.1:{server.getsockname()[1]}/0")["broker"] is True


def answer_everything(server: socket.socket) -> None:
    """Greet one client and say PONG to each of its commands, until it hangs up."""
    client, _ = server.accept()
    with client:
        while said := client.recv(4096):
            for command in said.split(b"*")[1:]:
                hello = b"HELLO" in command
                client.sendall(b"%1\r\n+proto\r\n:3\r\n" if hello else b"+PONG\r\n")


def test_look_with_a_migration_missing_is_unready(tmp_path, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_args: ["one"])

    assert (look(tmp_path)["status"], look(tmp_path)["migrations"]) == ("unready", False)
    health.migrations_are_applied.cache_clear()


@pytest.mark.parametrize("alive", [True, False])
def test_look_when_tables_cannot_be_read_asks_whether_the_database_lives(tmp_path, monkeypatch, alive):
    def fail(_minute: int) -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "migrations_are_applied", fail)
    if not alive:
        monkeypatch.setattr(health.connection, "cursor", lambda: fail(0))

    found = health.look(now=NOW, redis_url="", queue=tmp_path)

    assert (found.database, found.migrations, found.is_ready) == (alive, False, False)
