"""Progress: what share of the effort lies in closed deliverables."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A deliverable: its status and its likely effort in person-days, None when not estimated."""

    status: str
    likely_days: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Claimed effort of all effort, in person-days, and how many deliverables that rests on.

    `share` is None when no deliverable has an estimate: unknown, not zero.
    """

    closed: int
    total: int
    closed_days: float
    total_days: float
    without_estimate: int

    @property
    def share(self) -> float | None:
        return self.closed_days / self.total_days if self.total_days > 0 else None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)

    @property
    def percent_text(self) -> str:
        return "–" if self.percent is None else f"{self.percent} %"


def measure(items: Iterable[WorkItem], *, milestone_days: float | None = None) -> Progress:
    """Likely effort of closed deliverables over that of all that are not dropped.

    Where only some have an estimate, what the milestone's own estimate holds beyond theirs is spread
    evenly over the rest; `without_estimate` says over how many.
    """
    held = [item for item in items if item.status != "DROPPED"]
    known = [item.likely_days for item in held if item.likely_days is not None]
    blank = len(held) - len(known)
    spare = max(0.0, (milestone_days or 0.0) - sum(known))
    each = spare / blank if blank else 0.0
    weights = [
        (item.status == "CLOSED", each if item.likely_days is None else item.likely_days) for item in held
    ]
    return Progress(
        closed=sum(closed for closed, _ in weights),
        total=len(held),
        closed_days=sum(days for closed, days in weights if closed),
        total_days=sum(days for _, days in weights),
        without_estimate=blank,
    )
