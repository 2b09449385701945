"""What is known of a milestone: the only input of drift, projection and rules."""

from dataclasses import dataclass
from datetime import date, datetime

from estimates.pure.breaker import Breach
from estimates.pure.capacity import Booking

OPEN_STATUSES = frozenset({"PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED"})


@dataclass(frozen=True, slots=True)
class Guess:
    """An estimate in person-days: its likely value, the day it is of, and when it was recorded."""

    likely: float
    on: date
    at: datetime
    is_own: bool = True
    is_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A deliverable. `totals` are its estimates of the whole work, oldest first.

    `spent` is None when no effort was ever entered: unknown, not zero. `spent_since` is what was spent in
    the weeks after `remaining` was estimated.
    """

    key: str
    status: str
    has_team: bool = True
    due_on: date | None = None
    created_on: date | None = None
    created_at: datetime | None = None
    dropped_at: datetime | None = None
    totals: tuple[Guess, ...] = ()
    remaining: Guess | None = None
    spent: float | None = None
    spent_since: float = 0.0

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_closed(self) -> bool:
        return self.status == "CLOSED"

    @property
    def is_dropped(self) -> bool:
        return self.status == "DROPPED"

    @property
    def newest(self) -> Guess | None:
        return self.totals[-1] if self.totals else None


@dataclass(frozen=True, slots=True)
class Block:
    """An open blocker of the milestone, or of a deliverable that is open."""

    key: str
    opened_on: date
    item_key: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """Something needed from outside by a day, which nobody there has confirmed."""

    key: str
    title: str
    needed_by_on: date


@dataclass(frozen=True, slots=True)
class Hazard:
    """An open risk that everybody may see, and the day somebody last looked at it, or raised it."""

    key: str
    title: str
    seen_on: date
    is_reviewed: bool = True


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A milestone with its deliverables, in the order of their keys.

    `weeks` are the person-days of the ISO weeks with entries that the pace may use; `first_week` is the
    first one ever. `spent_direct` was spent on the milestone itself (budget lines). `decided` are the
    breaches that the newest standing decision saw, `overbooked` its subteams that are promised too much.
    """

    id: int
    key: str
    status: str
    kind: str = "STANDARD"
    is_pencilled: bool = False
    has_owner: bool = True
    value: float | None = None
    appetite: float | None = None
    planned_start_on: date | None = None
    target_to_on: date | None = None
    first_target_on: date | None = None
    push_count: int = 0
    pushed_on: date | None = None
    committed_on: date | None = None
    created_on: date | None = None
    updated_on: date | None = None
    totals: tuple[Guess, ...] = ()
    remaining: Guess | None = None
    spent_direct: float | None = None
    spent_since: float = 0.0
    planned_people: float | None = None
    weeks: tuple[tuple[str, float], ...] = ()
    first_week: str = ""
    items: tuple[Item, ...] = ()
    blocks: tuple[Block, ...] = ()
    unconfirmed: tuple[Outside, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    breaker_factor: float = 2.0
    decided: tuple[Breach, ...] = ()
    overbooked: tuple[Booking, ...] = ()

    @property
    def newest(self) -> Guess | None:
        return self.totals[-1] if self.totals else None

    @property
    def is_budget_line(self) -> bool:
        return self.kind == "BUDGET_LINE"

    @property
    def is_assessed(self) -> bool:
        """Whether it gets a level: open, no idea, no budget line, not merely pencilled in."""
        if self.is_budget_line or self.status not in {"PROPOSED", "COMMITTED", "IN_PROGRESS"}:
            return False
        return not (self.is_pencilled and self.target_to_on is None)
