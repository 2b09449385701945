"""Weekly updates as an import wants them: one for each deliverable, subteam and ISO week.

Words with a tag are of the subteam the tag names. Words without one are of the heading they stand under where
that is a subteam, else of the only subteam that is tagged beside them, else of the accountable one.
"""

from dataclasses import dataclass, field
from datetime import date

from milestones.exchange.collect import Collector
from milestones.exchange.held import Deliverables, Subteams, note_known
from milestones.exchange.tags import Tags
from milestones.exchange.teams import Teams
from milestones.models import WeeklyUpdate
from milestones.pure.markdown.document import WeeklyEntryDoc, WeeklyItemDoc, WeeklyKind
from milestones.pure.markdown.words import slug
from pm.exchange.plan import ImportContext, Place, Problem, Ref

FIELDS = {WeeklyKind.ACHIEVED: "achieved", WeeklyKind.NEXT: "next", WeeklyKind.BLOCKED: "blocked"}
Key = tuple[Place, Place, str]


@dataclass(slots=True)
class Said:
    """What one subteam says of one deliverable in one week, from one file or two."""

    entry: WeeklyEntryDoc
    day: date
    deliverable: Ref
    subteam: Ref
    items: list[WeeklyItemDoc] = field(default_factory=list)


class Weeklies:
    """The updates of a source, matched. Match before the subteams are wanted: tags may add some."""

    def __init__(self, into: Collector, teams: Teams, context: ImportContext) -> None:
        self._into = into
        self._today = context.today
        self._deliverables = Deliverables(
            into.doc.milestones, context.program, into.out.layout, into.out.known
        )
        self._subteams = Subteams(teams, context.program, into.out.layout)
        self._tags = Tags(item.team for entry in into.doc.weeklies for item in entry.items)
        self._said: dict[Key, Said] = {}
        self._left = 0

    def match(self) -> None:
        """Find the deliverable and the subteams of every entry; what has none is reported."""
        if not self._into.doc.weeklies:
            return
        for entry in sorted(self._into.doc.weeklies, key=lambda one: (one.day or date.max, one.path)):
            self._match(entry)
        note_known(self._into.out, self._deliverables, self._subteams)
        if self._left:
            self._into.out.unkept["entry of a weekly update"] = self._left

    def _match(self, entry: WeeklyEntryDoc) -> None:
        place, left = self._deliverables.find(entry.title, entry.url, entry.milestone, entry.milestone_url)
        if entry.day is None or entry.day > self._today:
            when = "no day" if entry.day is None else f"{entry.day}, which has not come yet"
            self._leave(entry, f"It is of {when}; what it says of “{entry.title}” was left out.")
        elif place is None:
            many = f"{left} deliverables" if left else "no deliverable"
            self._leave(entry, f"“{entry.title}” is {many} by link and title; what it says was left out.")
        else:
            self._keep(entry, entry.day, place)

    def _leave(self, entry: WeeklyEntryDoc, sentence: str) -> None:
        self._left += 1
        self._into.problem(entry, "update of no deliverable", sentence)
        self._withdraw(entry.path, entry.lines, sentence)

    def _withdraw(self, path: str, lines: tuple[int, ...], sentence: str) -> None:
        for line in lines:
            self._into.doc.ledger.withdraw(path, line, sentence)

    def _keep(self, entry: WeeklyEntryDoc, day: date, place: Place) -> None:
        tagged = {item.team: self._tagged(item.team, entry, item.line) for item in entry.items if item.team}
        refs = {ref.place: ref for ref in tagged.values() if ref is not None}
        otherwise = self._untagged(entry, place, list(refs.values()))
        year, week, _ = day.isocalendar()
        for item in entry.items:
            ref = tagged.get(item.team) or otherwise
            if ref is None:
                words = item.text.splitlines()
                sentence = f"“{words[0][:80]}” of “{entry.title}” names no subteam; it was left out."
                self._into.problem(item, "update of no subteam", sentence)
                self._withdraw(entry.path, tuple(range(item.line, item.line + len(words))), sentence)
                continue
            key = place, ref.place, f"{year}-W{week:02}"
            said = self._said.get(key)
            if said is None:
                said = self._said.setdefault(key, Said(entry, day, Ref(*place), ref))
            said.items.append(item)

    def _tagged(self, text: str, entry: WeeklyEntryDoc, line: int) -> Ref | None:
        meant, why = self._tags.read(text)
        if why:
            self._into.out.problems.append(Problem(entry.path, line, "tag not as written", why))
        return self._subteams.add(meant, path=entry.path, line=line)

    def _untagged(self, entry: WeeklyEntryDoc, place: Place, beside: list[Ref]) -> Ref | None:
        above = self._subteams.named(entry.team) if entry.team else None
        if above is not None or len(beside) == 1:
            return above or beside[0]
        owner, row = self._deliverables.owners.get(place), self._deliverables.rows.get(place)
        if row is not None and row.accountable is not None:
            return Subteams.held(row.accountable)
        return self._subteams.find(owner) if owner else None

    def want(self) -> None:
        """One row for each; several files of one week are one row."""
        for (_, _, week), said in self._said.items():
            team = said.subteam.anchor.rpartition("/")[2]
            fields = dict.fromkeys(FIELDS.values(), "")
            for kind, name in FIELDS.items():
                fields[name] = _text([item for item in said.items if item.kind is kind])
            self._into.want(
                WeeklyUpdate,
                said.entry,
                f"{said.entry.anchor}/@update/{slug(team)}",
                f"update of “{said.entry.title}” in {week} by {team}",
                {"deliverable": said.deliverable, "subteam": said.subteam, "week": week, **fields},
                extra={"happened_on": said.day},
                subject=said.deliverable,
            )


def _text(items: list[WeeklyItemDoc]) -> str:
    """One item as it stands, several as a list; said twice is said once."""
    texts = list(dict.fromkeys(item.text for item in items))
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts)
