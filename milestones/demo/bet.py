"""The shapes in which the sample program's plan is written down. Weeks count from the present one."""

from dataclasses import dataclass, field

FRIDAY = 4


@dataclass(frozen=True, slots=True)
class When:
    """A target: a day of a week, or a whole `month` or `quarter` so many weeks ahead."""

    week: int
    weekday: int = FRIDAY
    span: str = "day"


@dataclass(frozen=True, slots=True)
class Move:
    """A target that moved: in that week, to there, for that reason."""

    week: int
    to: When
    reason_class: str
    reason: str


@dataclass(frozen=True, slots=True)
class Call:
    """The owner's own call: in that week, health, how sure, one sentence."""

    week: int
    health: str
    confidence: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Bet:
    """A milestone and what became of it. `reached` is the status it has today."""

    name: str
    title: str
    track: str
    owner: str
    value: int | None
    audience: str
    benefit: str
    objective: str
    target: When | None
    proposed: int
    start: int | None = None
    committed: int | None = None
    started: int | None = None
    delivered: int | None = None
    realised: int | None = None
    kind: str = "STANDARD"
    scope_in: str = ""
    scope_out: str = ""
    risks: str = ""
    appetite: int | None = None
    percent: int | None = None
    follows: str = ""
    is_pencilled: bool = False
    override: str = ""
    moves: tuple[Move, ...] = ()
    calls: tuple[Call, ...] = ()
    aims: tuple[str, ...] = ()
    planned: dict[str, int] = field(default_factory=dict)
    carried: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """A deliverable and what became of it. `pins` reads `feature:F1,F2@scope`."""

    name: str
    milestone: str
    title: str
    feature: str
    team: str
    owner: str | None
    start: int
    due: int
    output: str
    criteria: tuple[str, ...]
    pins: tuple[str, ...]
    started: int | None = None
    closed: int | None = None
    added: int | None = None
    dropped: tuple[int, str] | None = None
    helpers: tuple[str, ...] = ()
    is_must: bool = True
    met: int = 0
    answered: tuple[str, ...] = ()
    proved: int = -2
    requested: int | None = None
