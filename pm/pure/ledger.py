"""Line accounting of an import: each non-blank line is consumed, ignored by a rule, or reported."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pm.pure.source import SourceFile

NOT_UNDERSTOOD = "This line is not understood and was not imported."


class LineState(StrEnum):
    """What became of a line."""

    CONSUMED = "CONSUMED"
    IGNORED = "IGNORED"
    REPORTED = "REPORTED"


@dataclass(frozen=True, slots=True)
class LineAccount:
    """One line and what became of it: `reason` is the record's anchor, the rule's name or the sentence."""

    path: str
    line: int
    state: LineState
    reason: str


class Ledger:
    """The account of every non-blank line.

    A line is booked once: the first entry stands. `close` reports what nobody booked, so that afterwards
    `total == consumed + ignored + reported` holds for any input.
    """

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, ...]] = {}
        self._booked: dict[tuple[str, int], LineAccount] = {}

    def open(self, file: SourceFile) -> None:
        """Count the non-blank lines of a file; opening it twice changes nothing."""
        if file.path not in self._lines:
            lines = file.text.split("\n")
            self._lines[file.path] = tuple(n for n, line in enumerate(lines, start=1) if line.strip())

    def consume(self, path: str, line: int, record: str) -> None:
        """The line became part of a record."""
        self._book(LineAccount(path, line, LineState.CONSUMED, record))

    def ignore(self, path: str, line: int, rule: str) -> None:
        """The line carries nothing to import, by a named rule."""
        self._book(LineAccount(path, line, LineState.IGNORED, rule))

    def report(self, path: str, line: int, sentence: str) -> None:
        """The line was not imported and the reader is told why."""
        self._book(LineAccount(path, line, LineState.REPORTED, sentence))

    def withdraw(self, path: str, line: int, sentence: str) -> None:
        """A line that was consumed belongs to nothing after all: it is reported."""
        if (path, line) in self._booked:
            self._booked[path, line] = LineAccount(path, line, LineState.REPORTED, sentence)

    def close(self) -> tuple[LineAccount, ...]:
        """Report every line nobody booked and return those."""
        left = [
            LineAccount(path, line, LineState.REPORTED, NOT_UNDERSTOOD)
            for path, lines in self._lines.items()
            for line in lines
            if (path, line) not in self._booked
        ]
        for account in left:
            self._book(account)
        return tuple(left)

    def _book(self, account: LineAccount) -> None:
        self._booked.setdefault((account.path, account.line), account)

    def __iter__(self) -> Iterator[LineAccount]:
        """Every booked non-blank line, by file and line."""
        for path in sorted(self._lines):
            for line in self._lines[path]:
                account = self._booked.get((path, line))
                if account is not None:
                    yield account

    def count(self, state: LineState) -> int:
        """How many non-blank lines have this state."""
        return sum(1 for account in self if account.state is state)

    @property
    def total(self) -> int:
        """All non-blank lines of all opened files."""
        return sum(len(lines) for lines in self._lines.values())

    @property
    def consumed(self) -> int:
        return self.count(LineState.CONSUMED)

    @property
    def ignored(self) -> int:
        return self.count(LineState.IGNORED)

    @property
    def reported(self) -> int:
        return self.count(LineState.REPORTED)

    def is_balanced(self) -> bool:
        """Whether the three states sum to the total."""
        return self.total == self.consumed + self.ignored + self.reported

    def rules(self) -> dict[str, int]:
        """Ignored lines by rule, the most frequent first."""
        counted = Counter(account.reason for account in self if account.state is LineState.IGNORED)
        return dict(counted.most_common())
