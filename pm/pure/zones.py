"""The time zones a program can count its days in."""

from zoneinfo import available_timezones

# What a machine calls its own zone, and what says that nobody has set one, mean another day elsewhere.
NO_ZONES = frozenset({"localtime", "Factory", "posixrules"})


def is_zone(name: str) -> bool:
    """Whether the name says the same everywhere."""
    return name not in NO_ZONES and name in available_timezones()
