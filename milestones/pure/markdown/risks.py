"""Reads risks, from a table or a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.pure.markdown.lines import Kind, Line
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.tables import Row, Table, read_tables
from milestones.pure.markdown.words import BULLET, is_placeholder


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk and where it stands."""

    line: Line
    anchor: str
    kind: str
    risk: str
    response: str


def is_risk_table(table: Table) -> bool:
    """Whether a table lists risks."""
    return table.column("risk") is not None and len(table.names) >= 2


def read_risk_table(table: Table, reader: Reader, owner: str) -> list[Risk]:
    """The rows of a risk table; rows a template left are ignored."""
    reader.table_frame(table)
    found: list[Risk] = []
    for row in table.rows:
        risk = _risk(table, row)
        if all(is_placeholder(cell) for cell in row.cells):
            reader.ignore(row.line, "placeholder text")
            continue
        anchor = reader.anchor(f"{owner}/{len(found) + 1}")
        reader.consume(row.line, anchor)
        found.append(Risk(row.line, anchor, *risk))
    return found


def read_risks(lines: Sequence[Line], reader: Reader, owner: str) -> tuple[list[Risk], str]:
    """The risks of a section and its text as written, without what a template left."""
    found: list[Risk] = []
    kept: list[Line] = []
    inside: set[int] = set()
    for table in read_tables(lines):
        inside |= {table.header.line.number, table.separator.number, *(row.line.number for row in table.rows)}
        if is_risk_table(table):
            rows = read_risk_table(table, reader, owner)
            kept += [table.header.line, table.separator, *(risk.line for risk in rows)] if rows else []
            found += rows
        else:
            kept += [table.header.line, table.separator, *(row.line for row in table.rows)]
    for line in lines:
        if line.number in inside or reader.ignores(line) or reader.ignores_placeholder(line, line.stripped):
            continue
        kept.append(line)
        bullet = BULLET.fullmatch(line.text) if line.kind is Kind.TEXT else None
        if bullet is not None and not bullet[1]:
            anchor = reader.anchor(f"{owner}/{len(found) + 1}")
            reader.consume(line, anchor)
            found.append(Risk(line, anchor, "", bullet[2].strip(), ""))
    for line in kept:
        reader.consume(line, owner)
    return found, join(sorted(kept, key=lambda line: line.number))


def _risk(table: Table, row: Row) -> tuple[str, str, str]:
    """Kind, risk and response of a row."""
    risk = next((at for at, name in enumerate(table.names) if name in {"risk", "risks"}), None)
    risk = table.column("risk") if risk is None else risk
    kind = table.column("type", "level", "kind", "class")
    response = next((at for at in range(len(table.names)) if at not in {risk, kind}), None)
    return row.cell(kind), row.cell(risk), row.cell(response)
