"""Reads the page of a milestone on a roadmap's site: its link and date, why, and its deliverables."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from milestones.pure.markdown.document import DeliverableDoc, LinkDoc, MilestoneDoc, SectionDoc, TargetSource
from milestones.pure.markdown.lines import Kind, Line, Section, scan, sections
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.words import links, plain, read_label, slug, without_links
from pm.pure.dates import parse_date
from pm.pure.source import SourceFile

FRONT_TITLE = re.compile(r"title\s*:\s*(.{1,300})", re.DOTALL)
CALLED = re.compile(r"milestone\b\s*[-\u2013:]?\s*", re.IGNORECASE)
DELIVERABLE = re.compile(r"[*_]{0,2}deliverable[*_]{0,2}\s*[-\u2013:]\s*", re.IGNORECASE)


def parse_page(file: SourceFile, reader: Reader) -> MilestoneDoc:
    """The milestone of a page."""
    return _PageReader(file, reader).read()


class _PageReader:
    def __init__(self, file: SourceFile, reader: Reader) -> None:
        self._path = file.path
        self._reader = reader
        self._lines = scan(file.text)
        self._anchor = reader.anchor("milestone")
        self._front_title = self._read_front()
        self._link: LinkDoc | None = None
        self._heading = ""
        self._date = ("", 0)
        self._narrative: list[Line] = []
        self._sections: list[SectionDoc] = []
        self._deliverables: list[tuple[Line, list[Line]]] = []

    def read(self) -> MilestoneDoc:
        for section in sections(self._lines):
            self._section(section)
        deliverables = tuple(self._deliverable(heading, body) for heading, body in self._deliverables)
        date = parse_date(self._date[0])
        if not self._date[1]:
            self._reader.note(1, "no date", f"{self._path} has no line with a date of completion.")
        elif not date.is_known:
            sentence = f"“{self._date[0]}” names no day; the target stays unknown."
            self._reader.note(self._date[1], "unknown date", sentence)
        return MilestoneDoc(
            path=self._path,
            line=self._link.line if self._link is not None else 1,
            anchor=self._anchor,
            title=self._title(),
            links=(self._link,) if self._link is not None else (),
            date_text=self._date[0],
            target=date,
            target_source=TargetSource.FILE if date.is_known else TargetSource.NONE,
            target_line=self._date[1],
            allocations=(),
            narrative=join(self._narrative),
            objective="",
            risks=(),
            risks_text="",
            features=(),
            deliverables=deliverables,
            sections=tuple(self._sections),
        )

    def _read_front(self) -> str:
        for line in self._lines:
            found = FRONT_TITLE.match(line.text) if line.kind is Kind.FRONT_MATTER else None
            if found is not None:
                return CALLED.sub("", found[1].strip(" \"'"), count=1) or found[1]
        return ""

    def _title(self) -> str:
        """As linked to the tracker, else as headed, else as the front matter has it."""
        linked = self._link.label if self._link is not None else ""
        if linked and self._front_title and slug(linked) != slug(self._front_title):
            sentence = (
                f"The page is titled “{self._front_title}” and links “{linked}”; the link's title counts."
            )
            self._reader.note(self._link.line if self._link else 1, "titles disagree", sentence)
        return linked or self._heading or self._front_title or PurePosixPath(self._path).stem

    def _section(self, section: Section) -> None:
        heading = section.heading
        if heading is None:
            self._narrative += self._prose(section.body)
        elif DELIVERABLE.match(heading.title):
            self._deliverables.append((heading, list(section.body)))
        elif self._deliverables and heading.level > self._deliverables[-1][0].level:
            self._deliverables[-1][1].extend([heading, *section.body])
        elif heading.level == 1 and not self._heading:
            self._heading = plain(heading.title)
            self._reader.consume(heading, self._anchor)
            self._narrative += self._prose(section.body)
        else:
            self._keep(section, heading)

    def _keep(self, section: Section, heading: Line) -> None:
        anchor = self._reader.anchor(slug(section.title))
        self._reader.consume(heading, anchor)
        text = join(self._prose(section.body))
        self._sections.append(
            SectionDoc(
                path=self._path,
                line=heading.number,
                anchor=anchor,
                title=plain(section.title),
                text=text,
                level=section.level,
            )
        )

    def _prose(self, lines: Sequence[Line]) -> list[Line]:
        """Take date and link out of a text and return the rest."""
        kept = []
        for line in lines:
            if self._reader.ignores(line):
                continue
            label = read_label(line.text) if line.kind is Kind.TEXT else None
            if label is not None and label.name == "date" and not self._date[1]:
                self._date = (label.value, line.number)
                self._reader.consume(line, self._anchor)
            elif not self._takes_link(line):
                self._reader.consume(line, f"{self._anchor}/narrative")
                kept.append(line)
        return kept

    def _takes_link(self, line: Line) -> bool:
        named = links(line.text) if line.kind is Kind.TEXT else []
        if self._link is not None or len(named) != 1 or without_links(line.text).strip(" *_-.:"):
            return False
        if "://" not in named[0].target:
            return False
        label = plain(named[0].title)
        anchor = self._reader.anchor(f"{self._anchor}/link")
        self._reader.consume(line, anchor)
        title = CALLED.sub("", label, count=1) if CALLED.match(label) else label
        self._link = LinkDoc(
            path=self._path, line=line.number, anchor=anchor, label=title or label, url=named[0].target
        )
        return True

    def _deliverable(self, heading: Line, body: Sequence[Line]) -> DeliverableDoc:
        title = DELIVERABLE.sub("", heading.title, count=1)
        anchor = self._reader.anchor(slug(title))
        self._reader.consume(heading, anchor)
        kept = [line for line in body if not self._reader.ignores(line)]
        for line in kept:
            self._reader.consume(line, anchor)
        named = links(title)
        return DeliverableDoc(
            path=self._path,
            line=heading.number,
            anchor=anchor,
            title=plain(title),
            external_link=named[0].target if named else "",
            owner_text="",
            owner="",
            contributors=(),
            features=(),
            pins=(),
            scopes=(),
            checklist=(),
            dependencies="",
            output="",
            narrative=join(kept),
        )
