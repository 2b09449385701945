"""No save waits for the broker, whatever state it is in."""

import threading
import time

import pytest

from pm.services import job_hint


@pytest.fixture
def broker(monkeypatch):
    """A broker whose answers the test gives: a list of the ids that were sent, and what to do on each."""

    class Broker:
        def __init__(self):
            self.sent = []
            self.answer = lambda: None

        def send_task(self, name, *, kwargs, **options):
            self.answer()
            self.sent.append(kwargs["run_id"])

    found = Broker()
    monkeypatch.setattr(job_hint, "app", found)
    monkeypatch.setattr(job_hint, "breaker", job_hint.Breaker())
    return found


def test_publish_to_a_dead_broker_trips_the_breaker(broker):
    tries = []

    def refuse():
        tries.append(1)
        raise ConnectionError("no broker")

    broker.answer = refuse

    assert [job_hint.publish(1), job_hint.publish(2)] == [False, False]
    assert tries == [1]


def test_the_breaker_lets_a_hint_through_after_its_pause(broker, monkeypatch):
    job_hint.breaker.trip()
    assert not job_hint.publish(1)

    later = time.monotonic() + job_hint.PAUSE_AFTER_FAILURE_SECONDS
    monkeypatch.setattr(job_hint.time, "monotonic", lambda: later)

    assert job_hint.publish(2)
    assert broker.sent == [2]


@pytest.mark.real_clock
def test_offer_to_a_broker_that_never_answers_does_not_wait(broker):
    answers = threading.Event()
    broker.answer = answers.wait
    sender = job_hint.Sender()

    started = time.perf_counter()
    for run_id in range(50):
        sender.offer(run_id, 0)
    spent = time.perf_counter() - started
    answers.set()
    sender.finish()

    assert spent < 0.5
    assert broker.sent == list(range(50))


@pytest.mark.real_clock
def test_a_process_that_ends_waits_a_second_at_most_for_its_hints(broker, monkeypatch):
    monkeypatch.setattr(job_hint, "LAST_WORDS_SECONDS", 0.05)
    answers = threading.Event()
    broker.answer = answers.wait
    sender = job_hint.Sender()
    sender.offer(1, 0)

    sender.finish()

    assert broker.sent == []
    answers.set()


@pytest.mark.real_clock
def test_offers_beyond_what_can_wait_are_dropped(broker, monkeypatch):
    monkeypatch.setattr(job_hint, "MOST_WAITING", 3)
    answers = threading.Event()
    broker.answer = answers.wait
    sender = job_hint.Sender()
    for run_id in range(20):
        sender.offer(run_id, 0)

    answers.set()
    sender.finish()

    assert 3 <= len(broker.sent) <= 4
