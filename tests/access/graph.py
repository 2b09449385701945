"""What the access tests are made of: the people at the door, and one program with a row of everything."""

from dataclasses import dataclass, field
from typing import Any

from pm.models import Program, Subteam

CANARY = "CANARY-B"
ANONYMOUS = "anonymous"
STRANGER = "stranger"
DEACTIVATED = "deactivated"
STAKEHOLDER = "stakeholder"
MEMBER = "member"
SERVICE = "service"
LEAD_OWN = "subteam lead, own"
LEAD_OTHER = "subteam lead, other"
MANAGER = "program manager"
LEAD = "program lead"
INSTANCE = "instance administrator"
ACTORS = (
    ANONYMOUS, STRANGER, DEACTIVATED, STAKEHOLDER, MEMBER, SERVICE, LEAD_OWN, LEAD_OTHER, MANAGER, LEAD,
    INSTANCE,
)  # fmt: skip


@dataclass
class Graph:
    """One program and one row of everything in it: graph.milestone is graph.rows["milestone"].

    Rows with keys take `number`, which makes their keys this program's own.
    """

    program: Program
    team: Subteam
    other_team: Subteam
    number: int
    rows: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["rows"][name]
        except KeyError:
            raise AttributeError(name) from None

    def value(self, path: str) -> Any:
        """What "milestone.key" says of this program; what starts with "=" is said as it stands."""
        if path.startswith("="):
            return path[1:]
        row, _, column = path.partition(".")
        return getattr(getattr(self, row), column)
