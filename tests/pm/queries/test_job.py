from datetime import timedelta

import pytest

from pm.models import Heartbeat, JobRun
from pm.queries.job import job_lines, last_beat
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def run(program, state, slot, *, ago=timedelta(minutes=3), parent=None, **fields):
    at = NOW - ago
    ended = at if state in {"DONE", "FAILED"} else None
    started = at if state == "RUNNING" else None
    return JobRun.objects.create(
        program=program, parent=parent, job="gone.job", slot=slot, state=state, requested_at=at,
        not_before=fields.pop("not_before", at), finished_at=ended, started_at=started, **fields,
    )  # fmt: skip


def test_runs_are_told_by_state_in_one_query(django_assert_num_queries):
    program = ProgramFactory()
    run(program, "FAILED", "f", attempts=5, error="ValueError: no")
    run(program, "RUNNING", "r")
    run(program, "QUEUED", "q")
    run(program, "QUEUED", "later", not_before=NOW + timedelta(seconds=30))
    run(program, "DONE", "d", ago=timedelta(days=30))
    run(ProgramFactory(), "FAILED", "other")

    with django_assert_num_queries(1):
        found = job_lines(program, now=NOW)

    assert {state: [(line.slot, line.when) for line in lines] for state, lines in found.items()} == {
        "FAILED": [("f", "failed 3 minutes ago")],
        "RUNNING": [("r", "running for 3 minutes")],
        "QUEUED": [("later", "starts in 30 seconds"), ("q", "waiting for 3 minutes")],
        "DONE": [("d", "31 Jan")],
    }
    assert (found["FAILED"][0].attempts, found["FAILED"][0].error) == ("5 attempts", "ValueError: no")


def test_parts_of_a_run_are_counted_and_listed_only_when_they_failed():
    program = ProgramFactory()
    parent = run(program, "RUNNING", "all")
    run(program, "DONE", "a", parent=parent)
    run(program, "FAILED", "b", parent=parent)
    run(program, "QUEUED", "c", parent=parent)

    found = job_lines(program, now=NOW)

    assert [line.progress for line in found["RUNNING"]] == ["2 of 3 parts done"]
    assert [line.slot for line in found["FAILED"]] == ["b"]
    assert found["QUEUED"] == found["DONE"] == []


@pytest.mark.parametrize(
    ("age", "is_alive", "sentence"),
    [
        (None, False, "The scheduler has never run here. Nothing starts by itself until it does."),
        (5, True, "The scheduler was seen 5 seconds ago."),
        (7200, False, "The scheduler was last seen 2 hours ago. Nothing starts until it is back."),
    ],
)
def test_last_beat_says_whether_anything_starts(age, is_alive, sentence):
    if age is not None:
        Heartbeat.objects.create(part="beat", beat_at=NOW - timedelta(seconds=age))

    beat = last_beat(now=NOW)

    assert (beat.is_alive, beat.sentence) == (is_alive, sentence)
