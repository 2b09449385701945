"""A list of titles as people paste it: one a line, with bullets or numbers before them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 200
MOST = 200
# What stands before a title in a list: a bullet, a number, a box to tick.
BULLET = re.compile(r"^(?:[-*+•–—]|\d{1,3}[.)])\s+(?=\S)|^\[[ xX]?\]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Title:
    """One line that was pasted, and what is wrong with it in words."""

    text: str
    fault: str = ""


def lines_of(text: str) -> list[str]:
    """The titles of a pasted text, without bullets and empty lines."""
    found = []
    for line in text.splitlines():
        bare = plain(line)
        while (shorter := BULLET.sub("", bare)) != bare:
            bare = shorter
        if bare:
            found.append(bare)
    return found


def plain(line: str) -> str:
    """A line without what no title holds, its spaces single."""
    return " ".join(line.replace("\x00", "").split())


def checked(titles: list[str], known: Mapping[str, str]) -> list[Title]:
    """Each title with its fault: too long, twice in the list, or there already.

    `known` gives what is there by its title in small letters.
    """
    seen: set[str] = set()
    found = []
    for title in titles[:MOST]:
        name = title.casefold()
        fault = ""
        if len(title) > LONGEST:
            fault = f"{len(title)} letters; a title has at most {LONGEST}. Shorten it."
        elif name in seen:
            fault = "It stands twice in this list."
        elif name in known:
            fault = f"There is {known[name]} of that title already."
        seen.add(name)
        found.append(Title(title, fault))
    return found
