"""Folds the many spellings of a team into one subteam.

The rule, as docs/import.md tells it: small letters; words split at anything that is no letter or digit;
a plural s falls; "res" and "researcher" are "research", "bd" is "business"; words for a role (engineer,
developer, lead, team) fall unless nothing else is left. The columns of the planning tables are the teams;
a spelling belongs to the team all of whose words it holds (the most words win), else to the only team
that holds all of its words. Without such a column only spellings of the same words are one team.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pm.models import Subteam

WORD = re.compile(r"[^\W_]+")
SAME = {"res": "research", "researcher": "research", "bd": "business", "doc": "docs", "documentation": "docs"}
ROLES = frozenset(
    {"eng", "engineer", "engineering", "dev", "developer", "development"}
    | {"lead", "team", "subteam", "member", "head", "manager", "staff"}
)
KINDS = (
    ("RESEARCH", {"research"}),
    ("QA", {"qa", "test", "testing", "quality"}),
    ("DOCS", {"docs"}),
    ("DEVREL", {"devrel", "advocacy", "community"}),
    ("BUSINESS", {"business", "sale", "growth", "marketing"}),
)
Words = frozenset[str]


def words_of(text: str) -> Words:
    """The words that make a team, in no order; empty when the text names only a role."""
    return frozenset(_words(text) - ROLES)


def _words(text: str) -> set[str]:
    found = set()
    for word in WORD.findall(text.lower()):
        single = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        found.add(SAME.get(single, single))
    return found


@dataclass(slots=True)
class Team:
    """One subteam and the spellings that became it."""

    words: Words
    spellings: Counter[str] = field(default_factory=Counter)
    path: str = ""
    line: int = 0

    @property
    def key(self) -> str:
        return "-".join(sorted(self.words))[:100]

    @property
    def name(self) -> str:
        """The longest spelling that says just these words, else the most frequent one."""
        exact = [text for text in self.spellings if frozenset(_words(text)) == self.words]
        if exact:
            return max(sorted(exact), key=lambda text: (len(text), self.spellings[text]))
        return max(sorted(self.spellings), key=lambda text: self.spellings[text])

    @property
    def kind(self) -> str:
        found = next((kind for kind, words in KINDS if self.words & words), "ENGINEERING")
        return str(Subteam.Kind(found).value)

    @property
    def code(self) -> str:
        """Two letters for a narrow column: the initials, or the first two letters."""
        parts = WORD.findall(self.name)
        letters = "".join(part[0] for part in parts) if len(parts) > 1 else parts[0]
        return letters[:2].upper()


class Teams:
    """The subteams of a program as its source spells them."""

    def __init__(self) -> None:
        self._teams: dict[Words, Team] = {}
        self._columns: list[Words] = []

    def add_column(self, text: str, *, path: str, line: int) -> None:
        """A column of a planning table names a team."""
        words = words_of(text) or frozenset(_words(text))
        if words and words not in self._teams:
            self._columns.append(words)
        self._count(words, text, path, line)

    def add(self, text: str, *, path: str, line: int) -> None:
        """A spelling found at a deliverable; add the columns first."""
        words = words_of(text) or frozenset(_words(text))
        self._count(self._folded(words), text, path, line)

    def find(self, text: str) -> Team | None:
        """The team a spelling belongs to; None when it names no team."""
        words = words_of(text)
        return self._teams.get(self._folded(words)) if words else self._teams.get(frozenset(_words(text)))

    def _count(self, words: Words, text: str, path: str, line: int) -> None:
        if words:
            team = self._teams.setdefault(words, Team(words, path=path, line=line))
            team.spellings[" ".join(text.split())] += 1

    def _folded(self, words: Words) -> Words:
        if words in self._teams:
            return words
        inside = [column for column in self._columns if column <= words]
        longest = max((len(column) for column in inside), default=0)
        inside = [column for column in inside if len(column) == longest]
        around = [column for column in self._columns if words <= column]
        if len(inside) == 1:
            return inside[0]
        return around[0] if not inside and len(around) == 1 and words else words

    def __iter__(self) -> Iterator[Team]:
        return iter(self._teams.values())
