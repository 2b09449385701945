"""Registries: an app that stands higher adds to a page, a rule list or a menu of one that stands lower."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pm.pure.bulk import Bulk
from pm.pure.cells import Editable

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things in the order they were added. A name is given once."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Add an item; raises ValueError when the name is taken."""
        if name in self._items:
            raise ValueError(f"{name} is registered already")
        self._items[name] = item
        return item

    def get(self, name: str) -> T:
        """The item of that name; raises KeyError."""
        return self._items[name]

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def items(self) -> list[tuple[str, T]]:
        """Each name with its item."""
        return list(self._items.items())


class Weight(StrEnum):
    """How heavy a reason is. OFF switches the rule off in a program."""

    OFF = "OFF"
    INFO = "INFO"
    WATCH = "WATCH"
    AT_RISK = "AT_RISK"

    @property
    def label(self) -> str:
        return {"OFF": "Off", "INFO": "Info", "WATCH": "Watch", "AT_RISK": "At risk"}[self.value]


class Level(StrEnum):
    """How binding a rule of the process is."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    OFF = "OFF"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the process: one row of the registry that flags and the Consistency page share.

    `check` takes the facts of one object, the threshold and returns a finding or None; its type belongs
    to the app that registers the rule. `mend` names the place where it is mended.
    """

    id: str
    title: str
    level: Level
    weight: Weight
    threshold: float | None
    unit: str
    source: str
    mend: str
    check: Callable[..., Any]


# The groups of the side navigation from its top; subteams stand above the last.
NAV_GROUPS = ("", "Plan", "Work", "Evidence", "Program")


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the side navigation. `count` gets the request of a program's page and may return None.

    `public_label` is what it is called for people who may only read because the program is public; `rank`
    orders the lines of a group; `also` names other pages for which the line stands; `g`, `key` goes there.
    """

    group: str
    label: str
    url_name: str
    icon: str
    permission: str
    count: Callable[..., int | None] | None = None
    public_label: str = ""
    rank: int = 0
    also: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page. `build(request, object)` returns the template's context, None for nothing to show."""

    title: str
    template: str
    build: Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of background work. `run(run)` is called inside the transaction that marks it done.

    `about(runs)` says in words what runs are for, by their id, in a constant number of statements.
    """

    name: str
    title: str
    run: Callable[..., None]
    # Planned times: called by the nightly slot with (now); asks for the runs that are due.
    nightly: Callable[..., None] | None = None
    about: Callable[..., dict[int, str]] | None = None


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


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in the sample program: the day, the hour, who did it (by initials), the verb.

    `do` gets the Actor of that moment. Events of one moment keep the order in which they were given.
    """

    on: date
    hour: int
    who: str
    do: Callable[..., object]


@dataclass(frozen=True, slots=True)
class Demo:
    """What an app adds to the sample program. `tell(story)` gives its events; `story` is pm's.

    `finish(story, actor)` is called once all events of all apps have happened.
    """

    name: str
    tell: Callable[..., Iterable[Event]]
    finish: Callable[..., None] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What an app reads from a workload file. `load(workload)` writes its rows in bulk; workload is pm's."""

    name: str
    load: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Importer:
    """What one app takes from an import. Its types are those of `pm.exchange.plan`.

    `read(context)` returns a Contribution; `keepers` say how each noun is compared and written;
    `applied(context, record, change_set_id)` is called inside the transaction that wrote something.
    """

    name: str
    read: Callable[..., Any]
    keepers: dict[str, Any]
    applied: Callable[..., None] | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing with a public key, by the letter of its key.

    `find(program, access, number)` gives the row this reader may see, or None; a row has `key` and
    `title`. `url_name` takes (slug, key).
    """

    letter: str
    label: str
    url_name: str
    icon: str
    find: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Preset:
    """What a new program starts with. `lay(program, actor)` writes it inside the caller's transaction."""

    name: str
    lay: Callable[..., None]


@dataclass(frozen=True, slots=True)
class SearchText:
    """What one row is found by. `scope_id` is the milestone, or what else decides who may see it."""

    object_id: int
    program_id: int
    key: str
    title: str
    text: str = ""
    scope_id: int | None = None
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found row in ready words. `text` is the whole text it was found by; the page cuts the words out."""

    object_id: int
    key: str
    title: str
    url: str
    text: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A kind of thing that is searched, by its noun in history; `rank` orders the kinds.

    `read(ids)` gives the SearchText of rows for the index, `fields` are the columns it is made of: a change
    of another one does not write the index. `show(sees_internal)` is the queryset of the rows that this
    reader may see, as values: the id and an array of what a hit is made of; `hit(program, pk, values)` makes
    the SearchHit. `follow` names, for a field, which other rows (noun, ids) are read again with it. A kind
    with few rows has `find(program, access, words)` instead: all hits, the best first.
    `jump(program, access, typed)` is the address of the one thing whose name was typed whole, or None.
    """

    noun: str
    title: str
    icon: str
    rank: int
    permission: str = "VIEW"
    fields: frozenset[str] = frozenset()
    read: Callable[[Sequence[int]], Iterable[SearchText]] | None = None
    show: Callable[[bool], Any] | None = None
    hit: Callable[[Any, int, Sequence[Any]], SearchHit] | None = None
    follow: dict[str, Callable[[Sequence[int]], Any]] = field(default_factory=dict)
    find: Callable[..., Sequence[SearchHit]] | None = None
    jump: Callable[..., str | None] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A page where something new is begun; `url_name` takes the program's slug."""

    label: str
    url_name: str
    permission: str
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list whose whole state is its address, so that it can be saved as a view; by its route."""

    title: str
    permission: str = "VIEW"


@dataclass(frozen=True, slots=True)
class Past:
    """How a table reads at an earlier day where its changes alone do not say it; by its noun in history.

    `columns` are the values of computed columns and `where` is which rows were there, in SQL of both
    databases: `{row}` is the row, `{base}` stands before the name of a table that is meant as it is,
    `{until}` is the end of the day. `is_replayed` is off for what is never told again once it is taken back;
    `is_kept` for places that others need: made later, they are there all the same.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    is_replayed: bool = True
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class SettingPage:
    """A page of a program's settings, by its place among them.

    `url_name` takes the program's slug; `said(program)` says in a few words what stands there now.
    """

    rank: int
    label: str
    about: str
    url_name: str
    said: Callable[..., str]


RULES: Registry[Rule] = Registry()
# What is edited where it stands, by the letter of its keys, or by its noun: see pm.pure.cells.
CELLS: Registry[Editable] = Registry()
# What is changed many rows at once, by the letter of their keys: see pm.pure.bulk.
BULK: Registry[Bulk] = Registry()
NAV: Registry[NavItem] = Registry()
PANELS: dict[str, Registry[Panel]] = {}
JOBS: Registry[Job] = Registry()
IMPORTERS: Registry[Importer] = Registry()
DEMOS: Registry[Demo] = Registry()
LOADS: Registry[Load] = Registry()
HOLDINGS: Registry[Holding] = Registry()
OWED: Registry[Owed] = Registry()
SUBJECTS: Registry[Subject] = Registry()
PRESETS: Registry[Preset] = Registry()
SEARCHES: Registry[Search] = Registry()
ACTIONS: Registry[Action] = Registry()
LISTS: Registry[ListPage] = Registry()
SETTINGS: Registry[SettingPage] = Registry()
PAST: Registry[Past] = Registry()
# Called with (program=, actor=) inside the transaction of a setting that moves figures of the whole program.
SETTING_EFFECTS: Registry[Callable[..., object]] = Registry()
# Of scopes: `hidden(program, access)` gives the ids of the scopes this reader may not see, or None for none.
SCOPES: Registry[Callable[..., Any]] = Registry()


def panels(place: str) -> Registry[Panel]:
    """The panels of one place of a page, for example `milestone_side`."""
    return PANELS.setdefault(place, Registry())
