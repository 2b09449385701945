"""What higher apps add to pages, to the navigation, the palette and the settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pm.registry.generic import Registry

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
class ListExtra:
    """What a higher app says of each row of a list: columns for its page, and rows with what they read."""

    columns: Callable[..., Sequence[Any]]
    rows: Callable[[Any], Any]


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


NAV: Registry[NavItem] = Registry()
PANELS: dict[str, Registry[Panel]] = {}
SUBJECTS: Registry[Subject] = Registry()
ACTIONS: Registry[Action] = Registry()
LISTS: Registry[ListPage] = Registry()
# By list: `deliverable_list`.
LIST_EXTRAS: dict[str, Registry[ListExtra]] = {}
SETTINGS: Registry[SettingPage] = Registry()
# Called with (program=, actor=) inside the transaction of a setting that moves figures of the whole program.
SETTING_EFFECTS: Registry[Callable[..., object]] = Registry()


def panels(place: str) -> Registry[Panel]:
    """The panels of one place of a page, for example `milestone_side`."""
    return PANELS.setdefault(place, Registry())


def list_extras(name: str) -> Registry[ListExtra]:
    """What higher apps add to the rows of one list."""
    return LIST_EXTRAS.setdefault(name, Registry())
