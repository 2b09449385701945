"""The shapes of what stands beside the plan: specification, handovers, tasks, evidence, updates, ideas.

Weeks count from the present one; names are those of milestones and deliverables in this package.
"""

from dataclasses import dataclass

from milestones.demo.bet import FRIDAY


@dataclass(frozen=True, slots=True)
class Ending:
    """A step that ended something: in that week, to that state, in those words."""

    week: int
    to: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class RiskText:
    """A risk of a milestone, or of the whole program where none is named."""

    title: str
    milestone: str
    week: int
    who: str
    kind: str
    likelihood: str
    impact: str
    response: str
    mitigation: str
    owner: str | None
    is_internal: bool = False
    looked_at: int | None = None
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class ObstacleText:
    """A blocker or an unknown, of a milestone or of one of its deliverables."""

    title: str
    milestone: str
    week: int
    owner: str
    priority: str
    action: str
    deliverable: str = ""
    waiting_on: str = ""
    by: int | None = None
    delay: tuple[int, int] | None = None
    ending: Ending | None = None
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """A dependency: `what` waits for `on`, or for something outside that has a name."""

    what: str
    week: int
    owner: str
    on: str = ""
    outside: str = ""
    by: int | None = None
    confirmed: tuple[int, str] | None = None
    if_delayed: str = ""
    contingency: str = ""
    met: int | None = None


@dataclass(frozen=True, slots=True)
class CriterionText:
    """What a milestone must show; met in that week, where that is seen."""

    milestone: str
    kind: str
    level: str
    text: str
    met: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs in a role that the criteria are agreed, or met; in that week, when they did."""

    milestone: str
    moment: str
    role: str
    who: str
    signed: int | None = None


@dataclass(frozen=True, slots=True)
class GateText:
    """A meeting that decides: its day, and what came out of it where it was held."""

    milestone: str
    kind: str
    week: int
    weekday: int
    who: str
    outcome: str = ""
    lessons: str = ""
    has_guests: bool = False


@dataclass(frozen=True, slots=True)
class Passing:
    """A handover. `offered`, `accepted`, `returned` are its weeks; `brought` answers what is asked."""

    deliverable: str
    contract: str
    receiver: str
    drafted: int
    due: int
    brought: tuple[str, ...] = ()
    receiving: str = ""
    offered: int | None = None
    accepted: int | None = None
    returned: tuple[int, str] | None = None
    talk: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task of a deliverable; outside of all with a kind."""

    title: str
    week: int
    deliverable: str = ""
    kind: str = ""
    caused_by: str = ""
    assignee: str = ""
    team: str = ""
    planned: int | None = None
    criteria: tuple[str, ...] = ()
    started: int | None = None
    done: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A service team's word on a statement, `feature:P1`."""

    statement: str
    kind: str
    team: str
    who: str
    week: int
    link: str = ""
    environment: str = ""
    refused: str = ""
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A subteam's update of a week on a deliverable."""

    deliverable: str
    team: str
    week: int
    achieved: str
    next: str = ""
    blocked: str = ""
    scope: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """A line of a track's laundry list."""

    track: str
    title: str
    week: int
    who: str
    value: int
    guess: int
    audience: str
    why: str
    is_charged: bool = False
    weekday: int = FRIDAY
