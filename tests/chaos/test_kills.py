"""Workers and the broker are killed while jobs are asked for: none is lost, none is done twice.

The short form runs with every test run, the long one (300 jobs, 6 kills) with `make chaos`.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pm.management.stack import redis
from pm.models import JobRun, OutboxMail
from tests.chaos import tasks
from tests.servers import environment, processes

pytestmark = [pytest.mark.jobs, pytest.mark.chaos]

LONG = os.environ.get("PM_CHAOS") == "long"
JOBS, ROUNDS, BETWEEN_FAULTS = (300, 3, 6.0) if LONG else (60, 1, 2.0)
SETTLED_SECONDS = 30.0
REDIS_IS_AWAY_SECONDS = 3.0


@dataclass
class Parts:
    """What can be killed, and how it comes back."""

    env: dict[str, str]
    worker: processes.Child
    beat: processes.Child
    broker: redis.Redis | None

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker = processes.start_worker(**self.env)

    def kill_broker(self) -> None:
        if self.broker is None:
            return
        self.broker.process.kill()
        self.broker.process.wait()
        time.sleep(REDIS_IS_AWAY_SECONDS)
        self.broker = start_broker()


def start_broker() -> redis.Redis:
    """A Redis of this test's own: the other tests keep theirs."""
    var = Path(os.environ["PM_VAR_DIR"])
    return redis.start(home=var / "chaos", path=var / "chaos.sock", log=var / "chaos.log")


@pytest.fixture
def parts(transactional_db: None) -> Iterator[Parts]:
    broker = start_broker() if environment.on_postgres() else None
    env = {"DJANGO_SETTINGS_MODULE": "tests.chaos.settings"} | ({"REDIS_URL": broker.url} if broker else {})
    found = Parts(env, processes.start_worker(**env), processes.start_beat(**env), broker)
    yield found
    found.beat.kill()
    found.worker.kill()
    if found.broker:
        found.broker.stop()


def test_killed_parts_lose_nothing_and_repeat_nothing(parts, capsys):
    words = [sys.executable, "-m", "tests.chaos.ask", str(JOBS), str(BETWEEN_FAULTS * 2 * ROUNDS / JOBS)]
    asker = processes.start("asker", words, **parts.env)

    for _round in range(ROUNDS):
        time.sleep(BETWEEN_FAULTS)
        parts.kill_worker()
        time.sleep(BETWEEN_FAULTS)
        parts.kill_broker()
    last_fault = time.monotonic()
    processes.wait_for(lambda: asker.process.poll() is not None, seconds=60)
    processes.wait_for(all_done, parts.worker, seconds=SETTLED_SECONDS * 2)
    settled = time.monotonic() - last_fault

    figures = json.loads(asker.text().strip().splitlines()[-1])
    with capsys.disabled():
        sys.stdout.write(
            f"\nchaos: {JOBS} jobs, {2 * ROUNDS} kills, settled after {settled:.1f} s, {figures}\n"
        )
    effects = list(OutboxMail.objects.filter(subject=tasks.NAME).values_list("to", flat=True))
    assert sorted(effects) == sorted(f"{number}@example.org" for number in range(JOBS))
    assert settled <= SETTLED_SECONDS


def all_done() -> bool:
    runs = JobRun.objects.filter(job=tasks.NAME)
    return runs.filter(state=JobRun.State.DONE).count() == JOBS
