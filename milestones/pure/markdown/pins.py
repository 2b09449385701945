"""Collects what a milestone or deliverable promises: features, pins in every notation, scopes."""

from dataclasses import dataclass, field

from milestones.pure.markdown.catalogue import Catalogue
from milestones.pure.markdown.codes import (
    COPIED,
    LISTED_SCOPE,
    NAMED_SCOPE,
    SCOPED,
    CodeList,
    CodeRange,
    letter_of,
    read_codes,
)
from milestones.pure.markdown.document import FeatureRefDoc, PinDoc, ScopeDoc
from milestones.pure.markdown.lines import Line
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.words import BULLET, Link, is_placeholder, links, normalise_statement, plain
from milestones.pure.markdown.words import without_links as around_links


@dataclass(slots=True)
class _Pin:
    """A pin while its wording and scope are being found."""

    line: Line
    features: tuple[str | None, ...]
    letter: str
    number: int
    written: str
    text: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class _Scope:
    line: Line
    feature: str | None
    letter: str | None
    number: int | None
    text: str


@dataclass(slots=True)
class _Block:
    """The pins below one feature label and the codes that scope them; pins after "For:" are such codes."""

    pins: list[_Pin] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    lists_scopes: bool = False
    named_scope: str | None = None


class PinCollector:
    """Reads the feature and FURPS lines of one owner, a deliverable or a milestone."""

    def __init__(self, reader: Reader, catalogue: Catalogue, owner: str) -> None:
        self._reader = reader
        self._catalogue = catalogue
        self._owner = owner
        self._refs: list[tuple[Line, Link, str | None]] = []
        self._current: tuple[str | None, ...] = ()
        self._pins: dict[tuple[tuple[str | None, ...], str, int], _Pin] = {}
        self._all: set[tuple[str | None, ...]] = set()
        self._runs: set[tuple[tuple[str | None, ...], CodeRange]] = set()
        self._repeated = 0
        self._scopes: list[_Scope] = []
        self._block = _Block()
        self._open: _Pin | None = None

    @property
    def has_feature(self) -> bool:
        return bool(self._refs)

    def feature(self, line: Line, text: str) -> bool:
        """A line naming features, perhaps with codes behind; False when it names none."""
        named = links(text)
        if is_placeholder(text):
            return False
        if not named:
            title = plain(text).strip(" .:")
            if not title or is_placeholder(title):
                return False
            named = [Link(title, "")]
        self._close_block()
        self._current = tuple(self._add_ref(line, link) for link in named)
        codes = read_codes(around_links(text).strip(" -*\u2022:"))
        if codes is not None and named[0].target:
            self._add_codes(line, codes)
        return True

    def read(self, line: Line, text: str, *, after_blank: bool) -> bool:
        """A line of a FURPS block: a copy, codes, a scope or the rest of a copy; False for any other."""
        bullet = BULLET.fullmatch(text)
        shown = (bullet[2] if bullet else text).strip()
        if self._continues(line, bullet is not None, after_blank=after_blank):
            return True
        self._open = None
        if self._scope(line, shown):
            return True
        unstarred = shown.replace("**", "")
        copied = COPIED.fullmatch(unstarred)
        if copied is not None and copied["text"].strip():
            letter, number = letter_of(copied["letter"]), int(copied["number"])
            written = f"{copied['letter']}{copied['number']}"
            pin = _Pin(line, self._current, letter, number, written, copied["text"].strip())
            self._add(pin)
            self._open = pin
            return True
        codes = read_codes(shown)
        if codes is not None:
            self._add_codes(line, codes)
        elif links(shown) and self._leads_to_feature(shown):
            return self.feature(line, shown)
        return codes is not None

    def close_block(self) -> None:
        """A label or heading follows: scopes named so far reach no further."""
        self._close_block()

    def _continues(self, line: Line, is_bullet: bool, *, after_blank: bool) -> bool:
        if self._open is None or is_bullet or after_blank or not line.indent or self._open.text is None:
            return False
        self._open.text = f"{self._open.text} {line.stripped}"
        self._reader.consume(line, f"{self._owner}/pins")
        return True

    def _leads_to_feature(self, text: str) -> bool:
        found = (self._catalogue.resolve(link.target, self._reader.path) for link in links(text))
        return any(self._catalogue.feature(path) is not None for path in found)

    def _scope(self, line: Line, text: str) -> bool:
        one = SCOPED.fullmatch(text)
        if one is not None:
            letter, number = letter_of(one["letter"]), int(one["number"])
            feature = self._current[0] if self._current else None
            self._scopes.append(_Scope(line, feature, letter, number, one["text"].strip()))
            self._block.scopes.append(f"{letter}{number}")
            return True
        if LISTED_SCOPE.fullmatch(text) is not None:
            self._block.lists_scopes = True
            self._reader.consume(line, f"{self._owner}/scope")
            return True
        named = NAMED_SCOPE.fullmatch(text)
        if named is not None and self._current:
            self._block.named_scope = f"for {named['what'].strip()}"
            self._scopes.append(_Scope(line, self._current[0], None, None, self._block.named_scope))
            return True
        return False

    def _add_ref(self, line: Line, link: Link) -> str | None:
        path = self._catalogue.resolve(link.target, self._reader.path) if link.target else None
        if not link.target:
            path = self._catalogue.feature_titled(link.title)
        if path is not None and self._catalogue.feature(path) is None:
            path = None
        note = self._reader.note
        if link.is_malformed:
            note(line.number, "malformed link", f"The link to {link.target} lacks its closing bracket.")
        if path is None and link.target:
            note(line.number, "broken link", f"The link to {link.target} leads to no feature.")
        elif path is None:
            note(line.number, "broken link", f"“{plain(link.title)}” is no feature of this program.")
        self._refs.append((line, link, path))
        return path

    def _add_codes(self, line: Line, codes: CodeList) -> None:
        if codes.is_all:
            self._add_all(line, codes.scope)
        for run in codes.ranges:
            if (self._current, run) in self._runs:
                self._reader.consume(line, f"{self._owner}/pins")
                continue
            self._runs.add((self._current, run))
            for number in range(run.first, run.last + 1):
                self._add(_Pin(line, self._current, run.letter, number, run.written, scope=codes.scope))

    def _add_all(self, line: Line, scope: str | None) -> None:
        if not any(self._catalogue.feature(path) for path in self._current):
            self._reader.report(line, "pin without feature", "“all” names no feature that can be found.")
            return
        self._reader.consume(line, f"{self._owner}/pins")
        for path in self._current if self._current not in self._all else ():
            feature = self._catalogue.feature(path)
            for statement in feature.statements if feature is not None else ():
                self._add(_Pin(line, (path,), statement.letter, statement.number, "all", scope=scope))
        self._all.add(self._current)

    def _add(self, pin: _Pin) -> None:
        first = self._pins.setdefault((pin.features, pin.letter, pin.number), pin)
        if first is not pin:
            self._repeat(first, pin)
            return
        pin.scope = pin.scope or self._block.named_scope
        if self._block.lists_scopes:
            self._block.scopes.append(f"{pin.letter}{pin.number}")
        else:
            self._block.pins.append(pin)

    def _repeat(self, first: _Pin, pin: _Pin) -> None:
        first.text = first.text or pin.text
        self._reader.consume(pin.line, f"{self._owner}/pins")
        if pin.line.number != self._repeated:
            self._repeated = pin.line.number
            sentence = f"{pin.letter}{pin.number} is listed twice here; it is one pin."
            self._reader.note(pin.line.number, "pin listed twice", sentence)

    def _close_block(self) -> None:
        scope = ", ".join(dict.fromkeys(self._block.scopes))
        for pin in self._block.pins if scope else ():
            pin.scope = pin.scope or f"for {scope}"
        self._block = _Block()
        self._open = None

    def scopes(self) -> tuple[ScopeDoc, ...]:
        """The scopes found, each booked."""
        found = []
        for scope in self._scopes:
            code = f"{scope.letter}{scope.number}" if scope.letter else "text"
            anchor = self._reader.anchor(f"{self._owner}/scope/{code}")
            self._reader.consume(scope.line, anchor)
            found.append(
                ScopeDoc(
                    path=self._reader.path,
                    line=scope.line.number,
                    anchor=anchor,
                    feature_path=scope.feature,
                    letter=scope.letter,
                    number=scope.number,
                    text=scope.text,
                )
            )
        return tuple(found)

    def refs(self, pins: tuple[PinDoc, ...] = ()) -> tuple[FeatureRefDoc, ...]:
        """The features named, each with those of `pins` that lie in it."""
        found = []
        for line, link, path in self._refs:
            anchor = self._reader.anchor(f"{self._owner}/feature/{path or plain(link.title) or link.target}")
            self._reader.consume(line, anchor)
            own = tuple(pin for pin in pins if pin.feature_path == path and path is not None)
            found.append(
                FeatureRefDoc(
                    path=self._reader.path,
                    line=line.number,
                    anchor=anchor,
                    title=plain(link.title),
                    target=link.target,
                    feature_path=path,
                    pins=own,
                )
            )
        return tuple(found)

    def pins(self) -> tuple[PinDoc, ...]:
        """The pins found, once each, resolved against the features."""
        self._close_block()
        once: dict[tuple[str | None, str, int], _Pin] = {}
        for pin in self._pins.values():
            first = once.setdefault((self._choose(pin), pin.letter, pin.number), pin)
            if first is not pin:
                self._repeat(first, pin)
        return tuple(self._pin(pin, path) for (path, _, _), pin in once.items())

    def _choose(self, pin: _Pin) -> str | None:
        """Among several features the one whose statement reads as the copy does, else the first with it."""
        if len(pin.features) <= 1:
            return pin.features[0] if pin.features else None
        having = []
        for path in pin.features:
            statement = self._catalogue.statement(path, pin.letter, pin.number)
            if statement is not None:
                having.append(path)
                if pin.text and normalise_statement(statement.text) == normalise_statement(pin.text):
                    return path
        if len(having) != 1:
            sentence = (
                f"{pin.letter}{pin.number} may belong to {len(pin.features)} features; the first was taken."
            )
            self._reader.note(pin.line.number, "ambiguous pin", sentence)
        return having[0] if having else pin.features[0]

    def _pin(self, pin: _Pin, path: str | None) -> PinDoc:
        code = f"{pin.letter}{pin.number}"
        statement = self._catalogue.statement(path, pin.letter, pin.number)
        anchor = self._reader.anchor(f"{self._owner}/{path or 'unresolved'}#{code}")
        self._reader.consume(pin.line, anchor)
        drifted = False
        if statement is None:
            where = f"no statement of {path}" if path else "a statement without a feature"
            self._reader.note(
                pin.line.number, "unresolved pin", f"{code} is {where}; the pin is kept unresolved."
            )
        elif pin.text is not None:
            drifted = self._drifts(pin, statement.text, path or "")
        return PinDoc(
            path=self._reader.path,
            line=pin.line.number,
            anchor=anchor,
            feature_path=path,
            letter=pin.letter,
            number=pin.number,
            written=pin.written,
            text=pin.text,
            scope=pin.scope,
            resolved=statement is not None,
            drifted=drifted,
        )

    def _drifts(self, pin: _Pin, statement: str, path: str) -> bool:
        copy, now = normalise_statement(pin.text or ""), normalise_statement(statement)
        if copy == now:
            return False
        code = f"{pin.letter}{pin.number}"
        how = "is cut short against" if now.startswith(copy) else "is worded otherwise than in"
        self._reader.note(pin.line.number, "wording drift", f"{code} {how} {path}.")
        return True
