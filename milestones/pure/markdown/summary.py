"""Reads a half-year summary: realised values, what was not realised, doneness, proposals, risks."""

import re
from dataclasses import dataclass, field

from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.document import (
    Carry,
    DonenessCount,
    DonenessDoc,
    NonRealisedDoc,
    PlanRowDoc,
    RealisedDoc,
    SummaryRiskDoc,
)
from milestones.pure.markdown.lines import Section, scan, sections
from milestones.pure.markdown.planning import TABLE_RULE, milestone_link, row_anchor
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.risks import is_risk_table, read_risk_table
from milestones.pure.markdown.tables import Row, Table, leading_number, read_tables
from milestones.pure.markdown.words import first_url, is_placeholder, links, plain, slug
from pm.pure.source import SourceFile

COUNT = re.compile(r"([FURPS+])\s?\(\s?(\d{0,4})\s?(?:/\s?(\d{1,4})\s?)?\)")
PROSE_RULE = "half-year summary: prose"


@dataclass(slots=True)
class Summary:
    """What a half-year summary holds."""

    period: str
    realised: list[RealisedDoc] = field(default_factory=list)
    non_realised: list[NonRealisedDoc] = field(default_factory=list)
    doneness: list[DonenessDoc] = field(default_factory=list)
    proposals: list[PlanRowDoc] = field(default_factory=list)
    risks: list[SummaryRiskDoc] = field(default_factory=list)


def parse_summary(file: SourceFile, period: str, reader: Reader, catalogue: Catalogue) -> Summary:
    """The tables of a summary; its prose is ignored by rule."""
    found = Summary(period)
    for section in sections(scan(file.text)):
        if section.heading is not None:
            reader.ignore(section.heading, "heading")
        for table in read_tables(section.body):
            _table(table, section, found, reader, catalogue)
        for line in section.body:
            if not reader.ignores(line):
                reader.ignore(line, PROSE_RULE)
    return found


def _table(table: Table, section: Section, found: Summary, reader: Reader, catalogue: Catalogue) -> None:
    if is_risk_table(table):
        _risks(table, found, reader)
        return
    reader.table_frame(table)
    rows = [row for row in table.rows if not _is_template(row, reader)]
    if table.column("realised", "realized") is not None:
        found.realised += [_realised(table, row, found.period, reader) for row in rows]
    elif table.column("carry") is not None:
        found.non_realised += [_non_realised(table, row, found.period, reader) for row in rows]
    elif table.column("furps doneness", "doneness") is not None:
        found.doneness += [_doneness(table, row, found.period, reader) for row in rows]
    elif table.column("business val", "value") is not None and table.column("milestone") is not None:
        heading = plain(section.title)
        found.proposals += [_proposal(table, row, heading, found.period, reader, catalogue) for row in rows]
    else:
        reader.ignore_all((row.line for row in rows), TABLE_RULE)


def _is_template(row: Row, reader: Reader) -> bool:
    if not all(is_placeholder(cell) for cell in row.cells):
        return False
    reader.ignore(row.line, "placeholder text")
    return True


def _headline(table: Table, row: Row) -> str:
    return plain(row.cell(table.column("milestone headline", "headline", "milestone") or 0))


def _anchor(kind: str, headline: str, row: Row, reader: Reader) -> str:
    anchor = reader.anchor(f"{kind}/{slug(headline)}")
    reader.consume(row.line, anchor)
    return anchor


def _realised(table: Table, row: Row, period: str, reader: Reader) -> RealisedDoc:
    headline = _headline(table, row)
    text = row.cell(table.column("realised", "realized"))
    value = leading_number(text)
    if value is None or value > 10:
        reader.note(row.line.number, "value not read", f"“{text}” is no value from 0 to 10.")
        value = None
    return RealisedDoc(
        path=reader.path,
        line=row.line.number,
        anchor=_anchor("realised", headline, row, reader),
        period=period,
        headline=headline,
        objective=plain(row.cell(table.column("strategic objective", "objective"))),
        value=value,
        value_text=text,
    )


def _non_realised(table: Table, row: Row, period: str, reader: Reader) -> NonRealisedDoc:
    headline = _headline(table, row)
    text = row.cell(table.column("carry"))
    word = plain(text).lower()
    carry = Carry.YES if word.startswith("yes") else Carry.NO if word.startswith("no") else Carry.UNCLEAR
    return NonRealisedDoc(
        path=reader.path,
        line=row.line.number,
        anchor=_anchor("non-realised", headline, row, reader),
        period=period,
        headline=headline,
        reason=row.cell(table.column("reason")),
        carry=carry,
        carry_text=text,
    )


def _doneness(table: Table, row: Row, period: str, reader: Reader) -> DonenessDoc:
    headline = _headline(table, row)
    text = row.cell(table.column("furps doneness", "doneness"))
    counts = tuple(
        DonenessCount(letter, int(done) if done else None, int(total) if total else None)
        for letter, done, total in COUNT.findall(text)
    )
    if not counts or any(count.total is None for count in counts):
        reader.note(row.line.number, "doneness without totals", f"“{text}” does not say out of how many.")
    cell = row.cell(table.column("link"))
    named = links(cell)
    return DonenessDoc(
        path=reader.path,
        line=row.line.number,
        anchor=_anchor("doneness", headline, row, reader),
        period=period,
        headline=headline,
        counts=counts,
        text=text,
        link=named[0].target if named else first_url(cell),
    )


def _proposal(
    table: Table, row: Row, heading: str, period: str, reader: Reader, catalogue: Catalogue
) -> PlanRowDoc:
    cell = row.cell(table.column("milestone"))
    title = plain(cell)
    target, path = milestone_link(cell, reader, catalogue, row.line)
    anchor = row_anchor(reader, "proposal", path, title)
    reader.consume(row.line, anchor)
    capacity = row.cell(table.column("capacity"))
    return PlanRowDoc(
        path=reader.path,
        line=row.line.number,
        anchor=anchor,
        period=period,
        table=heading,
        title=title,
        target=target,
        milestone_path=path,
        capacity_text=capacity,
        capacity=leading_number(capacity),
        objective=plain(row.cell(table.column("strategic objective", "objective"))),
        value=leading_number(row.cell(table.column("business val", "value"))),
        letters=row.cell(table.column("furps")),
    )


def _risks(table: Table, found: Summary, reader: Reader) -> None:
    found.risks += [
        SummaryRiskDoc(
            path=reader.path,
            line=risk.line.number,
            anchor=risk.anchor,
            period=found.period,
            kind=risk.kind,
            risk=risk.risk,
            response=risk.response,
            likelihood=risk.likelihood,
            impact=risk.impact,
            note=risk.note,
        )
        for risk in read_risk_table(table, reader, "risk")
    ]
