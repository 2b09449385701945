"""Reads one deliverable: its labels, pins, tick boxes, and whatever else stands there."""

import re
from collections.abc import Sequence
from enum import StrEnum

from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.document import ChecklistDoc, ChecklistKind, DeliverableDoc
from milestones.pure.markdown.lines import Kind, Line
from milestones.pure.markdown.pins import PinCollector
from milestones.pure.markdown.reader import Reader, join
from milestones.pure.markdown.words import (
    BULLET,
    TICK_BOX,
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

OWNERS = re.compile(r"\s*[,;&\n]\s*|\s+and\s+|\s+\+\s+")
KINDS = {
    "spec": ChecklistKind.SPECS,
    "specs": ChecklistKind.SPECS,
    "specification": ChecklistKind.SPECS,
    "code": ChecklistKind.CODE,
    "dogfood": ChecklistKind.DOGFOOD,
    "dogfooding": ChecklistKind.DOGFOOD,
    "doc": ChecklistKind.DOCS,
    "docs": ChecklistKind.DOCS,
    "documentation": ChecklistKind.DOCS,
}
NO_FURPS = frozenset({"no furps", "(no furps)", "no furps."})


class State(StrEnum):
    """Which label the lines belong to."""

    TEXT = "TEXT"
    OWNER = "OWNER"
    FEATURE = "FEATURE"
    FURPS = "FURPS"
    CHECKLIST = "CHECKLIST"
    OUTPUT = "OUTPUT"
    DEPENDENCIES = "DEPENDENCIES"


STATES = {
    "owner": State.OWNER,
    "feature": State.FEATURE,
    "furps": State.FURPS,
    "checklist": State.CHECKLIST,
    "output": State.OUTPUT,
    "dependencies": State.DEPENDENCIES,
}


class DeliverableReader:
    """Reads the lines below the heading of a deliverable."""

    def __init__(self, heading: Line, reader: Reader, catalogue: Catalogue) -> None:
        self._heading = heading
        self._reader = reader
        self.anchor = reader.anchor(slug(heading.title))
        self._pins = PinCollector(reader, catalogue, self.anchor)
        self._state = State.TEXT
        self._owners: list[str] = []
        self._checklist: list[ChecklistDoc] = []
        self._output: list[str] = []
        self._dependencies: list[str] = []
        self._narrative: list[Line] = []
        self._link = next((link.target for link in links(heading.title)), "")
        self._after_blank = True
        reader.consume(heading, self.anchor)

    def read(self, lines: Sequence[Line]) -> DeliverableDoc:
        """The deliverable these lines describe."""
        for line in lines:
            if not self._reader.ignores(line):
                self._line(line)
                self._after_blank = False
            elif line.kind is Kind.BLANK:
                self._after_blank = True
                if self._state is State.DEPENDENCIES and self._dependencies:
                    self._state = State.TEXT
        pins = self._pins.pins()
        owner_text = ", ".join(self._owners)
        teams = [team for team in OWNERS.split(owner_text) if team and not is_placeholder(team)]
        return DeliverableDoc(
            path=self._reader.path,
            line=self._heading.number,
            anchor=self.anchor,
            title=plain(self._heading.title),
            external_link=self._link,
            owner_text=owner_text,
            owner=teams[0] if teams else "",
            contributors=tuple(teams[1:]),
            features=self._pins.refs(),
            pins=pins,
            scopes=self._pins.scopes(),
            checklist=tuple(self._checklist),
            dependencies="\n".join(self._dependencies),
            output="\n".join(self._output),
            narrative=join(self._narrative),
        )

    def _line(self, line: Line) -> None:
        if line.kind is Kind.CODE:
            self._keep(line)
        elif line.kind is Kind.HEADING:
            self._label_or_text(line, label_of_heading(line.title))
        elif line.stripped.strip("*").lower() in NO_FURPS:
            self._enter(State.TEXT)
            self._reader.ignore(line, "says that no FURPS apply")
        elif (box := TICK_BOX.fullmatch(line.text)) is not None and self._state is not State.OUTPUT:
            self._tick_box(line, box)
        elif (label := read_label(line.text)) is not None and line.indent < 4:
            self._label_or_text(line, label)
        else:
            self._body(line)

    def _enter(self, state: State) -> None:
        """A label begins; a scope named by a FURPS block ends with it unless more FURPS follow."""
        if state is not State.FURPS:
            self._pins.close_block()
        self._state = state

    def _label_or_text(self, line: Line, label: Label | None) -> None:
        state = None if label is None else STATES.get(label.name)
        if label is not None and label.name == "link" and self._takes_link(line, label.value):
            return
        if label is None or state is None:
            self._enter(State.TEXT)
            self._keep(line)
            return
        self._enter(state)
        if state is State.FEATURE:
            if not self._pins.feature(line, label.value) and not self._placeholder(line, label.value):
                self._reader.consume(line, self.anchor)
            return
        self._reader.consume(line, self.anchor)
        if state is State.DEPENDENCIES and label.written.lower().startswith("depends on "):
            self._dependencies.append(label.written[len("depends on ") :].strip())
        if label.value:
            self._value(line, state, label.value)

    def _value(self, line: Line, state: State, value: str) -> None:
        """What stands behind a label on its own line."""
        if state is State.OWNER:
            self._owners.append(value)
        elif state is State.OUTPUT:
            self._output.append(value)
        elif state is State.DEPENDENCIES:
            self._dependencies.append(value)
        elif state is State.FURPS and self._pins.read(line, value, after_blank=True):
            return
        elif not is_placeholder(value):
            self._narrative.append(line)

    def _takes_link(self, line: Line, value: str) -> bool:
        url = first_url(value)
        if not url or self._link or without_links(value).replace(url, "").strip(" .<>"):
            return False
        self._link = url
        self._reader.consume(line, self.anchor)
        return True

    def _placeholder(self, line: Line, value: str) -> bool:
        return bool(value) and self._reader.ignores_placeholder(line, value)

    def _tick_box(self, line: Line, box: re.Match[str]) -> None:
        text = box[3].strip()
        lead, colon, rest = text.partition(":")
        kind = KINDS.get(plain(lead).lower(), ChecklistKind.OTHER)
        said = rest.strip() if colon and kind is not ChecklistKind.OTHER else text
        anchor = self._reader.anchor(f"{self.anchor}/check/{kind.lower()}")
        self._reader.consume(line, anchor)
        self._checklist.append(
            ChecklistDoc(
                path=self._reader.path,
                line=line.number,
                anchor=anchor,
                kind=kind,
                text=said,
                ticked=box[2].lower() == "x",
                is_placeholder=is_placeholder(said),
                depth=line.indent // 2,
            )
        )
        if self._checklist[-1].ticked and self._checklist[-1].is_placeholder:
            sentence = "The box is ticked and holds only placeholder text; that is no evidence."
            self._reader.note(line.number, "placeholder text", sentence)

    def _body(self, line: Line) -> None:
        """A line below a label, or below none."""
        if self._state is State.OUTPUT:
            self._output.append(line.text.rstrip())
            self._reader.consume(line, self.anchor)
        elif self._state is State.DEPENDENCIES:
            self._dependencies.append(line.stripped)
            self._reader.consume(line, self.anchor)
        elif self._state is State.OWNER and (bullet := BULLET.fullmatch(line.text)) is not None:
            self._owners.append(bullet[2].strip())
            self._reader.consume(line, self.anchor)
        elif self._reads_pins(line):
            return
        elif self._state in {State.FURPS, State.FEATURE} and BULLET.fullmatch(line.text) is not None:
            self._unread(line)
        else:
            self._keep(line)

    def _reads_pins(self, line: Line) -> bool:
        if self._state is State.FEATURE and BULLET.fullmatch(line.text) and links(line.text):
            return self._pins.feature(line, line.text)
        if self._state in {State.FEATURE, State.FURPS} or self._pins.has_feature:
            return self._pins.read(line, line.text, after_blank=self._after_blank)
        return False

    def _unread(self, line: Line) -> None:
        bullet = BULLET.fullmatch(line.text)
        if not self._reader.ignores_placeholder(line, bullet[2] if bullet else line.text):
            sentence = "The line is read neither as a statement, nor as codes, nor as “all”; it is no pin."
            self._reader.report(line, "not a pin", sentence)

    def _keep(self, line: Line) -> None:
        self._narrative.append(line)
        self._reader.consume(line, self.anchor)
