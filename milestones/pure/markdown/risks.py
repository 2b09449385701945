"""Reads risks, from a table or a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from milestones.pure.markdown.lines import Kind, Line
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.tables import Row, Table, read_tables
from milestones.pure.markdown.words import BULLET, is_placeholder, plain


@dataclass(frozen=True, slots=True)
class Risk:
    """One risk and where it stands."""

    line: Line
    anchor: str
    kind: str
    risk: str
    response: str
    likelihood: str = ""
    impact: str = ""
    note: str = ""


def is_risk_table(table: Table) -> bool:
    """Whether a table lists risks."""
    return table.column("risk") is not None and len(table.names) >= 2


def read_risk_table(table: Table, reader: Reader, owner: str) -> list[Risk]:
    """The rows of a risk table; rows a template left are ignored."""
    reader.table_frame(table)
    found: list[Risk] = []
    for row in table.rows:
        if all(is_placeholder(cell) for cell in row.cells):
            reader.ignore(row.line, "placeholder text")
            continue
        anchor = reader.anchor(f"{owner}/{len(found) + 1}")
        reader.consume(row.line, anchor)
        found.append(_read_row(table, row, anchor))
    return found


def read_risks(lines: Sequence[Line], reader: Reader, owner: str) -> tuple[list[Risk], str]:
    """The risks of a section, and as text whatever else it says; nothing of what a template left."""
    found: list[Risk] = []
    kept: list[Line] = []
    inside: set[int] = set()
    for table in read_tables(lines):
        inside |= {table.header.line.number, table.separator.number, *(row.line.number for row in table.rows)}
        if is_risk_table(table):
            found += read_risk_table(table, reader, owner)
        else:
            kept += [table.header.line, table.separator, *(row.line for row in table.rows)]
    is_open = False
    for line in lines:
        if line.number in inside or reader.ignores(line) or reader.ignores_placeholder(line, line.stripped):
            continue
        bullet = BULLET.fullmatch(line.text) if line.kind is Kind.TEXT else None
        if bullet is not None and not bullet[1]:
            anchor = reader.anchor(f"{owner}/{len(found) + 1}")
            reader.consume(line, anchor)
            found.append(Risk(line, anchor, "", bullet[2].strip(), ""))
            is_open = True
        elif is_open and line.kind is Kind.TEXT and line.indent:
            reader.consume(line, found[-1].anchor)
            found[-1] = replace(found[-1], response=f"{found[-1].response}\n{line.stripped}".strip())
        else:
            kept.append(line)
            is_open = False
    for line in kept:
        reader.consume(line, owner)
    return sorted(found, key=lambda risk: risk.line.number), join(sorted(kept, key=lambda line: line.number))


def _read_row(table: Table, row: Row, anchor: str) -> Risk:
    """The columns that are known by their heading; the first other one is the response, the rest a note."""
    names = table.names
    risk = next((at for at, name in enumerate(names) if name in {"risk", "risks"}), None)
    risk = table.column("risk") if risk is None else risk
    kind = table.column("type", "level", "kind", "class")
    likelihood, impact = table.column("likelihood", "probability"), table.column("impact", "severity")
    response = table.column("response", "mitigation", "control", "(accept", "accept")
    known = {risk, kind, likelihood, impact}
    if response is None:
        response = next((at for at in range(len(names)) if at not in known), None)
    others = [at for at in range(len(row.cells)) if at not in {*known, response}]
    return Risk(
        line=row.line,
        anchor=anchor,
        kind=row.cell(kind),
        risk=row.cell(risk),
        response=row.cell(response),
        likelihood=row.cell(likelihood),
        impact=row.cell(impact),
        note="\n".join(_named(table, row, at) for at in others if row.cell(at)),
    )


def _named(table: Table, row: Row, at: int) -> str:
    heading = plain(table.header.cells[at]) if at < len(table.header.cells) else ""
    return f"{heading}: {row.cell(at)}" if heading else row.cell(at)
