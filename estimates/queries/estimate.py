"""The newest estimates of a milestone or a deliverable."""

from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from estimates.models import Estimate
from milestones.models import Deliverable, Milestone

Target = Milestone | Deliverable
SAID = "estimate_said"
KNOWN = "newest_estimates"
DAYS = ("low_days", "likely_days", "high_days")
TOLD = (*DAYS, "kind", "basis", "size", "text")


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


def newest_by_purpose(target: Target) -> dict[str, Estimate]:
    """The newest estimate of the whole work and of what remains, as far as there are any."""
    newest: dict[str, Estimate] = {}
    for row in estimates_of(target):
        newest.setdefault(row.purpose, row)
    return newest


def with_estimate(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """Each row with what its newest estimate says, for `known_of`: no query more."""
    own = Estimate.objects.totals().filter(deliverable=OuterRef("pk")).newest_first()
    return rows.annotate(**{SAID: Subquery(own.values(said=JSONObject(**{one: one for one in TOLD}))[:1])})


def known_of(row: Deliverable, purpose: str = Estimate.Purpose.TOTAL) -> Estimate | None:
    """The newest estimate of a deliverable: as it was read with it, else asked for once a row."""
    if purpose == Estimate.Purpose.TOTAL and KNOWN not in vars(row) and SAID in vars(row):
        if isinstance(vars(row)[SAID], dict):  # each of its cells asks
            vars(row)[SAID] = told_of(vars(row)[SAID])
        said: Estimate | None = vars(row)[SAID]
        return said
    if KNOWN not in vars(row):
        remember(row, newest_by_purpose(row))
    newest: dict[str, Estimate] = vars(row)[KNOWN]
    return newest.get(purpose)


def remember(row: Deliverable, newest: dict[str, Estimate]) -> None:
    """What is known of a row already, so that its cells ask for nothing."""
    vars(row)[KNOWN] = newest


def told_of(said: dict[str, Any]) -> Estimate:
    """What an estimate says, as a row that is in no table."""
    return Estimate(**said | {name: Decimal(str(said[name])) for name in DAYS})
