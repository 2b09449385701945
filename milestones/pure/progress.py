"""Progress: what share of the effort lies in closed deliverables."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A deliverable: its status and its likely effort in person-days, None when nobody knows it.

    Where only some have an estimate, what the milestone's own holds beyond theirs is spread over the rest
    (`estimates.pure.drift.sizes_of`): that is their likely effort here, too.
    """

    status: str
    likely_days: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Likely effort of closed deliverables and of all that are not dropped, in person-days."""

    closed: int
    total: int
    closed_days: float
    total_days: float
    unknown: int

    @property
    def share(self) -> float | None:
        """The claimed share of the effort; None while the effort of one is unknown: that is not zero."""
        if self.unknown or self.total_days <= 0:
            return None
        return self.closed_days / self.total_days

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)


def measure(items: Iterable[WorkItem]) -> Progress:
    """Likely effort of closed deliverables over that of all that are not dropped."""
    held = [item for item in items if item.status != "DROPPED"]
    known = [(item.status == "CLOSED", item.likely_days) for item in held if item.likely_days is not None]
    return Progress(
        closed=sum(item.status == "CLOSED" for item in held),
        total=len(held),
        closed_days=sum(days for is_closed, days in known if is_closed),
        total_days=sum(days for _, days in known),
        unknown=len(held) - len(known),
    )
