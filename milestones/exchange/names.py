"""Finds a thing by its title or by its page on a tracker, as people write them."""

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
LEAST_WORDS = 2


def title_words(text: str) -> frozenset[str]:
    """The words of a title without small words, plurals and two spellings of one sound."""
    words = (word.replace("iz", "is") for word in WORD.findall(text.casefold()))
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") else word
        for word in words
        if word not in SMALL_WORDS
    )


def page_of(url: str) -> str:
    """An address by which two links to one page are the same."""
    bare = url.strip().split("#", 1)[0].split("?", 1)[0].rstrip("/").lower()
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.")


class Names(Generic[Thing]):
    """Things by their titles; one thing may have several."""

    def __init__(self, pairs: Iterable[tuple[str, Thing]] = ()) -> None:
        self._names: dict[frozenset[str], set[Thing]] = {}
        for title, thing in pairs:
            self.add(title, thing)

    def add(self, title: str, thing: Thing) -> None:
        words = title_words(title)
        if words:
            self._names.setdefault(words, set()).add(thing)

    def same(self, title: str) -> set[Thing]:
        """Everything with just the words of this title."""
        return set(self._names.get(title_words(title), ()))

    def find(self, headline: str) -> Thing | None:
        """The only thing of the same words; else the only one where one title holds the other's words."""
        words = title_words(headline)
        same = self.same(headline)
        if len(same) != 1:
            same = {
                thing
                for name, things in self._names.items()
                for thing in things
                if len(words & name) >= LEAST_WORDS and (words <= name or name <= words)
            }
        return same.pop() if len(same) == 1 else None
