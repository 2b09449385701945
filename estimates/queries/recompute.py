"""How far a requested recompute of a program is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from estimates.jobs import COMPUTE_DRIFT
from pm.models import JobRun, Program


@dataclass(frozen=True, slots=True)
class Asked:
    """The newest request for a whole program: its parts, how many are done, failed, and when it ended."""

    id: int
    total: int
    done: int
    failed: int
    requested_at: datetime
    finished_at: datetime | None

    @property
    def is_running(self) -> bool:
        return self.done + self.failed < self.total

    @property
    def percent(self) -> int:
        return round(100 * (self.done + self.failed) / self.total) if self.total else 100


def newest_request(program: Program) -> Asked | None:
    """What was asked for last, in one query; None when nobody ever did."""
    row = (
        JobRun.objects.filter(program=program, job=COMPUTE_DRIFT, parent=None, args__parts=True)
        .annotate(
            total=Count("children"),
            done=Count("children", filter=Q(children__state=JobRun.State.DONE)),
            failed=Count("children", filter=Q(children__state=JobRun.State.FAILED)),
            ended_at=Max("children__finished_at"),
        )
        .order_by("-requested_at", "-pk")
        .values_list("pk", "total", "done", "failed", "requested_at", "ended_at")
        .first()
    )
    return None if row is None else Asked(*row)
