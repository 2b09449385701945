"""What every parser of one file shares: booking lines, findings and unique anchors."""

from collections import Counter
from collections.abc import Iterable, Sequence

from milestones.pure.markdown.document import Finding
from milestones.pure.markdown.lines import Kind, Line
from milestones.pure.markdown.tables import Table
from milestones.pure.markdown.words import is_placeholder
from pm.pure.ledger import Ledger

IGNORED_KINDS = {
    Kind.RULE: "horizontal rule",
    Kind.COMMENT: "HTML comment",
    Kind.FRONT_MATTER: "front matter",
}
EMPTY_ITEMS = frozenset({"-", "*", "+", "- [ ]", "|"})


class Reader:
    """Books the lines of one file and keeps what the reader of the import is told about it."""

    def __init__(self, path: str, ledger: Ledger) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._ledger = ledger
        self._anchors: Counter[str] = Counter()

    def anchor(self, wanted: str) -> str:
        """The wanted anchor, with a number when the file has it already."""
        self._anchors[wanted] += 1
        times = self._anchors[wanted]
        return wanted if times == 1 else self.anchor(f"{wanted}~{times}")

    def consume(self, line: Line, record: str) -> None:
        self._ledger.consume(self.path, line.number, record)

    def ignore(self, line: Line, rule: str) -> None:
        self._ledger.ignore(self.path, line.number, rule)

    def ignore_all(self, lines: Iterable[Line], rule: str) -> None:
        for line in lines:
            self.ignore(line, rule)

    def report(self, line: Line, rule: str, sentence: str) -> None:
        """The line is not imported."""
        self._ledger.report(self.path, line.number, sentence)
        self.note(line.number, rule, sentence)

    def reject(self, lines: Sequence[Line], rule: str, sentence: str) -> None:
        """Lines that are one thing and not imported."""
        for line in lines:
            self.report(line, rule, sentence)

    def note(self, line: int, rule: str, sentence: str) -> None:
        """Something to know about a line that is imported all the same."""
        self.findings.append(Finding(self.path, line, rule, sentence))

    def ignores(self, line: Line) -> bool:
        """Book a line that never carries anything; False when it may carry something."""
        rule = IGNORED_KINDS.get(line.kind)
        if rule is None and line.stripped in EMPTY_ITEMS:
            rule = "empty list item"
        if rule is not None:
            self.ignore(line, rule)
        return rule is not None or line.kind is Kind.BLANK

    def ignores_placeholder(self, line: Line, text: str) -> bool:
        """Book a line holding only what a template left."""
        if line.kind is Kind.CODE or not is_placeholder(text):
            return False
        self.ignore(line, "placeholder text")
        return True

    def table_frame(self, table: Table) -> None:
        """Book the lines of a table that hold no row."""
        self.ignore(table.header.line, "table header")
        self.ignore(table.separator, "table header separator")


def join(lines: Sequence[Line]) -> str:
    """Lines as text, without blank lines at either end; a gap between them becomes one blank line."""
    shown: list[str] = []
    for at, line in enumerate(lines):
        if at and line.number > lines[at - 1].number + 1 and shown[-1]:
            shown.append("")
        shown.append(line.text.rstrip())
    return "\n".join(shown).strip("\n")
