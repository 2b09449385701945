"""The newest estimates of a milestone or a deliverable."""

from django.db.models import QuerySet

from estimates.models import Estimate
from milestones.models import Deliverable, Milestone

Target = Milestone | Deliverable


def estimates_of(target: Target) -> QuerySet[Estimate]:
    """Every estimate of one thing, newest first."""
    own = {"milestone": target} if isinstance(target, Milestone) else {"deliverable": target}
    return Estimate.objects.filter(program_id=target.program_id, **own).newest_first()


def newest_estimate(target: Target, *, purpose: str = Estimate.Purpose.TOTAL) -> Estimate | None:
    """The estimate that counts now, or None when there is none."""
    return estimates_of(target).filter(purpose=purpose).first()


def newest_of_deliverables(milestone: Milestone) -> dict[int, Estimate]:
    """The newest estimate of the whole work of each deliverable, by its id."""
    rows = Estimate.objects.totals().filter(program_id=milestone.program_id, deliverable__milestone=milestone)
    newest: dict[int, Estimate] = {}
    for row in rows.newest_first():
        if row.deliverable_id is not None:
            newest.setdefault(row.deliverable_id, row)
    return newest
