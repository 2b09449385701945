"""Who or what writes: one argument of every write."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum


class Source(StrEnum):
    """Where a write came from."""

    PAGE = "PAGE"
    API = "API"
    IMPORT = "IMPORT"
    JOB = "JOB"
    COMMAND = "COMMAND"


@dataclass(frozen=True, slots=True)
class Actor:
    """A user or the system at one moment.

    `moment` is when the write is recorded (aware); `today` the day in the program's zone.
    `user_id` is None for the system, whose `name` then says what wrote ("import of notes/").
    """

    name: str
    moment: datetime
    today: date
    source: Source
    user_id: int | None = None
    request_id: str = ""
    why: str = ""

    def because(self, why: str) -> "Actor":
        """The same actor with a reason that its changes carry."""
        return replace(self, why=why)


def system(*, name: str, moment: datetime, source: Source, today: date | None = None) -> Actor:
    """The actor of a job, an import or a command."""
    return Actor(name=name, moment=moment, today=today or moment.date(), source=source)
