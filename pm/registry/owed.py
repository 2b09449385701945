"""What people owe and own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pm.registry.generic import Registry


@dataclass(frozen=True, slots=True)
class Held:
    """One open thing a person owns: its words, its page, and how its kind finds it again (`R-4`)."""

    label: str
    url: str
    ref: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing a person can own, and hands over when they leave.

    `find(program, user)` gives what is open of theirs. `give(program=, ref=, giver=, to=, actor=)` makes
    somebody else its owner, through the verb of its noun, with the giver as what was seen.
    """

    name: str
    find: Callable[..., Sequence[Held]]
    give: Callable[..., object]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody owes: its words, where it is done, and the day it was due; none has no day.

    An empty `url` is a page that this reader may not open. `when` is said instead of the day.
    """

    program_id: int
    title: str
    why: str
    url: str
    label: str
    icon: str = "clock"
    on: date | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """What is late of others, for those who ensure it: how many, in words, with the page of these rows."""

    count: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A kind of thing that people owe; `rank` orders the kinds.

    `find(scope)` gives the Dues of a `pm.queries.owed.Scope`, the most urgent first, and `count(scope)` how
    many there are in each program; both in a fixed number of statements. Where things are rows, `rows(scope)`
    is their queryset, so that all kinds are counted together. `is_of_subteams` says that whole
    subteams owe it, so that their pages show it too. `late(scope)` gives the Lates (or LateRows) of its one
    program, `late_in_teams(scope)` those of the subteams that the person leads.
    """

    title: str
    rank: int
    find: Callable[..., Sequence[Due]]
    count: Callable[..., Mapping[int, int]]
    rows: Callable[..., Any] | None = None
    is_of_subteams: bool = False
    late: Callable[..., Iterable[Any]] | None = None
    late_in_teams: Callable[..., Iterable[Late]] | None = None


HOLDINGS: Registry[Holding] = Registry()
OWED: Registry[Owed] = Registry()
