"""A job whose effect can be counted: one row a run, written in the transaction that marks it done."""

import time
from datetime import datetime

from pm.models import JobRun, OutboxMail
from pm.registry import JOBS, Job

NAME = "tests.kill"
WORK_SECONDS = 0.05


def leave_a_row(*, run: JobRun, now: datetime) -> None:
    time.sleep(WORK_SECONDS)
    OutboxMail.objects.create(
        to=f"{run.args['n']}@example.org",
        subject=NAME,
        text="done",
        state=OutboxMail.State.SENT,
        requested_at=now,
        not_before=now,
    )


def register() -> None:
    if NAME not in JOBS:
        JOBS.add(NAME, Job(NAME, "Effect", leave_a_row))


register()
