"""Reads one milestone file: date, resources, narrative, objective, risks, features, deliverables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from milestones.pure.markdown.allocation import read_allocation
from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.deliverable import DeliverableReader
from milestones.pure.markdown.document import (
    AllocationDoc,
    DeliverableDoc,
    LinkDoc,
    MilestoneDoc,
    RiskDoc,
    SectionDoc,
    TargetSource,
)
from milestones.pure.markdown.lines import Kind, Line, Section, scan, sections
from milestones.pure.markdown.pins import PinCollector
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.risks import read_risks
from milestones.pure.markdown.words import (
    BULLET,
    Label,
    first_url,
    is_placeholder,
    label_of_heading,
    links,
    plain,
    read_label,
    slug,
    without_links,
)
from pm.pure.dates import parse_date
from pm.pure.source import SourceFile

ROLES = {
    "strategic objective": "objective",
    "strategic objectives": "objective",
    "objective": "objective",
    "furps": "furps",
    "risks": "risks",
    "risk": "risks",
    "deliverables": "deliverables",
    "dependencies": "dependencies",
    "dependency": "dependencies",
}
DELIVERABLE_LABELS = frozenset({"feature", "furps", "no furps", "checklist", "output"})
PERIOD = re.compile(r"(?<!\d)(20\d\d)\s?-?\s?H[12](?!\d)")
_BY_OWNER = 2
SEE_DELIVERABLES = frozenset({"see deliverables", "(see deliverables)"})


def parse_milestone(file: SourceFile, reader: Reader, catalogue: Catalogue, year: int | None) -> MilestoneDoc:
    """The milestone of a file; `year` is the program's, for a date that has none."""
    return _MilestoneReader(file, reader, catalogue).read(year)


@dataclass(slots=True)
class _Date:
    """The date line of a file."""

    line: int = 0
    text: str = ""


@dataclass(slots=True)
class _Open:
    """The deliverable being collected."""

    reader: DeliverableReader
    level: int
    lines: list[Line] = field(default_factory=list)


class _MilestoneReader:
    def __init__(self, file: SourceFile, reader: Reader, catalogue: Catalogue) -> None:
        self._file = file
        self._reader = reader
        self._catalogue = catalogue
        self._anchor = reader.anchor("milestone")
        self._pins = PinCollector(reader, catalogue, f"{self._anchor}/furps")
        self._date = _Date()
        self._links: list[LinkDoc] = []
        self._allocations: list[AllocationDoc] = []
        self._narrative: list[Line] = []
        self._objective: list[str] = []
        self._risks: list[RiskDoc] = []
        self._risk_texts: list[str] = []
        self._sections: list[SectionDoc] = []
        self._dependencies: list[str] = []
        self._deliverables: list[DeliverableDoc] = []
        self._container: int | None = None
        self._open: _Open | None = None
        self._state = ""
        self._after_blank = True

    def read(self, year: int | None) -> MilestoneDoc:
        cut = sections(scan(self._file.text))
        self._narrative += self._prose(cut[0].body)
        rest = cut[1:]
        title, line = PurePosixPath(self._file.path).stem, 1
        if rest and rest[0].heading is not None and plain(rest[0].title).lower() not in ROLES:
            title, line = self._title(rest[0].heading), rest[0].heading.number
            self._narrative += self._prose(rest[0].body)
            rest = rest[1:]
        for section in rest:
            self._section(section)
        self._close_deliverable()
        stated = PERIOD.search(self._file.text)
        date = parse_date(self._date.text, default_year=int(stated[1]) if stated else year)
        self._note_date(date.is_known, date.year_assumed, date.end.year if date.end else None)
        pins = self._pins.pins()
        refs = self._pins.refs(pins)
        self._pins.scopes()
        return MilestoneDoc(
            path=self._file.path,
            line=line,
            anchor=self._anchor,
            title=title or PurePosixPath(self._file.path).stem,
            links=tuple(self._links),
            date_text=self._date.text,
            target=date,
            target_source=TargetSource.FILE if date.is_known else TargetSource.NONE,
            target_line=self._date.line,
            allocations=tuple(self._allocations),
            narrative=join(self._narrative),
            objective="\n".join(self._objective),
            risks=tuple(self._risks),
            risks_text="\n\n".join(text for text in self._risk_texts if text),
            features=refs,
            deliverables=tuple(self._deliverables),
            sections=tuple(self._sections),
            dependencies="\n".join(self._dependencies),
        )

    def _title(self, heading: Line) -> str:
        self._reader.consume(heading, self._anchor)
        for link in links(heading.title):
            self._link(heading, plain(link.title), link.target)
        return plain(heading.title)

    def _note_date(self, is_known: bool, year_assumed: bool, year: int | None) -> None:
        text, line = self._date.text, self._date.line
        if not line:
            self._reader.note(1, "no date", f"{self._file.path} has no line with a date of completion.")
        elif not is_known:
            self._reader.note(line, "unknown date", f"“{text}” names no day; the target stays unknown.")
        elif year_assumed:
            sentence = f"“{text}” has no year; {year} was taken from the period."
            self._reader.note(line, "date without a year", sentence)

    def _section(self, section: Section) -> None:
        heading = section.heading
        if heading is None:
            return
        role = ROLES.get(plain(section.title).lower().rstrip(":").strip(), "")
        owns = _owns(section)
        if self._open is not None and section.level > self._open.level and owns < _BY_OWNER:
            self._open.lines += [heading, *section.body]
            return
        self._close_deliverable()
        if self._container is not None and section.level <= self._container:
            self._container = None
        if not role and (owns or self._container is not None):
            self._open_deliverable(section, heading)
            return
        anchor = self._reader.anchor(slug(section.title))
        self._reader.consume(heading, anchor)
        if role == "deliverables":
            self._container = section.level
            self._keep(section, heading, anchor)
        elif role == "objective":
            self._objective += self._plain_text(section.body, f"{self._anchor}/objective")
        elif role == "dependencies":
            self._dependencies += self._plain_text(section.body, f"{self._anchor}/dependencies")
        elif role == "risks":
            self._read_risks(section.body, heading)
        elif role == "furps":
            self._state = "furps"
            self._keep_lines(heading, anchor, section, self._prose(section.body))
        else:
            self._keep(section, heading, anchor)

    def _open_deliverable(self, section: Section, heading: Line) -> None:
        if is_placeholder(section.title):
            self._reader.ignore(heading, "placeholder text")
            for line in section.body:
                if line.kind is not Kind.BLANK:
                    self._reader.ignore(line, "placeholder text")
            return
        found = DeliverableReader(heading, self._reader, self._catalogue)
        self._open = _Open(found, section.level, list(section.body))
        if "~" in found.anchor:
            sentence = f"Two deliverables of this file are called “{plain(section.title)}”."
            self._reader.note(heading.number, "title used twice", sentence)

    def _close_deliverable(self) -> None:
        if self._open is not None:
            self._deliverables.append(self._open.reader.read(self._open.lines))
            self._open = None

    def _keep(self, section: Section, heading: Line, anchor: str) -> None:
        self._state = ""
        self._keep_lines(heading, anchor, section, self._prose(section.body))

    def _keep_lines(self, heading: Line, anchor: str, section: Section, lines: Sequence[Line]) -> None:
        """A section as it stands; an empty one of the layout leaves nothing."""
        role = ROLES.get(plain(section.title).lower())
        if lines or role is None:
            self._sections.append(
                SectionDoc(
                    path=self._file.path,
                    line=heading.number,
                    anchor=anchor,
                    title=plain(section.title),
                    text=join(lines),
                    level=section.level,
                )
            )

    def _plain_text(self, lines: Sequence[Line], record: str) -> list[str]:
        kept = []
        for line in lines:
            if not self._reader.ignores(line) and not self._reader.ignores_placeholder(line, line.stripped):
                self._reader.consume(line, record)
                kept.append(line.stripped)
        return kept

    def _read_risks(self, lines: Sequence[Line], heading: Line) -> None:
        found, text = read_risks(lines, self._reader, f"{self._anchor}/risk")
        if self._risk_texts:
            sentence = "The file has more than one Risks section; all rows are kept."
            self._reader.note(heading.number, "second Risks section", sentence)
        self._risk_texts.append(text)
        self._risks += [
            RiskDoc(
                path=self._file.path,
                line=risk.line.number,
                anchor=risk.anchor,
                kind=risk.kind,
                risk=risk.risk,
                response=risk.response,
                likelihood=risk.likelihood,
                impact=risk.impact,
                note=risk.note,
            )
            for risk in found
        ]

    def _prose(self, lines: Sequence[Line]) -> list[Line]:
        """Take the labelled lines out of a text and return the others."""
        kept: list[Line] = []
        for line in lines:
            if self._reader.ignores(line):
                self._after_blank = self._after_blank or line.kind is Kind.BLANK
                continue
            if not self._takes(line):
                self._reader.consume(line, f"{self._anchor}/narrative")
                kept.append(line)
            self._after_blank = False
        self._state = ""
        return kept

    def _takes(self, line: Line) -> bool:
        if line.kind is not Kind.TEXT:
            return False
        label = read_label(line.text)
        if label is not None and self._takes_label(line, label):
            return True
        is_bullet = BULLET.fullmatch(line.text) is not None
        if self._state == "resources":
            if is_bullet or not self._after_blank:
                return self._allocation(line, line.stripped)
            self._state = ""
        if self._state == "dependencies":
            if is_bullet or not self._after_blank:
                self._reader.consume(line, f"{self._anchor}/dependencies")
                self._dependencies.append(line.stripped)
                return True
            self._state = ""
        if self._state == "furps" and self._takes_furps(line, line.stripped):
            return True
        if self._state == "furps" and self._after_blank and not is_bullet:
            self._state = ""
        is_short = len(line.stripped.split()) <= 3  # "TODO: agree on these numbers" is prose
        return is_short and self._reader.ignores_placeholder(line, line.stripped)

    def _takes_label(self, line: Line, label: Label) -> bool:
        if label.name == "date":
            self._take_date(line, label)
        elif label.name == "resources":
            self._reader.consume(line, f"{self._anchor}/resources")
            self._state = "resources"
            if label.value:
                self._allocation(line, label.value)
        elif label.name == "objective":
            self._reader.consume(line, f"{self._anchor}/objective")
            self._objective += [label.value] if label.value and not is_placeholder(label.value) else []
        elif label.name == "dependencies":
            self._reader.consume(line, f"{self._anchor}/dependencies")
            named = (
                label.written[len("depends on ") :] if label.written.lower().startswith("depends on ") else ""
            )
            self._dependencies += [text for text in (named.strip(), label.value) if text]
            self._state = "dependencies"
        elif label.name in {"furps", "feature"}:
            self._state = "furps"
            taken = not label.value or self._takes_furps(line, label.value)
            self._reader.consume(line, f"{self._anchor}/furps")
            return taken
        elif label.name == "link":
            return self._takes_link(line, label)
        else:
            return False
        return True

    def _take_date(self, line: Line, label: Label) -> None:
        if self._date.line:
            sentence = f"The file has a second date, “{label.value}”; the first one counts."
            self._reader.report(line, "second date", sentence)
            return
        self._date = _Date(line.number, label.value)
        self._reader.consume(line, self._anchor)
        self._state = ""

    def _takes_link(self, line: Line, label: Label) -> bool:
        """A label that holds a link and nothing else."""
        named = links(label.value)
        url = named[0].target if named else first_url(label.value)
        if "://" not in url or without_links(label.value).replace(url, "").strip(" .<>"):
            return False
        self._link(line, label.written, url)
        self._state = ""
        return True

    def _link(self, line: Line, label: str, url: str) -> None:
        """Keep a link once, under the label it has first."""
        if any(link.url == url for link in self._links):
            self._reader.consume(line, f"{self._anchor}/link")
            return
        anchor = self._reader.anchor(f"{self._anchor}/link/{slug(label)}")
        self._reader.consume(line, anchor)
        self._links.append(
            LinkDoc(path=self._file.path, line=line.number, anchor=anchor, label=label, url=url)
        )

    def _takes_furps(self, line: Line, text: str) -> bool:
        shown = text.strip("-*: .").lower()
        if shown in SEE_DELIVERABLES:
            self._reader.ignore(line, "refers to the deliverables")
            return True
        if self._reader.ignores_placeholder(line, text):
            return True
        if links(text):
            return self._pins.feature(line, text)
        return self._pins.read(line, text, after_blank=self._after_blank)

    def _allocation(self, line: Line, text: str) -> bool:
        bullet = BULLET.fullmatch(text)
        shown = (bullet[2] if bullet is not None else text).strip()
        if self._reader.ignores_placeholder(line, shown):
            return True
        found = read_allocation(shown)
        anchor = self._reader.anchor(f"{self._anchor}/resource/{len(self._allocations) + 1}")
        self._reader.consume(line, anchor)
        if found.people is None:
            sentence = "The resource names no number of people; it is kept as text."
            self._reader.note(line.number, "resource without a number", sentence)
        self._allocations.append(
            AllocationDoc(
                path=self._file.path,
                line=line.number,
                anchor=anchor,
                text=shown,
                people=found.people,
                role=found.role if found.people is not None else "",
                months=found.months,
            )
        )
        return True


def _owns(section: Section) -> int:
    """Whether the lines below a heading are those of a deliverable: by its owner, by other labels, or not."""
    names: set[str] = set()
    if label_of_heading(section.title) is not None:
        return 0
    for line in section.body:
        label = read_label(line.text) if line.kind is Kind.TEXT and line.indent < 4 else None
        if label is not None:
            names.add(label.name)
    return _BY_OWNER if "owner" in names else int(len(names & DELIVERABLE_LABELS) >= 2)
