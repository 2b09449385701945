"""What does not answer is one line with host, port and the mend, within 5 seconds."""

import socket
import time

import pytest

from pm.errors import SetupError
from pm.management.stack import preflight


def test_database_nobody_serves_is_named_with_its_port(free_port):
    with pytest.raises(SetupError) as caught:
        preflight.check_database(f"postgresql://u:p@127.0.0.1:{free_port}/d")

    assert str(caught.value) == (
        f"PostgreSQL at 127.0.0.1:{free_port} cannot be used: Connection refused. "
        "Next: start it, or mend DATABASE_URL."
    )


def test_database_that_is_silent_is_given_up_within_5_seconds():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        started = time.perf_counter()
        with pytest.raises(SetupError, match="PostgreSQL at 127.0.0.1"):
            preflight.check_database(f"postgresql://u:p@127.0.0.1:{silent.getsockname()[1]}/d")

    assert time.perf_counter() - started < 5


def test_redis_nobody_serves_is_named_with_its_port(free_port):
    with pytest.raises(SetupError, match=f"Redis at 127.0.0.1:{free_port} cannot be used"):
        preflight.check_redis(f"redis://127.0.0.1:{free_port}/0")


@pytest.mark.parametrize("url", ["", "sqlite:////tmp/x.sqlite3"])
def test_a_file_needs_no_look(url):
    preflight.check_database(url)


@pytest.mark.parametrize("words", [["manage.py"], ["manage.py", "migrate", "--help"], ["manage.py", "check"]])
def test_command_that_reads_no_table_is_not_held_up(monkeypatch, free_port, words):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u@127.0.0.1:{free_port}/d")

    preflight.check_command(words)


def test_command_that_wants_its_tables_is(monkeypatch, free_port):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u@127.0.0.1:{free_port}/d")

    with pytest.raises(SetupError, match="PostgreSQL at"):
        preflight.check_command(["manage.py", "migrate"])
