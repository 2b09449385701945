"""Asking for figures to be computed: a job row in the caller's transaction."""

from datetime import date, datetime

from milestones.models import Milestone
from pm.actor import Actor
from pm.models import JobRun, Program
from pm.services import job

JOB = "estimates.compute_drift"
CHUNK = 25


def request_one(*, milestone_id: int, program: Program, now: datetime) -> JobRun | None:
    """Compute one milestone soon; saves of the same few seconds share the run. None while held back."""
    return job.request_debounced(
        job=JOB,
        subject=f"milestone:{milestone_id}",
        now=now,
        program=program,
        args={"milestone_id": milestone_id},
    )


def request_all(*, program: Program, actor: Actor) -> JobRun:
    """Compute the whole program now, in runs of a few milestones, so that its progress can be seen.

    While such a request is open it is returned instead of a second one.
    """
    now = actor.moment
    waiting = open_request(program)
    if waiting is not None:
        return waiting
    slot = f"program:{program.pk}:asked:{now.isoformat()}"
    parent = job.request(
        job=JOB, slot=slot, now=now, program=program, args={"parts": True}, user_id=actor.user_id
    )
    if parent is None:
        return JobRun.objects.get(job=JOB, slot=slot)
    ids = list(Milestone.objects.in_program(program).open().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        job.request(
            job=JOB,
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
        job=JOB,
        slot=f"program:{program.pk}:{slot}",
        now=now,
        program=program,
        args={"program_id": program.pk},
    )


def request_night(*, program: Program, day: date, now: datetime) -> JobRun | None:
    """The run of one night."""
    return request_program(program=program, slot=day.isoformat(), now=now)


def open_request(program: Program) -> JobRun | None:
    """The request of the whole program that still has parts to do."""
    newest = (
        JobRun.objects.filter(program=program, job=JOB, args__parts=True, parent=None)
        .order_by("-requested_at", "-pk")
        .first()
    )
    if newest is None or not newest.children.filter(state__in=["QUEUED", "RUNNING"]).exists():
        return None
    return newest
