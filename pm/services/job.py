"""Background work: asked for by a row in the caller's transaction, announced by a hint on commit.

The row is the truth. A message that is lost costs at most one sweep; a message that comes twice finds
the row taken.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q

from pm.models import Heartbeat, JobRun, Program
from pm.registry import JOBS
from pm.services import job_hint

log = structlog.get_logger("pm.job")
SWEEP_LIMIT = 200
ERROR_LENGTH = 2000
PURGE_BATCH = 5000
GATHERED = 500
# No run waits longer than this for its time, so one that seems to was asked for before the clock went back.
LONGEST_WAIT = timedelta(minutes=10)
CLOCKS_AGREE = timedelta(minutes=1)


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
    if not insert_new([run]):
        return None
    announce(run.pk, delay_seconds)
    return run


def insert_new(runs: Sequence[JobRun]) -> list[JobRun]:
    """Insert runs and return those whose slot was free. One statement, and no savepoint."""
    columns = [one for one in JobRun._meta.local_concrete_fields if not one.primary_key]
    names = ", ".join(connection.ops.quote_name(str(one.column)) for one in columns)
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(runs))
    sql = f"INSERT INTO {connection.ops.quote_name(JobRun._meta.db_table)} ({names}) VALUES {places}"  # noqa: S608  # names of our own table
    values = [
        one.get_db_prep_save(one.pre_save(run, add=True), connection) for run in runs for one in columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ON CONFLICT DO NOTHING RETURNING job, slot, id", values)
        ids = {(job, slot): pk for job, slot, pk in cursor.fetchall()}
    made = [run for run in runs if (run.job, run.slot) in ids]
    for run in made:
        run.pk, run._state.adding = ids[run.job, run.slot], False
    return made


_holding: ContextVar[bool] = ContextVar("holding", default=False)
_gathered: ContextVar[dict[tuple[str, str], dict[str, Any]] | None] = ContextVar("gathered", default=None)


@contextmanager
def holding() -> Iterator[None]:
    """Ask for no debounced run in here: the writer of thousands of rows asks for one of them all."""
    token = _holding.set(True)
    try:
        yield
    finally:
        _holding.reset(token)


@contextmanager
def gathering() -> Iterator[None]:
    """Ask for the debounced runs of many rows in one statement at the end, each once."""
    asked: dict[tuple[str, str], dict[str, Any]] = {}
    token = _gathered.set(asked)
    try:
        yield
    finally:
        _gathered.reset(token)
    wanted = list(asked.values())
    for start in range(0, len(wanted), GATHERED):
        part = {
            (one["job"], slot_of(one["subject"], one["now"])[0]): one for one in wanted[start:][:GATHERED]
        }
        for run in insert_new([soon(**one) for one in part.values()]):
            part.pop((run.job, run.slot))
            announce(run.pk, (run.not_before - run.requested_at).total_seconds())
        for taken in part.values():
            request_debounced(**taken)


def slot_of(subject: str, now: datetime, later: int = 0) -> tuple[str, float]:
    """The slot of this window of JOB_DEBOUNCE_SECONDS or a later one, and how long until it ends."""
    width = settings.JOB_DEBOUNCE_SECONDS
    window = later + (int(now.timestamp() // width) if width else int(now.timestamp() * 1000))
    return f"{subject}@{window}", max(0.0, (window + 1) * width - now.timestamp()) if width else 0.0


def soon(
    *, job: str, subject: str, now: datetime, program: Program, args: dict[str, Any], later: int = 0
) -> JobRun:
    """A run at the end of a window; it is not stored yet."""
    slot, delay = slot_of(subject, now, later)
    ready = now + timedelta(seconds=delay)
    return JobRun(program=program, job=JOBS.get(job).name, slot=slot, args=args,
                  requested_at=now, not_before=ready)  # fmt: skip


def request_debounced(
    *, job: str, subject: str, now: datetime, program: Program, args: dict[str, Any]
) -> JobRun | None:
    """Ask for a run soon; requests of the same window share it. None inside `holding` and `gathering`.

    Time is cut into windows of JOB_DEBOUNCE_SECONDS. A window's run starts when the window ends, so a
    burst no longer than a window makes at most two runs. When the window's run has already started (a slow
    transaction), the next window is asked for, so that nothing written is left uncomputed.
    """
    if _holding.get():
        return None
    gathered = _gathered.get()
    if gathered is not None:
        gathered[job, subject] = {
            "job": job, "subject": subject, "now": now, "program": program, "args": args
        }  # fmt: skip
        return None
    later = 0
    while True:
        slot, delay = slot_of(subject, now, later)
        run = request(job=job, slot=slot, now=now, program=program, args=args, delay_seconds=delay)
        if run is not None:
            return run
        waiting = JobRun.objects.select_for_update().filter(job=job, slot=slot, state=JobRun.State.QUEUED)
        if (found := waiting.first()) is not None:
            return found
        later += 1


def announce(run_id: int, delay_seconds: float = 0) -> None:
    """Hint to the workers, once the transaction has committed. The caller does not wait for the broker."""
    transaction.on_commit(lambda: job_hint.offer(run_id, delay_seconds), robust=True)


def is_due(now: datetime) -> Q:
    """Runs whose time has come; also those whose time lies in a future that the clock has left again."""
    stepped_back = Q(not_before__gt=now + LONGEST_WAIT) | Q(requested_at__gt=now + CLOCKS_AGREE)
    return Q(state=JobRun.State.QUEUED) & (Q(not_before__lte=now) | stepped_back)


def is_lost(now: datetime) -> Q:
    """Runs whose worker may be dead: the lease has ended, or began after now."""
    stepped_back = Q(started_at__gt=now + CLOCKS_AGREE)
    return Q(state=JobRun.State.RUNNING) & (Q(lease_until__lt=now) | stepped_back)


def claim(*, run_id: int, now: datetime) -> JobRun | None:
    """Take a run: due and queued, or its lease has ended. None when another worker has it.

    A row that is locked is at work, whatever its lease says: nobody waits for it.
    """
    free = is_due(now + timedelta(seconds=1)) | is_lost(now)
    with transaction.atomic():
        run = (
            JobRun.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("program", "parent")
            .filter(free, pk=run_id, attempts__lt=settings.JOB_MAX_ATTEMPTS)
            .first()
        )
        if run is None:
            return None
        run.state = JobRun.State.RUNNING
        run.attempts += 1
        run.started_at = now
        run.lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
        run.save(update_fields=["state", "attempts", "started_at", "lease_until"])
    return run


def perform(*, run: JobRun, now: datetime) -> None:
    """Do a claimed run: its effect and `done` are one transaction. An error is kept on the row."""
    with structlog.contextvars.bound_contextvars(job=run.job, slot=run.slot, run_id=run.pk):
        if run.job not in JOBS:
            fail(run=run, now=now, error=f"This version of Milepost knows no job “{run.job}”.")
            return
        try:
            with transaction.atomic():
                held = JobRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
                if held is None or held.state != JobRun.State.RUNNING or held.attempts != run.attempts:
                    return
                JOBS.get(run.job).run(run=run, now=now)
                JobRun.objects.filter(pk=run.pk).update(
                    state=JobRun.State.DONE, finished_at=now, lease_until=None, error=""
                )
        except Exception as error:
            log.exception("job failed", attempt=run.attempts)
            fail(run=run, now=now, error=f"{type(error).__name__}: {error}")


def fail(*, run: JobRun, now: datetime, error: str) -> None:
    """Queue a failed attempt again, later each time; after the last one the run is failed for good."""
    last = run.attempts >= settings.JOB_MAX_ATTEMPTS
    JobRun.objects.filter(pk=run.pk, attempts=run.attempts).update(
        state=JobRun.State.FAILED if last else JobRun.State.QUEUED,
        not_before=now + timedelta(seconds=5 * 2**run.attempts),
        finished_at=now if last else None,
        lease_until=None,
        error=error.replace("\x00", "")[:ERROR_LENGTH],
    )


def retry(*, run: JobRun, now: datetime) -> None:
    """Give a failed run its attempts back and offer it."""
    changed = JobRun.objects.filter(pk=run.pk, state=JobRun.State.FAILED).update(
        state=JobRun.State.QUEUED, attempts=0, not_before=now, finished_at=None, error=""
    )
    if changed:
        announce(run.pk)


def sweep(*, now: datetime) -> int:
    """Offer again what is due and nobody has; give up runs that died at the last attempt."""
    give_up(now=now)
    waiting = JobRun.objects.filter(is_due(now - timedelta(seconds=2)) | is_lost(now))
    found = waiting.order_by("not_before", "pk")[:SWEEP_LIMIT]
    return sum(job_hint.publish(run_id) for run_id in found.values_list("pk", flat=True))


def give_up(*, now: datetime) -> None:
    """Fail the runs whose worker died at the last attempt. One that is locked is still at work."""
    spent = JobRun.objects.filter(is_lost(now), attempts__gte=settings.JOB_MAX_ATTEMPTS)
    if not spent.exists():
        return
    with transaction.atomic():
        dead = list(spent.select_for_update(skip_locked=True).values_list("pk", flat=True))
        JobRun.objects.filter(pk__in=dead).update(
            state=JobRun.State.FAILED,
            finished_at=now,
            lease_until=None,
            error="The worker stopped in the middle, at the last attempt.",
        )


def purge(*, now: datetime) -> int:
    """Delete runs that were done long ago, and sessions that have ended; returns how many runs.

    The newest of each program and job stays: it says how old the figures are. So does one with a part
    that is not done.
    """
    done = JobRun.objects.filter(state=JobRun.State.DONE)
    newest = done.values("program", "job").annotate(newest=models.Max("pk")).values("newest")
    unfinished = JobRun.objects.exclude(state=JobRun.State.DONE).exclude(parent=None).values("parent")
    old = done.filter(finished_at__lt=now - timedelta(days=settings.JOB_DONE_KEPT_DAYS))
    removable = old.exclude(pk__in=newest).exclude(pk__in=unfinished)
    count = 0
    while ids := list(removable.order_by("pk").values_list("pk", flat=True)[:PURGE_BATCH]):
        # Parts go with their head; those that were counted with it are gone when their turn comes.
        JobRun.objects.filter(pk__in=ids).delete()
        count += len(ids)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return count


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
