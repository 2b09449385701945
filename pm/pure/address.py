"""The address of a list: what of it is its state, and when two of them ask for the same."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

Pairs = Iterable[tuple[str, str]]
# What names a page, a file or a view, and so is no part of what a view keeps.
PASSING = frozenset({"page", "tray", "saved", "format"})
FILES = frozenset({"csv", "print"})


def state_of(pairs: Pairs) -> list[tuple[str, str]]:
    """What of an address is kept: neither its page nor empty fields."""
    return [
        (name, value)
        for name, value in pairs
        if value and name not in PASSING and not (name == "view" and value in FILES)
    ]


def kept(query: str) -> str:
    """The state of an address as it is saved, in the order of the address."""
    return urlencode(state_of(parse_qsl(query)))


def same_state(one: str, other: str) -> bool:
    """Whether two addresses ask for the same; the order of their parts does not matter."""
    return sorted(state_of(parse_qsl(one))) == sorted(state_of(parse_qsl(other)))


def with_saved(query: str, saved: int) -> str:
    """The address of a view: its state and its number."""
    return f"?{query}&saved={saved}" if query else f"?saved={saved}"


def link_of(text: str) -> str:
    """The text when it is an address of the web, else nothing."""
    words = text.strip()
    return words if words.startswith(("https://", "http://")) and " " not in words else ""
