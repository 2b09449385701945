"""Background work: asked for by a row in the caller's transaction, announced by a hint on commit.

The row is the truth. A message that is lost costs at most one sweep; a message that comes twice finds
the row taken.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from pm.celery import app
from pm.models import Heartbeat, JobRun, Program
from pm.registry import JOBS

log = structlog.get_logger("pm.job")
PAUSE_AFTER_FAILURE_SECONDS = 15.0
SWEEP_LIMIT = 200
ERROR_LENGTH = 2000


class HintBreaker:
    """After a failed publish no further one is tried for a while: a save never waits for the broker twice."""

    def __init__(self) -> None:
        self._closed_until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_until

    def trip(self) -> None:
        self._closed_until = time.monotonic() + PAUSE_AFTER_FAILURE_SECONDS


breaker = HintBreaker()


def request(
    *,
    job: str,
    slot: str,
    now: datetime,
    program: Program | None = None,
    args: dict[str, Any] | None = None,
    parent: JobRun | None = None,
    user_id: int | None = None,
    delay_seconds: float = 0,
) -> JobRun | None:
    """Ask for one run of a job in a slot; None when that slot was asked for before."""
    run = JobRun(
        program=program,
        parent=parent,
        job=JOBS.get(job).name,
        slot=slot,
        args=args or {},
        requested_by_id=user_id,
        requested_at=now,
        not_before=now + timedelta(seconds=delay_seconds),
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        return None
    announce(run.pk, delay_seconds)
    return run


_holding: ContextVar[bool] = ContextVar("holding", default=False)


@contextmanager
def holding() -> Iterator[None]:
    """Ask for no debounced run in here: the writer of thousands of rows asks for one of them all."""
    token = _holding.set(True)
    try:
        yield
    finally:
        _holding.reset(token)


def request_debounced(
    *, job: str, subject: str, now: datetime, program: Program, args: dict[str, Any]
) -> JobRun | None:
    """Ask for a run soon; requests of the same window share it. None inside `holding`.

    Time is cut into windows of JOB_DEBOUNCE_SECONDS. A window's run starts when the window ends, so a
    burst of five seconds makes at most two runs. When the window's run has already started (a slow
    transaction), the next window is asked for, so that nothing written is left uncomputed.
    """
    if _holding.get():
        return None
    width = settings.JOB_DEBOUNCE_SECONDS
    window = int(now.timestamp() // width) if width else int(now.timestamp() * 1000)
    while True:
        delay = max(0.0, (window + 1) * width - now.timestamp()) if width else 0.0
        slot = f"{subject}@{window}"
        run = request(job=job, slot=slot, now=now, program=program, args=args, delay_seconds=delay)
        if run is not None:
            return run
        waiting = (
            JobRun.objects.select_for_update().filter(job=job, slot=slot, state=JobRun.State.QUEUED).first()
        )
        if waiting is not None:
            return waiting
        window += 1


def announce(run_id: int, delay_seconds: float = 0) -> None:
    """Hint to the workers, once the transaction has committed."""
    transaction.on_commit(lambda: publish(run_id, delay_seconds), robust=True)


def publish(run_id: int, delay_seconds: float = 0) -> bool:
    """Send the hint. A broker that does not answer is not an error: the sweep offers the row again."""
    if breaker.is_open():
        return False
    try:
        app.send_task("pm.run_job", kwargs={"run_id": run_id}, countdown=delay_seconds or None, retry=False)
    except Exception as error:  # noqa: BLE001 -- whatever the transport raises, the row remains
        breaker.trip()
        log.warning("hint not sent", run_id=run_id, error=str(error))
        return False
    return True


def claim(*, run_id: int, now: datetime) -> JobRun | None:
    """Take a run: due and queued, or its lease has ended. None when another worker has it."""
    due = Q(state=JobRun.State.QUEUED, not_before__lte=now + timedelta(seconds=1))
    lost = Q(state=JobRun.State.RUNNING, lease_until__lt=now)
    taken = JobRun.objects.filter(due | lost, pk=run_id, attempts__lt=settings.JOB_MAX_ATTEMPTS).update(
        state=JobRun.State.RUNNING,
        attempts=F("attempts") + 1,
        started_at=now,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE_SECONDS),
    )
    return JobRun.objects.select_related("program", "parent").get(pk=run_id) if taken else None


def perform(*, run: JobRun, now: datetime) -> None:
    """Do a claimed run: its effect and `done` are one transaction. An error is kept on the row."""
    try:
        with transaction.atomic():
            held = JobRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
            if held.state != JobRun.State.RUNNING or held.attempts != run.attempts:
                return
            JOBS.get(run.job).run(run=run, now=now)
            JobRun.objects.filter(pk=run.pk).update(
                state=JobRun.State.DONE, finished_at=now, lease_until=None, error=""
            )
    except Exception as error:
        log.exception("job failed", job=run.job, slot=run.slot, attempt=run.attempts)
        fail(run=run, now=now, error=f"{type(error).__name__}: {error}")


def fail(*, run: JobRun, now: datetime, error: str) -> None:
    """Queue a failed attempt again, later each time; after the last one the run is failed for good."""
    last = run.attempts >= settings.JOB_MAX_ATTEMPTS
    JobRun.objects.filter(pk=run.pk, attempts=run.attempts).update(
        state=JobRun.State.FAILED if last else JobRun.State.QUEUED,
        not_before=now + timedelta(seconds=5 * 2**run.attempts),
        finished_at=now if last else None,
        lease_until=None,
        error=error[:ERROR_LENGTH],
    )


def retry(*, run: JobRun, now: datetime) -> None:
    """Give a failed run its attempts back and offer it."""
    changed = JobRun.objects.filter(pk=run.pk, state=JobRun.State.FAILED).update(
        state=JobRun.State.QUEUED, attempts=0, not_before=now, finished_at=None, error=""
    )
    if changed:
        announce(run.pk)


def sweep(*, now: datetime) -> int:
    """Offer again what is due and nobody has; give up runs whose lease ended at the last attempt."""
    JobRun.objects.filter(
        state=JobRun.State.RUNNING, lease_until__lt=now, attempts__gte=settings.JOB_MAX_ATTEMPTS
    ).update(
        state=JobRun.State.FAILED,
        finished_at=now,
        error="The worker stopped in the middle, at the last attempt.",
    )
    late = now - timedelta(seconds=2)
    waiting = JobRun.objects.filter(
        Q(state=JobRun.State.QUEUED, not_before__lte=late)
        | Q(state=JobRun.State.RUNNING, lease_until__lt=now)
    ).order_by("not_before", "pk")[:SWEEP_LIMIT]
    return sum(publish(run_id) for run_id in waiting.values_list("pk", flat=True))


def beat(*, part: str, now: datetime) -> None:
    """Note that a part of the machinery is alive."""
    Heartbeat.objects.update_or_create(part=part, defaults={"beat_at": now})


def nightly(*, now: datetime) -> None:
    """Let every kind of job ask for its nightly runs; the slot makes them fire once."""
    for job in JOBS:
        if job.nightly is not None:
            job.nightly(now=now)


def progress(*, parent: JobRun) -> tuple[int, int]:
    """(finished, all) runs below a parent."""
    counts = parent.children.aggregate(
        done=models.Count("pk", filter=Q(state__in=[JobRun.State.DONE, JobRun.State.FAILED])),
        total=models.Count("pk"),
    )
    return counts["done"], counts["total"]
