"""What the workers run. Each task loads, calls one service and ends."""

from datetime import datetime
from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from pm.models import JobRun
from pm.registry import JOBS, Job
from pm.services import job, outbox


@shared_task(name="pm.run_job", time_limit=300, soft_time_limit=270)
def run_job(*, run_id: int) -> None:
    """Claim a run and do it; nothing when another worker has it or it is not there."""
    run = job.claim(run_id=run_id, now=timezone.now())
    if run is not None:
        job.perform(run=run, now=timezone.now())


@shared_task(name="pm.sweep", time_limit=60, soft_time_limit=50)
def sweep() -> None:
    """Beat is alive; offer again what was lost."""
    now = timezone.now()
    job.beat(part="beat", now=now)
    job.sweep(now=now)


@shared_task(name="pm.drain_outbox", time_limit=120, soft_time_limit=110)
def drain_outbox() -> None:
    """Send the mail that waits."""
    outbox.drain(now=timezone.now())


@shared_task(name="pm.nightly", time_limit=120, soft_time_limit=110)
def nightly() -> None:
    """Ask for the night's runs, once a night."""
    job.nightly(now=timezone.now())


def purge(*, run: JobRun, now: datetime) -> None:
    """Delete what was done long ago."""
    job.purge(now=now)


def purge_nightly(*, now: datetime) -> None:
    """Ask for the purge of the night, in the installation's own zone; the slot makes it one."""
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.hour >= settings.NIGHTLY_HOUR:
        job.request(job="pm.purge", slot=local.date().isoformat(), now=now)


JOBS.add("pm.purge", Job("pm.purge", "Remove old runs and sessions", purge, nightly=purge_nightly))
