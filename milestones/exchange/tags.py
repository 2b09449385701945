"""What the tags of weekly updates mean: the subteam before the words, as people type it in a hurry."""

import re
from collections import Counter
from collections.abc import Iterable

BETWEEN = re.compile(r"\s*[/,&+]\s*|\s+and\s+")
OFTEN = 5


class Tags:
    """The tags of a source by how often they stand there."""

    def __init__(self, written: Iterable[str]) -> None:
        self._times = Counter(tag.casefold() for tag in written if tag)

    def read(self, tag: str) -> tuple[str, str]:
        """The tag that is meant, and why it is not the one that is written; empty for one taken as it stands.

        Of several tags in one the first counts. A tag used once that is one letter off a tag used often is
        that one.
        """
        key = tag.casefold()
        parts = [part for part in BETWEEN.split(tag) if part]
        if len(parts) > 1 and all(part.casefold() in self._times for part in parts):
            return parts[0], f"The tag “{tag}” names {len(parts)} subteams; the words are of {parts[0]}."
        if self._times[key] == 1:
            near = [
                other for other, times in self._times.items() if times >= OFTEN and differs_by_one(key, other)
            ]
            if len(near) == 1:
                return near[0], f"The tag “{tag}” stands once in the source; it was read as “{near[0]}”."
        return tag, ""


def differs_by_one(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another one, a missing one or a spare one."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
