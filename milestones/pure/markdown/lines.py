"""Cuts a Markdown text into lines and sections; knows fences, comments, front matter and headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
RULE_CHARACTERS = frozenset("-*_")


class Kind(StrEnum):
    """What a line is, before anybody reads it."""

    BLANK = "BLANK"
    TEXT = "TEXT"
    HEADING = "HEADING"
    CODE = "CODE"
    COMMENT = "COMMENT"
    FRONT_MATTER = "FRONT_MATTER"
    RULE = "RULE"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file; `level` and `title` are set on headings."""

    number: int
    text: str
    kind: Kind
    level: int = 0
    title: str = ""

    @property
    def stripped(self) -> str:
        return self.text.strip()

    @property
    def indent(self) -> int:
        text = self.text.expandtabs(4)
        return len(text) - len(text.lstrip(" "))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines up to the next heading of any level; level 0 stands above the first one."""

    heading: Line | None
    body: tuple[Line, ...]

    @property
    def level(self) -> int:
        return 0 if self.heading is None else self.heading.level

    @property
    def title(self) -> str:
        return "" if self.heading is None else self.heading.title


def scan(text: str) -> tuple[Line, ...]:
    """Every line with its kind, in one pass."""
    raw = text.split("\n")
    lines: list[Line] = []
    fence = ""
    in_comment = False
    front_end = _front_matter_end(raw)
    for number, line in enumerate(raw, start=1):
        stripped = line.strip()
        if number <= front_end:
            kind = Kind.FRONT_MATTER if stripped else Kind.BLANK
        elif not stripped:
            kind = Kind.BLANK
        elif fence:
            kind = Kind.CODE
            fence = "" if stripped.startswith(fence) and not stripped.strip(fence[0]) else fence
        elif in_comment:
            kind = Kind.COMMENT
            in_comment = "-->" not in line
        elif found := FENCE.match(line):
            kind, fence = Kind.CODE, found[1]
        elif stripped.startswith("<!--"):
            closed = stripped.find("-->", 4)
            in_comment = closed < 0
            kind = Kind.COMMENT if in_comment or closed == len(stripped) - 3 else Kind.TEXT
        else:
            lines.append(_plain(number, line, stripped))
            continue
        lines.append(Line(number, line, kind))
    return tuple(lines)


def sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The lines by heading; the first section has none and may be empty."""
    found: list[Section] = []
    heading: Line | None = None
    body: list[Line] = []
    for line in lines:
        if line.kind is Kind.HEADING:
            found.append(Section(heading, tuple(body)))
            heading, body = line, []
        else:
            body.append(line)
    found.append(Section(heading, tuple(body)))
    return tuple(found)


def _plain(number: int, line: str, stripped: str) -> Line:
    heading = HEADING.fullmatch(line)
    if heading is not None:
        title = (heading[2] or "").strip()
        closing = title.rstrip("#")
        if closing != title and (not closing or closing[-1].isspace()):
            title = closing.rstrip()
        return Line(number, line, Kind.HEADING, len(heading[1]), title)
    squeezed = set(stripped) - {" ", "\t"}
    if len(squeezed) == 1 and squeezed <= RULE_CHARACTERS and len(stripped.replace(" ", "")) >= 3:
        return Line(number, line, Kind.RULE)
    return Line(number, line, Kind.TEXT)


def _front_matter_end(raw: Sequence[str]) -> int:
    """The line closing a front matter, 0 when there is none."""
    if raw[0].rstrip() != "---":
        return 0
    for number, line in enumerate(raw[1:60], start=2):
        if line.rstrip() == "---":
            return number
        if line.lstrip().startswith("#"):
            return 0
    return 0
