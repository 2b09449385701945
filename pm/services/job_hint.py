"""Hints to the workers: a message that a run is there. The row is the truth; a lost hint costs one sweep.

Only `pm.services.job` asks for hints. They are sent beside the request that asked, so that no save waits
for a broker that is down or does not answer.
"""

import atexit
import os
import queue
import threading
import time

import structlog

from pm.celery import app

log = structlog.get_logger("pm.job")
PAUSE_AFTER_FAILURE_SECONDS = 15.0
MOST_WAITING = 1000
LAST_WORDS_SECONDS = 1.0


class Breaker:
    """After a failed publish no further one is tried for a while."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_until

    def trip(self) -> None:
        self._closed_until = time.monotonic() + PAUSE_AFTER_FAILURE_SECONDS


class Sender:
    """One thread a process that sends what is offered. It begins with the first offer, after any fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pid = 0
        self._waiting: queue.Queue[tuple[int, float]] = queue.Queue(MOST_WAITING)

    def offer(self, run_id: int, delay_seconds: float) -> None:
        """Take a hint, or drop it when too many wait already."""
        with self._lock:
            if self._pid != os.getpid():
                self._pid, self._waiting = os.getpid(), queue.Queue(MOST_WAITING)
                threading.Thread(target=self._send, name="hints", daemon=True).start()
        try:
            self._waiting.put_nowait((run_id, delay_seconds))
        except queue.Full:
            log.warning("hint dropped", run_id=run_id)

    def _send(self) -> None:
        waiting = self._waiting
        while True:
            publish(*waiting.get())
            waiting.task_done()

    def finish(self) -> None:
        """Let a process that ends say what it has to say, for a second at most."""
        deadline = time.monotonic() + LAST_WORDS_SECONDS
        while self._pid == os.getpid() and self._waiting.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.01)


breaker = Breaker()
sender = Sender()
atexit.register(sender.finish)


def offer(run_id: int, delay_seconds: float = 0) -> None:
    """Send a hint soon, without waiting for it."""
    sender.offer(run_id, delay_seconds)


def publish(run_id: int, delay_seconds: float = 0) -> bool:
    """Send a hint now. A broker that does not answer is not an error: the sweep offers the row again."""
    if breaker.is_open():
        return False
    try:
        app.send_task("pm.run_job", kwargs={"run_id": run_id}, countdown=delay_seconds or None, retry=False)
    except Exception as error:  # noqa: BLE001 -- whatever the transport raises, the row remains
        breaker.trip()
        log.warning("hint not sent", run_id=run_id, error=str(error))
        return False
    return True
