"""The rows a program holds already, for a source that speaks of them without saying what is in them."""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from milestones.exchange.names import Names, page_of
from milestones.exchange.teams import Teams
from milestones.models import Deliverable
from milestones.pure.markdown.document import MilestoneDoc
from pm.exchange.plan import Contribution, Place, Ref
from pm.models import ImportIdentity, Program, Subteam


class Deliverables:
    """Finds a deliverable by its page on a tracker or its title: first in the source, then in the program."""

    def __init__(
        self,
        milestones: Iterable[MilestoneDoc],
        program: Program,
        layout: str,
        adopted: Mapping[Place, Model],
    ) -> None:
        self.rows = {place: row for place, row in adopted.items() if isinstance(row, Deliverable)}
        self.owners: dict[Place, str] = {}
        self._milestones: dict[Place, tuple[str, str]] = {}
        self._shared: set[Place] = set()  # whose page is that of another one too: their title says more
        self._rooms: list[tuple[Names[Place], dict[str, set[Place]]]] = [(Names(), {}), (Names(), {})]
        for milestone in milestones:
            page = milestone.links[0].url if milestone.links else ""
            for made in milestone.deliverables:
                place = made.path, made.anchor
                self._add(0, place, made.title, made.external_link, (milestone.title, page))
                self.owners[place] = made.owner
        for row in _rows(program, layout):
            place = "", f"@held/{row._meta.label_lower}/{row.pk}"
            self.rows[place] = row
            parent = row.milestone
            self._add(1, place, row.title, row.external_url, (parent.title, parent.external_url))

    def _add(self, room: int, place: Place, title: str, url: str, milestone: tuple[str, str]) -> None:
        names, pages = self._rooms[room]
        names.add(title, place)
        if url:
            users = pages.setdefault(page_of(url), set())
            users.add(place)
            self._shared |= users if len(users) > 1 else set()
        self._milestones[place] = milestone

    def find(self, title: str, url: str, milestone: str, milestone_url: str) -> tuple[Place | None, int]:
        """The only one that link, title and milestone leave, and how many they left."""
        left = 0
        for names, pages in self._rooms:
            linked, called = pages.get(page_of(url), set()) if url else set(), names.same(title)
            found = linked if len(linked) == 1 else (linked & called) or linked or called
            if len(linked) == 1 and len(called) == 1 and linked != called and called <= self._shared:
                found = called
            if len(found) > 1:
                found = {place for place in found if self._is_of(place, milestone, milestone_url)} or found
            if len(found) == 1:
                return next(iter(found)), 1
            left = left or len(found)
        return None, left

    def _is_of(self, place: Place, title: str, url: str) -> bool:
        its_title, its_url = self._milestones[place]
        names = Names([(its_title, place)])
        return bool(url and its_url and page_of(url) == page_of(its_url)) or names.find(title) == place


def _rows(program: Program, layout: str) -> list[Deliverable]:
    """The deliverables of the program that this kind of tree has not made."""
    if not program.pk:
        return []
    made = _made(program, layout, Deliverable._meta.label_lower)
    rows = Deliverable.objects.in_program(program).select_related("milestone", "accountable")
    return [row for row in rows.order_by("number") if row.pk not in made]


def _made(program: Program, layout: str, noun: str) -> set[int]:
    held = ImportIdentity.objects.filter(program=program, source=layout, noun=noun)
    return set(held.values_list("object_id", flat=True))


class Subteams:
    """Finds the subteam of a tag: one of the source, one of the program, else a new one."""

    def __init__(self, teams: Teams, program: Program, layout: str) -> None:
        self._teams = teams
        self._held = Teams()
        self.rows: dict[str, Subteam] = {}
        if program.pk:
            made = _made(program, layout, Subteam._meta.label_lower)
            for row in Subteam.objects.filter(program=program).exclude(pk__in=made).order_by("pk"):
                self._held.add_column(row.name, path="", line=0)
                team = self._held.find(row.name)
                if team is not None:
                    self.rows.setdefault(team.key, row)

    def find(self, text: str) -> Ref | None:
        """The subteam that is written so, or None."""
        team = self._teams.find(text)
        if team is not None:
            return Ref("", f"@subteam/{team.key}")
        held = self._held.find(text)
        return self.held(self.rows[held.key]) if held is not None and held.key in self.rows else None

    def named(self, text: str) -> Ref | None:
        """The subteam that has just these words as its name; a heading may hold a team's word by chance."""
        for teams in (self._teams, self._held):
            team = teams.find(text)
            if team is not None and frozenset(text.casefold().split()) == frozenset(
                team.name.casefold().split()
            ):
                return self.find(text)
        return None

    def add(self, text: str, *, path: str, line: int) -> Ref | None:
        """The subteam of a tag; a tag that names none is a new one."""
        found = self.find(text)
        if found is None or not found.anchor.startswith("@held/"):
            self._teams.add(text, path=path, line=line)
        return self.find(text)

    @staticmethod
    def held(row: Subteam) -> Ref:
        return Ref("", f"@held/{row._meta.label_lower}/{row.pk}")


def note_known(out: Contribution, deliverables: Deliverables, subteams: Subteams) -> None:
    """Tell the comparison which rows of the program may be pointed at."""
    out.known |= deliverables.rows
    out.known |= {Subteams.held(row).place: row for row in subteams.rows.values()}
    for row in deliverables.rows.values():
        if row.accountable is not None:
            out.known[Subteams.held(row.accountable).place] = row.accountable
