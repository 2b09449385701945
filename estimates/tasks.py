"""The job that computes drift: of a milestone, of some, of a whole program; every night of every program."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from estimates.jobs import COMPUTE_DRIFT
from estimates.services import forecast, recompute
from milestones.models import Milestone
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


def about(runs: Sequence[JobRun]) -> dict[int, str]:
    """`M-3`, `all milestones`: what each run computes, in one statement."""
    ids = {run.pk: run.args["milestone_id"] for run in runs if "milestone_id" in run.args}
    numbers = dict(Milestone.objects.filter(pk__in=ids.values()).values_list("pk", "number")) if ids else {}
    named = {pk: f"M-{numbers[one]}" for pk, one in ids.items() if one in numbers}
    some = {
        run.pk: f"{len(run.args['milestone_ids'])} milestones" for run in runs if "milestone_ids" in run.args
    }
    return {run.pk: "all milestones" for run in runs if run.pk not in ids} | some | named


def nightly(*, now: datetime) -> None:
    """Ask for one run per program once its night has come; the slot makes it one."""
    for program in Program.objects.order_by("pk"):
        local = now.astimezone(ZoneInfo(program.zone))
        if local.hour >= settings.NIGHTLY_HOUR:
            recompute.request_night(program=program, day=local.date(), now=now)


JOBS.add(
    COMPUTE_DRIFT,
    Job(name=COMPUTE_DRIFT, title="Compute drift and risk", run=compute_drift, nightly=nightly, about=about),
)
