"""The beat keeps its pace whatever the clock does."""

from datetime import timedelta

import pytest

from pm.beat import SteadyScheduler
from pm.celery import app


@pytest.fixture
def beat(tmp_path, monkeypatch):
    """A beat that notes what it would send."""

    class Beat(SteadyScheduler):
        def apply_async(self, entry, **options):
            self.sent.append(self.reserve(entry).name)

        def run_for(self, clock, seconds):
            """Tick each second for so long; returns what was sent."""
            self.sent = []
            for _ in range(seconds):
                clock.shift(timedelta(seconds=1))
                while self.tick() == 0:
                    pass
            return self.sent

    def start():
        found = Beat(app, schedule_filename=str(tmp_path / "beat"), lazy=True)
        found.sent = []
        found.setup_schedule()
        return found

    return start


def test_it_keeps_its_pace_after_the_clock_went_back_an_hour(beat, clock):
    scheduler = beat()
    before = scheduler.run_for(clock, 60)

    clock.shift(timedelta(hours=-1))
    after = scheduler.run_for(clock, 60)

    assert before.count("sweep") == 12
    assert 11 <= after.count("sweep") <= 13
    assert 2 <= after.count("outbox") <= 3


def test_a_restart_after_the_clock_went_back_waits_for_nothing(beat, clock):
    first = beat()
    first.run_for(clock, 30)
    first.close()

    clock.shift(timedelta(hours=-1))

    assert beat().run_for(clock, 30).count("sweep") >= 5


def test_a_step_forward_changes_nothing(beat, clock):
    scheduler = beat()
    scheduler.run_for(clock, 30)

    clock.shift(timedelta(hours=1))

    assert scheduler.run_for(clock, 30).count("sweep") >= 6
