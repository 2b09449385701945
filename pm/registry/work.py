"""Work without a page: jobs, imports, the sample, workloads, what a new program starts with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pm.registry.generic import Registry


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
class Preset:
    """What a new program starts with. `lay(program, actor)` writes it inside the caller's transaction."""

    name: str
    lay: Callable[..., None]


JOBS: Registry[Job] = Registry()
IMPORTERS: Registry[Importer] = Registry()
DEMOS: Registry[Demo] = Registry()
LOADS: Registry[Load] = Registry()
PRESETS: Registry[Preset] = Registry()
