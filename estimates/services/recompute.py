"""Asking for figures to be computed: a job row in the caller's transaction."""

from datetime import date, datetime

from estimates.jobs import COMPUTE_DRIFT
from estimates.queries.recompute import newest_request
from milestones.models import Milestone
from pm.actor import Actor
from pm.models import JobRun, Program
from pm.services import job

CHUNK = 25


def request_one(*, milestone_id: int, program: Program, now: datetime) -> JobRun | None:
    """Compute one milestone soon; saves of the same few seconds share the run. None while held back."""
    return job.request_debounced(
        job=COMPUTE_DRIFT,
        subject=f"milestone:{milestone_id}",
        now=now,
        program=program,
        args={"milestone_id": milestone_id},
    )


def request_soon(*, program: Program, actor: Actor) -> JobRun | None:
    """Compute the whole program soon, after a setting that moves its figures; a burst shares the run."""
    return job.request_debounced(
        job=COMPUTE_DRIFT,
        subject=f"program:{program.pk}",
        now=actor.moment,
        program=program,
        args={"program_id": program.pk},
    )


def request_all(*, program: Program, actor: Actor) -> JobRun:
    """Compute the whole program now, in runs of a few milestones, so that its progress can be seen.

    While such a request is open it is returned instead of a second one.
    """
    now = actor.moment
    newest = newest_request(program)
    if newest is not None and newest.is_running:
        return JobRun.objects.get(pk=newest.id)
    slot = f"program:{program.pk}:asked:{now.isoformat()}"
    parent = job.request(
        job=COMPUTE_DRIFT, slot=slot, now=now, program=program, args={"parts": True}, user_id=actor.user_id
    )
    if parent is None:
        return JobRun.objects.get(job=COMPUTE_DRIFT, slot=slot)
    ids = list(Milestone.objects.in_program(program).open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        job.request(
            job=COMPUTE_DRIFT,
            slot=f"{slot}:{start}",
            now=now,
            program=program,
            parent=parent,
            args={"milestone_ids": ids[start : start + CHUNK]},
            user_id=actor.user_id,
        )
    return parent


def request_program(*, program: Program, slot: str, now: datetime) -> JobRun | None:
    """Compute the whole program in one run; None when that slot was asked for before."""
    return job.request(
        job=COMPUTE_DRIFT,
        slot=f"program:{program.pk}:{slot}",
        now=now,
        program=program,
        args={"program_id": program.pk},
    )


def request_night(*, program: Program, day: date, now: datetime) -> JobRun | None:
    """The run of one night."""
    return request_program(program=program, slot=day.isoformat(), now=now)
