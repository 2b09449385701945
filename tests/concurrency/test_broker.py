"""A broker that is down or does not answer: saves stay quick, pages stay up and say how old figures are."""

import contextlib
import random
import socket
import statistics
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from milestones.models import Milestone
from pm.models import JobRun, Program
from pm.services.history import computing
from tests.concurrency.editors import Editor, session_of
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import member_of
from tests.servers import processes

pytestmark = pytest.mark.http
SAVES = 12
MORE_MS = 50.0
WORST_MORE_MS = 1000.0


@contextlib.contextmanager
def black_hole() -> Iterator[int]:
    """A port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextlib.contextmanager
def refused() -> Iterator[int]:
    """A port nobody listens on."""
    yield processes.free_port()


@pytest.fixture(scope="module", params=[refused, black_hole])
def brokerless(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    """A web server whose Redis is not there."""
    with request.param() as port:
        child, address = processes.start_web(REDIS_URL=f"redis://127.0.0.1:{port}/0")
        yield address
        child.stop()


def save_ms(editor: Editor, path: str, number: int) -> float:
    """How long one save took."""
    _, form = editor.ask(f"{path}value/")
    base = form.partition('name="base_value" value="')[2].partition('"')[0]
    started = time.perf_counter()
    status, _ = editor.ask(f"{path}value/", {"value": str(number % 11), "base_value": base})
    assert status == 200
    return (time.perf_counter() - started) * 1000


def test_a_save_waits_for_no_broker(live, brokerless):
    cache.clear()
    milestone = MilestoneFactory(value=5)
    path = f"/{milestone.program.slug}/milestones/{milestone.key}/"
    session = session_of(member_of(milestone.program))
    healthy, alone = Editor(live, session), Editor(brokerless, session)
    for editor in (healthy, alone):
        editor.ask(path)

    times: dict[str, list[float]] = {live: [], brokerless: []}
    for number in range(SAVES):
        for editor in random.Random(number).sample([healthy, alone], 2):
            times[editor.address].append(save_ms(editor, path, 2 * number + (editor is alone)))

    more = statistics.median(times[brokerless]) - statistics.median(times[live])
    assert more <= MORE_MS, times
    assert max(times[brokerless]) <= max(times[live]) + WORST_MORE_MS, times


def test_pages_stay_up_and_say_how_old_their_figures_are(brokerless, transactional_db):
    milestone = MilestoneFactory(value=5)
    program = milestone.program
    with computing():
        Milestone.objects.update(health="WATCH", health_reason="Pushed twice.", health_at="2026-01-05T09:00Z")
    JobRun.objects.create(
        program=program, job="estimates.compute_drift", slot="old", state="DONE",
        requested_at="2026-01-05T09:00Z", not_before="2026-01-05T09:00Z", finished_at="2026-01-05T09:00Z",
    )  # fmt: skip
    editor = Editor(brokerless, session_of(member_of(program)))
    save_ms(editor, f"/{program.slug}/milestones/{milestone.key}/", 7)

    for page in ("", "roadmap/", "at-risk/", f"milestones/{milestone.key}/", "jobs/"):
        status, _ = editor.ask(f"/{program.slug}/{page}", page=True)
        assert status == 200
    _, at_risk = editor.ask(f"/{program.slug}/at-risk/", page=True)
    assert "Figures are " in at_risk
    assert JobRun.objects.filter(state="QUEUED").count() == 1


def test_readiness_says_that_jobs_wait(brokerless, transactional_db):
    status, body = Editor(brokerless, "").ask("/readyz", page=True)

    assert status == 200
    assert '"status": "degraded"' in body
    assert '"broker": false' in body
    assert not Program.objects.exists()
