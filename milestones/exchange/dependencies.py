"""Dependencies as an import wants them.

A line below "Dependencies" that names a deliverable or milestone of the source, by link or title, is one
inside the program; any other line is an external one with the line as its title. In a milestone's prose and
risks a sentence that says "depend" and links to another milestone is one between the two.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from milestones.exchange.collect import Collector
from milestones.exchange.names import Names, page_of
from milestones.exchange.standing import Standing
from milestones.models import Dependency
from milestones.pure.graph import cycle_with
from milestones.pure.markdown.document import DeliverableDoc, MilestoneDoc
from milestones.pure.markdown.words import BULLET, first_url, is_placeholder, links, plain, slug
from pm.exchange.plan import Place, Ref
from pm.models import ImportIdentity, Program

ENDS = (
    "milestone_id",
    "deliverable_id",
    "deliverable__milestone_id",
    "needed_milestone_id",
    "needed_deliverable_id",
)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
SAYS_SO = re.compile(r"\bdepend(?:s|ed|ent|ing|ency|encies)?\b", re.IGNORECASE)
SPLIT = re.compile(r"\s*[,;]\s*|\s+and\s+")
Anchors = dict[Place, list[Place]]  # what each anchor is used for already
NOTHING = frozenset({"none", "nothing", "no", "n/a", "na", "-"})


@dataclass(frozen=True, slots=True)
class Part:
    """A milestone or deliverable that may wait or be waited for; `milestone` is the one it belongs to."""

    ref: Ref
    milestone: Ref
    title: str
    line: int
    is_deliverable: bool
    is_open: bool


@dataclass(slots=True)
class Web:
    """What can be named, and what waits for what so far."""

    parts: dict[Place, Part] = field(default_factory=dict)
    names: Names[Place] = field(default_factory=Names)
    pages: dict[str, set[Place]] = field(default_factory=dict)
    edges: dict[Place, list[Place]] = field(default_factory=dict)

    def add(self, part: Part, url: str) -> None:
        self.parts[part.ref.place] = part
        self.names.add(part.title, part.ref.place)
        if url:
            self.pages.setdefault(page_of(url), set()).add(part.ref.place)

    def find(self, text: str, path: str) -> Part | None:
        """What a link or title means; of several with one title the one of the same file."""
        for link in links(text):
            found = self._linked(link.target, path)
            if found is not None:
                return found
        linked = self._linked(first_url(text), path)
        same = self.names.same(plain(text).strip("[]. "))
        near = {place for place in same if place[0] == path and self.parts[place].is_deliverable} or same
        return linked or (self.parts[near.pop()] if len(near) == 1 else None)

    def _linked(self, target: str, path: str) -> Part | None:
        places = self.pages.get(page_of(target), set()) if "://" in target else set()
        if len(places) == 1:
            return self.parts[next(iter(places))]
        if not target or "://" in target:
            return None
        bare, _, heading = unquote(target).partition("#")
        file = bare.lstrip("/") if bare.startswith("/") else posixpath.join(posixpath.dirname(path), bare)
        file = posixpath.normpath(file) if bare else path
        return self.parts.get((file, heading)) or self.parts.get((file, "milestone"))

    def cycle(self, needer: Part, needed: Part) -> list[str]:
        """The titles on the way round that this dependency would close."""
        if needer.is_deliverable:
            self.edges.setdefault(needer.milestone.place, []).append(needer.ref.place)
        way = cycle_with(self.edges, needer.ref.place, needed.ref.place)
        return [f"“{self.parts[place].title}”" if place in self.parts else place[1] for place in way]

    def join(self, needer: Part, needed: Part) -> None:
        self.edges.setdefault(needer.ref.place, []).append(needed.ref.place)


def want_dependencies(into: Collector, standings: dict[str, Standing], program: Program) -> dict[Place, str]:
    """Every dependency the source speaks of; returns the lines of each milestone or deliverable that no row
    can hold, by its place.
    """
    web = gather(into.doc.milestones, standings)
    web.edges = standing_edges(program)
    anchors: Anchors = {}
    kept: dict[Place, str] = {}
    for doc in into.doc.milestones:
        needer = web.parts[doc.path, doc.anchor]
        for text, line in _said_in_prose(doc):
            needed = web.find(text, doc.path)
            if needed is not None and needed.milestone != needer.ref:
                _want(into, web, needer, needed, "", line, anchors)
        written: list[tuple[Place, str]] = [(needer.ref.place, doc.dependencies)]
        written += [((made.path, made.anchor), made.dependencies) for made in doc.deliverables]
        for place, text in written:
            left = [
                line for line in _lines(text) if not _read_line(into, web, web.parts[place], line, anchors)
            ]
            kept[place] = "\n".join(left)
    return kept


def gather(milestones: Iterable[MilestoneDoc], standings: dict[str, Standing]) -> Web:
    """Everything that can be named."""
    web = Web()
    for doc in milestones:
        ref = Ref(doc.path, doc.anchor)
        is_open = not standings[doc.path].reason
        own = [link.url for link in doc.links if link.url][:1]
        web.add(Part(ref, ref, doc.title, doc.line, False, is_open), own[0] if own else "")
        for made in doc.deliverables:
            part = Part(
                Ref(made.path, made.anchor), ref, made.title, made.line, True, is_open and not _is_done(made)
            )
            web.add(part, made.external_link)
    return web


def standing_edges(program: Program) -> dict[Place, list[Place]]:
    """What waits for what in the program already; a row that no import made has a place of its own."""
    if not program.pk:
        return {}
    places: dict[tuple[str, int], Place] = {
        (noun.rpartition(".")[2], pk): (path, anchor)
        for noun, pk, path, anchor in ImportIdentity.objects.filter(
            program=program, noun__in=["milestones.milestone", "milestones.deliverable"]
        ).values_list("noun", "object_id", "path", "anchor")
    }
    edges: dict[Place, list[Place]] = {}
    rows = Dependency.objects.open().filter(program=program, kind=Dependency.Kind.INTERNAL)
    for milestone, deliverable, parent, needed, needed_part in rows.values_list(*ENDS):
        needer = ("deliverable", deliverable) if deliverable else ("milestone", milestone)
        goal = ("deliverable", needed_part) if needed_part else ("milestone", needed)
        start = places.get(needer, (needer[0], str(needer[1])))
        edges.setdefault(start, []).append(places.get(goal, (goal[0], str(goal[1]))))
        if deliverable:
            whole = places.get(("milestone", parent), ("milestone", str(parent)))
            edges.setdefault(whole, []).append(start)
    return edges


def _is_done(doc: DeliverableDoc) -> bool:
    return bool(doc.checklist) and all(item.is_evidence for item in doc.checklist)


def _lines(text: str) -> list[str]:
    """The lines that name something, without their bullets."""
    found = []
    for line in text.split("\n"):
        bullet = BULLET.fullmatch(line)
        shown = (bullet[2] if bullet is not None else line).strip()
        if (
            shown
            and shown.lower().strip(" .") not in NOTHING
            and not (is_placeholder(shown) and shown[:1] != "[")
        ):
            found.append(shown)
    return found


def _said_in_prose(doc: MilestoneDoc) -> Iterator[tuple[str, int]]:
    """The sentences of a milestone that say "depend" and hold a link, with the line of their record."""
    texts = [(doc.narrative, doc.line), (doc.risks_text, doc.line)]
    texts += [(f"{risk.risk}: {risk.response}", risk.line) for risk in doc.risks]
    texts += [(section.text, section.line) for section in doc.sections]
    for text, line in texts:
        for sentence in SENTENCE.split(text):
            if SAYS_SO.search(sentence) and links(sentence):
                yield sentence, line


def _read_line(into: Collector, web: Web, needer: Part, text: str, anchors: Anchors) -> bool:
    """One line: what it names as a whole, or what it lists; the rest is outside. False to keep it as text."""
    whole = web.find(text, needer.ref.path)
    named = [(text, whole)]
    if whole is None:
        pieces = [(piece, web.find(piece, needer.ref.path)) for piece in SPLIT.split(text) if piece]
        named = pieces if any(part is not None for _, part in pieces) else named
    done = [_want(into, web, needer, part, piece, needer.line, anchors) for piece, part in named]
    return all(done)


def _want(
    into: Collector,
    web: Web,
    needer: Part,
    needed: Part | None,
    text: str,
    line: int,
    anchors: Anchors,
) -> bool:
    where = _Here(needer.ref.path, line, needer.ref.anchor)
    if needed is not None and (refusal := _refusal(web, needer, needed)):
        into.problem(where, "dependency left out", refusal)
        return False
    title = plain(text).strip("[] ") if needed is None else ""
    if needed is None and not title:
        return False
    anchor = f"{needer.ref.anchor}/@needs/{slug(title) if needed is None else slug(needed.title)}"
    goal = needed.ref.place if needed is not None else ("", title)
    goals = anchors.setdefault((needer.ref.path, anchor), [])
    if goal in goals:
        return True  # said twice
    goals.append(goal)
    if needed is not None:
        web.join(needer, needed)
    else:
        sentence = (
            f"“{title[:80]}” is no milestone or deliverable of this source; it is an external dependency."
        )
        into.problem(where, "external dependency", sentence)
    into.want(
        Dependency,
        where,
        anchor if len(goals) == 1 else f"{anchor}~{len(goals)}",
        f"dependency of “{needer.title}” on “{title or (needed.title if needed else '')}”"[:200],
        _fields(needer, needed, text) | {"title": into.fit(Dependency, "title", title, where)},
        extra={
            "status": (Dependency.Status.OPEN if needer.is_open else Dependency.Status.DROPPED).value,
        },
        subject=needer.ref,
    )
    longest = Dependency._meta.get_field("title").max_length or 0
    return len(title) <= longest


def _fields(needer: Part, needed: Part | None, text: str) -> dict[str, Any]:
    """Both ends, and where an external one is told of."""
    return {
        "milestone": None if needer.is_deliverable else needer.ref,
        "deliverable": needer.ref if needer.is_deliverable else None,
        "kind": (Dependency.Kind.EXTERNAL if needed is None else Dependency.Kind.INTERNAL).value,
        "needed_milestone": needed.ref if needed is not None and not needed.is_deliverable else None,
        "needed_deliverable": needed.ref if needed is not None and needed.is_deliverable else None,
        "external_url": first_url(text) if needed is None and len(first_url(text)) <= 500 else "",
    }


def _refusal(web: Web, needer: Part, needed: Part) -> str:
    """Why the two cannot wait for each other, or nothing."""
    if needer.ref == needed.ref:
        return f"“{needer.title}” names itself; it cannot wait for itself."
    if needed.is_deliverable and not needer.is_deliverable and needed.milestone == needer.ref:
        return f"“{needed.title}” belongs to “{needer.title}”, which waits for it anyway."
    cycle = web.cycle(needer, needed)
    return f"It would close a circle: {' → '.join(cycle)}. Break it at one of them." if cycle else ""


@dataclass(frozen=True, slots=True)
class _Here:
    """A place in the source."""

    path: str
    line: int
    anchor: str
