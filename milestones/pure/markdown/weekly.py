"""Reads one weekly update: what was achieved, what comes next, what is in the way, by deliverable and team.

A deliverable is a heading, a bold line or a bullet that is a link; the words below "achieved", "next" and
"blockers" belong to it. A team is a tag before the words (`[docs] …`), else the heading above its link.
Words below a heading alone belong to that heading, which an import may find to be no deliverable.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from milestones.pure.markdown.document import WeeklyEntryDoc, WeeklyItemDoc, WeeklyKind
from milestones.pure.markdown.lines import Kind, Line, scan
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.words import BULLET, is_placeholder, plain, slug
from pm.pure.source import SourceFile

DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
FRONT_DATE = re.compile(r"date\s*:(.{0,80})")
TAG = re.compile(r"\[([A-Za-z][^\[\]()]{1,39})\](?!\()\s{0,3}:?\s{0,3}")
HEAD = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,300})\]\(([^()\s]{0,500})[^()]{0,200}\)")
LABEL = re.compile(
    r"(?P<lead>[*_]{0,3})(?P<word>achieved|achievements?|completed|done|next|in[- ]progress|blockers?"
    r"|blocking|blocked|risks?)(?P<tail>[\s*_:]{0,12})(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
TRACKER_LINE = re.compile(r"(?:status|project)\s{0,3}:", re.IGNORECASE)
TITLE_LINE = re.compile(r"20\d\d-\d\d-\d\d\s.{0,60}(?:weekly|update)", re.IGNORECASE)
MILESTONE_LEVEL = 2
KINDS = {
    "achieved": WeeklyKind.ACHIEVED,
    "achievement": WeeklyKind.ACHIEVED,
    "achievements": WeeklyKind.ACHIEVED,
    "completed": WeeklyKind.ACHIEVED,
    "done": WeeklyKind.ACHIEVED,
    "next": WeeklyKind.NEXT,
    "in progress": WeeklyKind.NEXT,
}


@dataclass(slots=True)
class _Item:
    """Words of one team that are being collected; `lines` are already without the item's own indent."""

    line: Line
    kind: WeeklyKind
    team: str
    indent: int
    lines: list[str]


@dataclass(slots=True)
class _Entry:
    """What the next words belong to."""

    line: Line | None
    title: str
    url: str
    team: str
    lines: list[Line] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)


def parse_weekly(file: SourceFile, reader: Reader) -> tuple[WeeklyEntryDoc, ...]:
    """Everything the file says, by deliverable."""
    return _WeeklyReader(file, reader).read()


class _WeeklyReader:
    def __init__(self, file: SourceFile, reader: Reader) -> None:
        self._reader = reader
        self._lines = scan(file.text)
        self._day = self._read_day()
        self._milestone = ("", "")
        self._headings: dict[int, str] = {}
        self._entry: _Entry | None = None
        self._kind: WeeklyKind | None = None
        self._indent = -1
        self._is_fresh = False  # a label has been opened since the last words
        self._found: list[WeeklyEntryDoc] = []

    def read(self) -> tuple[WeeklyEntryDoc, ...]:
        for line in self._lines:
            if line.kind is Kind.RULE:
                self._close()
            if self._reader.ignores(line):
                continue
            if line.kind is Kind.HEADING:
                self._heading(line)
            elif line.kind is Kind.CODE:
                self._word(line, "")
            else:
                self._text(line)
        self._close()
        return tuple(self._found)

    def _read_day(self) -> date | None:
        """The day of the file's name, else of its front matter; both are told where they differ."""
        path = PurePosixPath(self._reader.path)
        named, stated, at = _day(path.name), None, 1
        for line in self._lines:
            if line.kind is Kind.FRONT_MATTER and (found := FRONT_DATE.match(line.text)):
                stated, at = _day(found[1]), line.number
        if named and stated and named != stated:
            sentence = f"The file is called {named}, its front matter says {stated}; the name counts."
            self._reader.note(at, "dates disagree", sentence)
        if named is None and stated is None:
            self._reader.note(1, "update without a day", f"{path} names no day; its words have no week.")
        return named or stated

    def _heading(self, line: Line) -> None:
        label = _label(line.title)
        if label is not None and self._headings and line.level > max(self._headings):
            self._say(line)
            self._open_label(line, label[0], -1, label[2])
            return
        self._close()
        head = HEAD.search(line.title)
        title = plain(head[1] if head is not None else line.title)
        self._headings = {level: name for level, name in self._headings.items() if level < line.level}
        self._headings[line.level] = title
        if line.level <= MILESTONE_LEVEL:
            self._milestone = (title, head[2] if head is not None else "")
        self._open(line, title, head[2] if head is not None else "")

    def _say(self, line: Line) -> None:
        """The line belongs to what is open, else to the heading above."""
        if self._entry is None:
            self._open(line, next(iter(reversed(self._headings.values())), ""), "")
        else:
            self._entry.lines.append(line)

    def _open(self, line: Line, title: str, url: str, team: str = "") -> None:
        heading = next((name for _, name in sorted(self._headings.items(), reverse=True)), "")
        self._entry = _Entry(line, title, url, team or ("" if heading == title else heading), [line])
        self._kind, self._indent = None, -1

    def _text(self, line: Line) -> None:
        bullet = BULLET.fullmatch(line.text)
        shown = (bullet[2] if bullet is not None else line.text).strip()
        label = _label(shown)
        is_item = self._kind is not None and line.indent > self._indent
        if label is not None and (not is_item or bullet is not None):
            self._say(line)
            self._open_label(line, label[0], line.indent, label[2], label[1])
        elif not is_item and self._is_head(line, shown):
            return
        elif is_item:
            self._word(line, shown, is_new=bullet is not None)
        elif TITLE_LINE.match(shown):
            self._reader.ignore(line, "title of an update")
        elif TRACKER_LINE.match(shown):
            self._reader.ignore(line, "state in a tracker")
        else:
            sentence = "The line stands below none of achieved, next and blockers; it was left out."
            self._reader.report(line, "words of no kind", sentence)

    def _is_head(self, line: Line, shown: str) -> bool:
        """A line that begins with a link, after a bold mark and a tag: the deliverable of what follows."""
        rest = shown.lstrip("*_ ")
        tag = TAG.match(rest)
        head = HEAD.match(rest[tag.end() :] if tag is not None else rest)
        if head is None or not plain(head[1]):
            return False
        self._close()
        self._open(line, plain(head[1]), head[2], tag[1] if tag is not None else "")
        return True

    def _open_label(self, line: Line, kind: WeeklyKind, indent: int, rest: str, team: str = "") -> None:
        self._kind, self._indent, self._is_fresh = kind, indent, True
        if rest and not is_placeholder(rest):
            self._begin(line, rest, line.indent + 1, team)

    def _begin(self, line: Line, text: str, indent: int, team: str = "") -> None:
        tag = TAG.match(text)
        entry, kind = self._entry, self._kind
        if entry is None or kind is None:
            return
        self._is_fresh = False
        words = text[tag.end() :].strip() if tag is not None else text
        team = team or (tag[1].strip() if tag is not None else "")
        entry.items.append(_Item(line, kind, team, indent, [words]))

    def _word(self, line: Line, shown: str, *, is_new: bool = False) -> None:
        """An item, or a further line of one."""
        if self._entry is None or self._kind is None:
            self._reader.report(line, "words of no kind", "The line belongs to nothing; it was left out.")
            return
        self._entry.lines.append(line)
        item = self._entry.items[-1] if self._entry.items else None
        is_further = item is not None and not self._is_fresh
        if is_further and item is not None and not (is_new and line.indent <= item.indent):
            text = line.text.expandtabs(4).rstrip()
            item.lines.append(text[min(item.indent, line.indent) :])
        elif not is_placeholder(shown):
            self._begin(line, shown or line.text.rstrip(), line.indent)

    def _close(self) -> None:
        entry, self._entry, self._kind = self._entry, None, None
        if entry is None or entry.line is None:
            return
        said = [item for item in entry.items if any(line.strip() for line in item.lines)]
        if not said:
            for line in entry.lines:
                self._reader.ignore(line, "nothing said below it")
            return
        anchor = self._reader.anchor(f"update/{slug(entry.title)}")
        for line in entry.lines:
            self._reader.consume(line, anchor)
        path = self._reader.path
        self._found.append(
            WeeklyEntryDoc(
                path=path,
                line=entry.line.number,
                anchor=anchor,
                day=self._day,
                milestone=self._milestone[0],
                milestone_url=self._milestone[1],
                title=entry.title,
                url=entry.url,
                team=entry.team,
                items=tuple(
                    WeeklyItemDoc(
                        path=path,
                        line=item.line.number,
                        anchor=f"{anchor}/{at}",
                        kind=item.kind,
                        team=item.team,
                        text="\n".join(item.lines).strip(),
                    )
                    for at, item in enumerate(said, start=1)
                ),
                lines=tuple(line.number for line in entry.lines),
            )
        )


def _label(text: str) -> tuple[WeeklyKind, str, str] | None:
    """Kind, team and the words behind it, of `[docs] _achieved_: a page`; None for any other line."""
    tag = TAG.match(text)
    found = LABEL.fullmatch(text[tag.end() :] if tag is not None else text)
    if found is None:
        return None
    if not (found["lead"] or ":" in found["tail"] or not found["rest"].strip("*_: ")):
        return None
    word = found["word"].lower().replace("-", " ")
    kind = KINDS.get(word, WeeklyKind.BLOCKED)
    return kind, tag[1].strip() if tag is not None else "", found["rest"].strip()


def _day(text: str) -> date | None:
    found = DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found is not None else None
    except ValueError:
        return None
