"""Reads the planning tables: milestones by priority with their shares, and the capacity of subteams."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import PurePosixPath

from milestones.pure.markdown.allocation import read_pair, read_share
from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.document import CapacityRowDoc, PlanRowDoc, ShareDoc
from milestones.pure.markdown.lines import Kind, Line, Section, scan, sections
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.tables import Row, Table, leading_number, read_tables
from milestones.pure.markdown.words import is_placeholder, links, plain, slug
from pm.pure.dates import parse_date
from pm.pure.source import SourceFile

PERIOD = re.compile(r"(?<!\d)(20\d\d)\s?-?\s?H([12])(?!\d)")
HALF = re.compile(r"(?<!\w)H([12])(?!\w)")
DATE_COLUMNS = ("end date", "end", "date", "due", "target")
LEFT_BY_SUPPORT = re.compile(r"adjusted to (\d{1,2}|100)\s?%.{0,60}\bsupport\b", re.IGNORECASE)
PAIR_HEADING = re.compile(r"\s*\(?p/p-m\)?$", re.IGNORECASE)
PROSE_RULE = "planning notes outside the tables"
GANTT_RULE = "Gantt drawing"
TABLE_RULE = "table without a record"


@dataclass(slots=True)
class Planning:
    """What a planning file holds."""

    period: str | None
    rows: list[PlanRowDoc] = field(default_factory=list)
    capacity: list[CapacityRowDoc] = field(default_factory=list)


def parse_planning(file: SourceFile, reader: Reader, catalogue: Catalogue) -> Planning:
    """The tables of a planning file; its prose and drawings are ignored by rule."""
    lines = scan(file.text)
    found = Planning(_stated_period(lines, reader))
    share = _share_left(lines, reader)
    for section in sections(lines):
        _section(section, found, reader, catalogue)
    found.capacity = [replace(row, planned_percent=share) for row in found.capacity]
    return found


def milestone_link(cell: str, reader: Reader, catalogue: Catalogue, line: Line) -> tuple[str, str | None]:
    """The target of the link in a cell and the file it leads to, with a finding when it leads nowhere."""
    named = links(cell)
    target = named[0].target if named else ""
    path = catalogue.resolve(target, reader.path) if target else None
    if path is None:
        where = f"The link to {target}" if target else f"“{plain(cell)}” has no link and"
        reader.note(line.number, "broken link", f"{where} leads to no milestone of this source.")
    return target, path


def row_anchor(reader: Reader, table: str, path: str | None, title: str) -> str:
    """A row is known by its table and its milestone."""
    return reader.anchor(f"{slug(table)}/{PurePosixPath(path).stem if path else slug(title)}")


def _stated_period(lines: tuple[Line, ...], reader: Reader) -> str | None:
    """The first line that speaks of a period and names one."""
    for line in lines:
        if line.kind is Kind.TEXT and "period" in line.text.lower():
            stated = PERIOD.search(line.text)
            if stated is not None:
                reader.consume(line, "period")
                return f"{stated[1]}H{stated[2]}"
    return None


def _share_left(lines: tuple[Line, ...], reader: Reader) -> int | None:
    """The share of the time that is left beside support: "Adjusted to 70% allocation for support"."""
    for line in lines:
        stated = LEFT_BY_SUPPORT.search(line.text) if line.kind is Kind.TEXT else None
        if stated is not None:
            reader.consume(line, "capacity")
            return int(stated[1])
    return None


def _table_period(heading: str, period: str | None) -> str | None:
    """The period a heading names; "H1" alone takes the year of the file's period."""
    stated = PERIOD.search(heading)
    if stated is not None:
        return f"{stated[1]}H{stated[2]}"
    half = HALF.search(heading)
    return f"{period[:4]}H{half[1]}" if half is not None and period is not None else period


def _section(section: Section, found: Planning, reader: Reader, catalogue: Catalogue) -> None:
    if section.heading is not None:
        reader.ignore(section.heading, "heading")
    period = _table_period(plain(section.title), found.period)
    for table in read_tables(section.body):
        reader.table_frame(table)
        milestone = table.column("milestone")
        if milestone is not None and table.column(*DATE_COLUMNS) is not None:
            plan = _Plan(table, plain(section.title), period, milestone, reader, catalogue)
            found.rows += [plan.row(row) for row in table.rows]
        elif _is_capacity(table):
            found.capacity += _capacity(table, period, reader)
        else:
            reader.ignore_all((row.line for row in table.rows), TABLE_RULE)
    for line in section.body:
        if line.kind is Kind.CODE:
            reader.ignore(line, GANTT_RULE)
        elif not reader.ignores(line):
            reader.ignore(line, PROSE_RULE)


class _Plan:
    """Reads the rows of one planning table."""

    def __init__(
        self,
        table: Table,
        heading: str,
        period: str | None,
        milestone: int,
        reader: Reader,
        catalogue: Catalogue,
    ) -> None:
        self._table = table
        self._heading = heading
        self._period = period
        self._milestone = milestone
        self._reader = reader
        self._catalogue = catalogue
        self._priority = table.column("priority", "#", "rank")
        self._date = table.column(*DATE_COLUMNS)
        self._capacity = table.column("capacity")
        known = {self._priority, self._milestone, self._date, self._capacity}
        self._teams = [at for at, name in enumerate(table.names) if at not in known and name]

    def row(self, row: Row) -> PlanRowDoc:
        """One milestone of the table."""
        reader, line = self._reader, row.line
        cell = row.cell(self._milestone)
        title = plain(cell)
        target, path = milestone_link(cell, reader, self._catalogue, line)
        anchor = row_anchor(reader, self._heading or "plan", path, title)
        reader.consume(line, anchor)
        if len(row.cells) != len(self._table.names):
            sentence = f"The row has {len(row.cells)} cells, the table {len(self._table.names)} columns."
            reader.note(line.number, "row of another width", sentence)
        date_text = row.cell(self._date)
        date = parse_date(date_text, default_year=int(self._period[:4]) if self._period else None)
        priority = leading_number(row.cell(self._priority))
        return PlanRowDoc(
            path=reader.path,
            line=line.number,
            anchor=anchor,
            period=self._period,
            table=self._heading,
            title=title,
            target=target,
            milestone_path=path,
            priority=None if priority is None or priority % 1 else int(priority),
            date_text=date_text,
            date=date,
            shares=tuple(self._shares(row, anchor)),
            capacity_text=row.cell(self._capacity),
            capacity=self._number(row),
        )

    def _shares(self, row: Row, anchor: str) -> list[ShareDoc]:
        found = []
        for at in self._teams:
            text = row.cell(at)
            if not text:
                continue
            people, months = read_share(text)
            team = plain(self._table.header.cells[at])
            if people is None:
                sentence = f"“{text}” under {team} is no number of people and months."
                self._reader.note(row.line.number, "share not read", sentence)
            found.append(
                ShareDoc(
                    path=self._reader.path,
                    line=row.line.number,
                    anchor=self._reader.anchor(f"{anchor}/{slug(team)}"),
                    subteam=team,
                    text=text,
                    people=people,
                    months=months,
                )
            )
        return found

    def _number(self, row: Row) -> Decimal | None:
        text = row.cell(self._capacity)
        number = leading_number(text)
        if number is None and text and not is_placeholder(text):
            self._reader.note(row.line.number, "capacity not read", f"“{text}” is no number.")
        return number


def _is_capacity(table: Table) -> bool:
    """A table of people and person-months by subteam: headings "x p/p-m", rows Available and planned."""
    pairs = sum(1 for name in table.names[1:] if PAIR_HEADING.search(name))
    rows = {plain(row.cell(0)).lower() for row in table.rows}
    return pairs >= 1 or "available" in rows


def _capacity(table: Table, period: str | None, reader: Reader) -> list[CapacityRowDoc]:
    rows: dict[str, Row] = {}
    for row in table.rows:
        name = plain(row.cell(0)).lower()
        kind = "available" if name.startswith("available") else "planned" if "planned" in name else ""
        if not kind or kind in rows:
            sentence = f"The row “{name}” is neither what is available nor what is planned."
            reader.report(row.line, "capacity not read", sentence)
            continue
        rows[kind] = row
        reader.consume(row.line, "capacity")
    found = []
    for at, heading in enumerate(table.header.cells):
        team = PAIR_HEADING.sub("", plain(heading)).strip()
        if at == 0 or not team:
            continue
        have = _pair(rows.get("available"), at, team, reader)
        plan = _pair(rows.get("planned"), at, team, reader)
        found.append(
            CapacityRowDoc(
                path=reader.path,
                line=rows.get("available", table.header).line.number,
                anchor=reader.anchor(f"capacity/{slug(team)}"),
                period=period,
                subteam=team,
                available_people=have[0],
                available_months=have[1],
                planned_people=plan[0],
                planned_months=plan[1],
            )
        )
    return found


def _pair(row: Row | None, at: int, team: str, reader: Reader) -> tuple[Decimal | None, Decimal | None]:
    if row is None or not row.cell(at):
        return None, None
    pair = read_pair(row.cell(at))
    if pair == (None, None):
        sentence = f"“{row.cell(at)}” under {team} is no pair of people and person-months."
        reader.note(row.line.number, "capacity not read", sentence)
    return pair
