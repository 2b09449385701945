"""What every test gets: a frozen clock, a guarded database, shut sockets; servers for those that ask."""

import gc
import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import time_machine
from coverage import Coverage
from django.db.backends.postgresql.operations import DatabaseOperations
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


# What asks no database, or shows what queries and services found (proven on both), runs in the SQLite layer
# only; what is long and asks any database alike in the other: tests/access opens every page on both.
ONCE = {
    "pure", "architecture", "templatetags", "forms", "stack", "views", "test_up",
    "test_matrix", "test_headers", "test_public", "test_demo", "test_workload",
}  # fmt: skip
READING = {
    ("milestones", "exchange"),
    ("estimates", "exchange"),
    ("pm", "exchange"),
    ("management", "commands"),
}
LONG = {"test_lists", "test_own", "corpus", "states"}
# Pages that ask in words of their own, or that two people write to at once.
ON_BOTH = {
    "test_bulk", "test_cells", "test_handover_kind", "test_health", "test_history",
    "test_milestone_edit", "test_register", "test_roadmap", "test_search", "test_stakeholder",
    "test_task_kind",
}  # fmt: skip
# Coverage is asked of these rooms and measured in their own tests and those of the pages that ask most;
# the tracer rests in all others, where it would double the time and say nothing more.
TRACED = {"pure", "services", "queries", "rules", "undo"}
TRACED_PAGES = {
    "test_as_of", "test_bet", "test_cost", "test_estimate", "test_history", "test_idea", "test_milestone",
    "test_saved_view", "test_search", "test_signoff", "test_task", "test_undo", "test_update",
}  # fmt: skip
# These begin, so that no worker sits alone with one of them at the end of a layer.
LONGEST = {
    "chaos", "concurrency", "corpus", "states", "test_demo", "test_drift", "test_every_page", "test_journey",
    "test_lists", "test_own", "test_program", "test_sample", "test_up",
}  # fmt: skip

# Looking for rings of objects among all that the product and its tests hold took a twelfth of a layer.
RARELY = (50_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*RARELY)
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


def pytest_collection_finish() -> None:
    """What is imported and collected stays: it is not looked through again."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of real programs run only where PM_CORPUS points at them; elsewhere they are counted."""
    for item in items:
        rooms = rooms_of(item)
        if (rooms & ONCE or item.path.parts[-3:-1] in READING) and not rooms & ON_BOTH:
            item.add_marker("once")
        elif rooms & LONG:
            item.add_marker("long")
    items.sort(key=lambda item: not rooms_of(item) & LONGEST)
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


def rooms_of(item: pytest.Item) -> frozenset[str]:
    """The folders a test lies in and its file: of tests/pm/test_rules.py pm, test_rules and rules."""
    folders, name = item.path.relative_to(item.config.rootpath).parent.parts, item.path.stem
    return frozenset(folders) | {name, name.removeprefix("test_")}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """The tracer rests where nothing is measured."""
    tracer = Coverage.current()
    rooms = rooms_of(item)
    if tracer is None or rooms & TRACED or ("views" in rooms and rooms & TRACED_PAGES):
        return (yield)
    tracer.stop()
    try:
        return (yield)
    finally:
        tracer.start()


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """PostgreSQL's TRUNCATE makes every table's files anew, 0.4 s a test: delete what is there instead."""
    if not environment.on_postgres() or os.environ.get("TEST_DATABASE_URL"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", deletions)
        yield


def deletions(ops: DatabaseOperations, _style: object, tables: list[str], **_options: object) -> list[str]:
    """The rows of all tables that have some, whatever refers to what."""
    named = [ops.quote_name(table) for table in tables]
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 -- our tables' own names
        for name in named
    )
    with ops.connection.cursor() as cursor:
        cursor.execute(asked)
        full = [row[0] for row in cursor.fetchall()]
    deletes = [f"DELETE FROM {name}" for name in full]  # noqa: S608
    return ["SET LOCAL session_replication_role = replica", *deletes]


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
