"""What every test gets: a frozen clock, a guarded database, shut sockets; servers for those that ask."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from hypothesis import settings as hypothesis_settings

from pm.management.stack import lifeline, postgres, redis
from tests import summary
from tests.factories.actors import NOW
from tests.guard import guarding
from tests.servers import environment
from tests.servers.fixtures import job_servers, live, module_job_servers, web_address

__all__ = ["job_servers", "live", "module_job_servers", "web_address"]

REAL_CLOCK = frozenset({"http", "e2e", "jobs", "real_clock"})
SERVERS: list[postgres.Postgres | redis.Redis] = []

hypothesis_settings.register_profile(
    "default", derandomize=True, deadline=None, database=None, max_examples=100
)
hypothesis_settings.register_profile("nightly", deadline=None, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("PM_HYPOTHESIS", "default"))


# What asks no database, or only reads rows to check a form or a file, runs in the SQLite layer only; what is
# long and asks any database alike in the other.
WITHOUT_DATABASE = {"pure", "architecture", "templatetags", "forms", "stack"}
READING = {("milestones", "exchange"), ("estimates", "exchange")}
LONG = {"access", "corpus", "states"}


def pytest_configure(config: pytest.Config) -> None:
    summary.register(config)
    if hasattr(config, "workerinput"):
        lifeline.die_with(os.getppid())
        return
    folder = environment.run_dir()
    environment.clean_old()
    if not environment.on_postgres():
        return
    if not os.environ.get("TEST_DATABASE_URL"):
        home = folder / "postgres"
        SERVERS.append(
            postgres.start(home=home, sockets=folder / "pg", log=folder / "postgres.log", fast=True)
        )
    if not os.environ.get("TEST_REDIS_URL"):
        home = folder / "redis"
        SERVERS.append(redis.start(home=home, path=folder / "redis.sock", log=folder / "redis.log"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        for server in reversed(SERVERS):
            server.stop()
        environment.clean()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of real programs run only where PM_CORPUS points at them; elsewhere they are counted."""
    for item in items:
        if set(item.path.parts) & WITHOUT_DATABASE or item.path.parts[-3:-1] in READING:
            item.add_marker("once")
        if set(item.path.parts) & LONG:
            item.add_marker("long")
    folder = os.environ.get("PM_CORPUS")
    if folder:
        if not Path(folder).is_dir():
            raise pytest.UsageError(f"PM_CORPUS is {folder}, which is no folder that can be read.")
        return
    without = [item for item in items if item.get_closest_marker("corpus")]
    if without:
        items[:] = [item for item in items if item not in without]
        config.hook.pytest_deselected(items=without)
        summary.note_corpus(len(without))


@pytest.fixture(autouse=True)
def frozen_clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """It is Monday 2 March 2026, 9:00 UTC, unless real processes take part."""
    if any(request.node.get_closest_marker(name) for name in REAL_CLOCK):
        yield None
        return
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def clock(frozen_clock: time_machine.Traveller | None) -> time_machine.Traveller:
    """The frozen clock, to move: clock.shift(timedelta(days=3))."""
    assert frozen_clock is not None, "This test runs on the real clock."
    return frozen_clock


@pytest.fixture(autouse=True)
def write_guard(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """A domain table is written by services only, in every test that has a database."""
    asked = [name for name in ("transactional_db", "db") if name in request.fixturenames]
    if not asked and request.node.get_closest_marker("django_db") is None:
        yield
        return
    for name in asked:
        request.getfixturevalue(name)  # first, so that its flush comes after the guard has gone
    with guarding():
        yield


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
