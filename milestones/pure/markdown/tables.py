"""Finds pipe tables in lines and reads their cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from milestones.pure.markdown.lines import Kind, Line
from milestones.pure.markdown.words import plain

UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
SEPARATOR_CHARACTERS = frozenset("|:- \t")
NUMBER = re.compile(r"(?<![\w.,])(\d{1,6}(?:[.,]\d{1,4})?)(?![\w%])")
LEADING_NUMBER = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,4})?)")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and its cells as written, without the space around them."""

    line: Line
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; `names` are the lower-case plain headings of its columns."""

    header: Row
    separator: Line
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(plain(cell).lower() for cell in self.header.cells)

    def column(self, *beginnings: str) -> int | None:
        """The first column whose heading begins with one of these."""
        for at, name in enumerate(self.names):
            if name.startswith(beginnings):
                return at
        return None


def read_tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """Every table of a stretch of lines: a header, a separator and the rows below it."""
    tables: list[Table] = []
    at = 1
    while at < len(lines):
        if _is_row(lines[at - 1]) and _is_separator(lines[at]):
            end = at + 1
            while end < len(lines) and _is_row(lines[end]):
                end += 1
            rows = tuple(Row(line, split_cells(line.text)) for line in lines[at + 1 : end])
            header = Row(lines[at - 1], split_cells(lines[at - 1].text))
            tables.append(Table(header, lines[at], rows))
            at = end
        at += 1
    return tuple(tables)


def split_cells(text: str) -> tuple[str, ...]:
    """The cells of a row; a pipe after a backslash stays in its cell."""
    inner = text.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in UNESCAPED_PIPE.split(inner))


def leading_number(text: str) -> Decimal | None:
    """The number a cell begins with: "3.5✧" is 3.5."""
    found = LEADING_NUMBER.match(text)
    return None if found is None else to_decimal(found[1])


def to_decimal(text: str) -> Decimal | None:
    """A decimal with point or comma; None for anything else."""
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _is_row(line: Line) -> bool:
    return line.kind is Kind.TEXT and "|" in line.text


def _is_separator(line: Line) -> bool:
    return _is_row(line) and "-" in line.text and not set(line.text) - SEPARATOR_CHARACTERS
