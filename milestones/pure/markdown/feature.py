"""Reads one feature file: a FURPS set of numbered statements by letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from milestones.pure.markdown.codes import letter_of
from milestones.pure.markdown.document import FeatureDoc, SectionDoc, StatementDoc
from milestones.pure.markdown.lines import Kind, Line, Section, scan, sections
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.words import evidence_tags, is_placeholder, plain
from pm.pure.source import SourceFile

ITEM = re.compile(
    r"\s*(?:[-*]\s+|\+\s+(?=[FURPS+\d]))?(?:\*\*)?(?P<letter>[FURPS]|\+[A-Z]{0,8})?\s?(?P<number>\d{1,4})"
    r"(?:\*\*)?[.):](?:\*\*)?(?:\s+(?P<text>.*))?",
    re.DOTALL,
)
LETTERS = {
    "functionality": "F",
    "functional": "F",
    "function": "F",
    "functions": "F",
    "usability": "U",
    "reliability": "R",
    "performance": "P",
    "supportability": "S",
    "support": "S",
    "privacy": "+",
    "plus": "+",
}
RETIRED = re.compile(r"~~.+~~\.?|\((?:retired|removed|withdrawn)\).*", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Draft:
    """A statement while its further lines are being found."""

    line: Line
    letter: str
    number: int
    text: str
    more: list[Line] = field(default_factory=list)


def parse_feature(file: SourceFile, reader: Reader) -> FeatureDoc:
    """The feature of a file; whatever is no statement is kept as a note or reported."""
    cut = sections(scan(file.text))
    heading = _title_of(cut)
    anchor = reader.anchor("feature")
    statements: list[StatementDoc] = []
    notes: list[SectionDoc] = []
    letter, level = None, 0
    for section in cut:
        if section.heading is not None:
            named = None if section.heading is heading else _letter(section.title)
            if named is not None or section.level <= level:
                letter, level = named, section.level
            reader.consume(section.heading, anchor if letter is None else f"{anchor}/{letter}")
        found, around = _read_section(section, letter, reader)
        statements += found
        if around:
            notes.append(_note(section, letter, around, reader))
    if not statements:
        reader.note(1, "no statement", f"{file.path} holds no numbered statement.")
    parts = PurePosixPath(file.path).parts
    return FeatureDoc(
        path=file.path,
        line=heading.number if heading is not None else 1,
        anchor=anchor,
        title=(_name(heading.title) if heading is not None else "") or PurePosixPath(file.path).stem,
        area="/".join(parts[1:-1]),
        statements=tuple(statements),
        notes=tuple(notes),
    )


def _title_of(cut: Sequence[Section]) -> Line | None:
    """The heading that names the feature: the first one, unless it names a letter and is no lone top one."""
    headings = [section.heading for section in cut if section.heading is not None]
    if not headings:
        return None
    first = headings[0]
    tops = sum(1 for heading in headings if heading.level == first.level)
    return first if _letter(first.title) is None or (tops == 1 and len(headings) > 1) else None


def _name(title: str) -> str:
    """`# Store FURPS` is the feature Store."""
    return re.sub(r"\s(?:FURPS\+?)$", "", plain(title), flags=re.IGNORECASE)


def _letter(title: str) -> str | None:
    """The letter a heading stands for."""
    shown = plain(title).lower()
    if shown.startswith("+"):
        return "+"
    words: list[str] = re.findall(r"[a-z]+", re.split(r"[(:,]", shown, maxsplit=1)[0])
    if not words or len(words) > 2:
        return None
    if len(words[0]) == 1 and words[0].upper() in "FURPS":
        return words[0].upper()
    return LETTERS.get(words[0])


def _read_section(
    section: Section, letter: str | None, reader: Reader
) -> tuple[list[StatementDoc], list[Line]]:
    """The statements below a heading, and the lines that are none."""
    drafts: list[_Draft] = []
    around: list[Line] = []
    after_blank, in_note = True, False
    for line in section.body:
        if reader.ignores(line):
            after_blank = True
            continue
        draft = _start(line, letter, drafts) if line.kind is Kind.TEXT else None
        if draft is not None:
            drafts.append(draft)
            in_note = False
        elif drafts and not in_note and (line.indent > drafts[-1].line.indent or not after_blank):
            drafts[-1].more.append(line)
        elif not reader.ignores_placeholder(line, line.stripped):
            around.append(line)
            in_note = True
        after_blank = False
    return _finish(_renumber(drafts, reader), reader), around


def _start(line: Line, letter: str | None, drafts: list[_Draft]) -> _Draft | None:
    """A draft when a line begins a statement; a list inside a statement does not."""
    if drafts and line.indent >= drafts[-1].line.indent + 2:
        return None
    found = ITEM.fullmatch(line.text)
    if found is None:
        return None
    stated = letter_of(found["letter"]) if found["letter"] else letter
    if stated is None:
        return None
    return _Draft(line, stated, int(found["number"]), (found["text"] or "").strip())


def _renumber(drafts: list[_Draft], reader: Reader) -> list[_Draft]:
    """A list written "1. 1. 1." is numbered as Markdown shows it."""
    numbers = {(draft.letter, draft.number) for draft in drafts}
    if len(drafts) > 1 and len(numbers) == 1:
        for number, draft in enumerate(drafts, start=drafts[0].number):
            draft.number = number
        last = drafts[-1].number
        sentence = f"{len(drafts)} statements have one number; they are read as {drafts[0].number} to {last}."
        reader.note(drafts[0].line.number, "one number for all", sentence)
    return drafts


def _finish(drafts: list[_Draft], reader: Reader) -> list[StatementDoc]:
    found: list[StatementDoc] = []
    for draft in drafts:
        text = " ".join(part for part in (draft.text, *(line.stripped for line in draft.more)) if part)
        code = f"{draft.letter}{draft.number}"
        lines = [draft.line, *draft.more]
        if is_placeholder(text):
            reader.ignore_all(lines, "placeholder text")
            continue
        anchor = reader.anchor(code)
        if anchor != code:
            reader.reject(
                lines, "number used twice", f"{code} is numbered twice; the first one was imported."
            )
            continue
        for line in lines:
            reader.consume(line, anchor)
        found.append(_statement(draft, text, anchor, reader.path))
    return found


def _statement(draft: _Draft, text: str, anchor: str, path: str) -> StatementDoc:
    return StatementDoc(
        path=path,
        line=draft.line.number,
        anchor=anchor,
        letter=draft.letter,
        number=draft.number,
        text=text,
        is_limitation="(limitation)" in text.lower(),
        is_retired=RETIRED.fullmatch(text) is not None,
        tags=evidence_tags(text),
    )


def _note(section: Section, letter: str | None, around: list[Line], reader: Reader) -> SectionDoc:
    """Prose of a feature file; bullets among statements are kept too, with a finding."""
    anchor = reader.anchor(f"note/{letter or 'text'}")
    for line in around:
        reader.consume(line, anchor)
        if letter is not None and line.stripped.startswith(("- ", "* ")):
            sentence = "The line has no number; it is kept as a note, not as a statement."
            reader.note(line.number, "no number", sentence)
    title = plain(section.title)
    return SectionDoc(
        path=reader.path, line=around[0].number, anchor=anchor, title=title, text=join(around), level=0
    )
