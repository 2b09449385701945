"""The job that computes drift: of a milestone, of some, of a whole program; every night of every program."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from estimates.jobs import COMPUTE_DRIFT
from estimates.services import forecast, recompute
from pm.models import JobRun, Program
from pm.registry import JOBS, Job


def compute_drift(*, run: JobRun, now: datetime) -> None:
    """What the run's arguments name. The head of a request in parts has nothing to do itself."""
    program, args = run.program, run.args
    if program is None or args.get("parts"):
        return
    ids = [args["milestone_id"]] if "milestone_id" in args else args.get("milestone_ids")
    today = now.astimezone(ZoneInfo(program.zone)).date()
    forecast.compute(program=program, milestone_ids=ids, today=today, now=now)


def nightly(*, now: datetime) -> None:
    """Ask for one run per program once its night has come; the slot makes it one."""
    for program in Program.objects.order_by("pk"):
        local = now.astimezone(ZoneInfo(program.zone))
        if local.hour >= settings.NIGHTLY_HOUR:
            recompute.request_night(program=program, day=local.date(), now=now)


JOBS.add(
    COMPUTE_DRIFT,
    Job(name=COMPUTE_DRIFT, title="Compute drift and risk", run=compute_drift, nightly=nightly),
)
