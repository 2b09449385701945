"""What the timeline draws beside the bars of its milestones: their deliverables and what waits for what."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, IntegerField, Q, QuerySet, Value

from milestones.models import Deliverable, Dependency, Handover, Milestone
from milestones.pure.schedule import FOLLOWS, HANDOVER, NEEDS, Bar, Link, critical_path
from pm.models import Program

ENDED = frozenset({"CLOSED", "DROPPED"})
NO_DAY = Value(None, output_field=DateField())
NO_ID = Value(None, output_field=IntegerField())
NO_WORD = Value("", output_field=CharField())
NO_WORDS = (NO_WORD, NO_WORD, NO_WORD, NO_WORD)
PART = "part"
# The same ten columns of each kind of line: four numbers, two days, four texts.
PART_COLUMNS = (
    "number", "milestone_id", "pk", "accountable_id", "planned_start_on", "due_on",
    "title", "status", "owner__name", "accountable__code",
)  # fmt: skip
NEED_COLUMNS = (
    "milestone_id", "deliverable_id", "needed_milestone_id", "needed_deliverable_id", NO_DAY, "needed_by_on",
    *NO_WORDS,
)  # fmt: skip
HANDOVER_COLUMNS = (
    NO_ID, "receiving_deliverable_id", NO_ID, "deliverable_id", NO_DAY, NO_DAY, *NO_WORDS
)  # fmt: skip


class Part(NamedTuple):
    """A deliverable under its milestone's bar."""

    pk: int
    number: int
    key: str
    milestone_id: int
    accountable_id: int | None
    start: date | None
    due: date | None
    title: str
    status: str
    owner: str
    code: str

    @property
    def is_open(self) -> bool:
        return self.status not in ENDED


@dataclass(frozen=True, slots=True)
class Drawn:
    """Deliverables by milestone (all of those that are open on the page, else only what is due), and links
    whose two ends are drawn.
    """

    opened: frozenset[int] = frozenset()
    parts: dict[int, list[Part]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def parts_of(self, row: Milestone) -> list[Part]:
        """Those drawn under it: none while it is folded."""
        return self.parts.get(row.pk, []) if row.pk in self.opened else []

    def last_due(self, row: Milestone) -> Part | None:
        """The open deliverable that is due last."""
        due = [part for part in self.parts.get(row.pk, ()) if part.is_open and part.due]
        return max(due, key=lambda part: (part.due or date.min, part.number), default=None)

    def critical(self) -> set[str]:
        """The keys on the longest chain of open deliverables of each unfolded milestone."""
        wholes = {one.key: pk for pk in self.opened for one in self.parts.get(pk, ())}
        inside: dict[int, list[Link]] = {}
        for link in self.links:
            pk = wholes.get(link.needer)
            if pk is not None and pk == wholes.get(link.needed):
                inside.setdefault(pk, []).append(link)
        found: set[str] = set()
        for pk, links in inside.items():
            bars = [Bar(one.key, one.start, one.due, is_open=one.is_open) for one in self.parts[pk]]
            found.update(critical_path(bars, links))
        return found


def load_drawn(program: Program, rows: Sequence[Milestone], opened: Collection[str]) -> Drawn:
    """Everything beside the bars of these milestones, in one statement; `opened` holds keys."""
    if not rows:
        return Drawn()
    keys = {row.pk: row.key for row in rows}
    unfolded = frozenset(row.pk for row in rows if row.key in opened)
    drawn = Drawn(unfolded)
    ties: list[tuple[Any, ...]] = []
    for what, *values in union_of(program, list(keys), list(unfolded)):
        if what == PART:
            part = part_of(values)
            drawn.parts.setdefault(part.milestone_id, []).append(part)
            keys[-part.pk] = part.key
        else:
            ties.append((what, *values))
    for parts in drawn.parts.values():
        parts.sort(key=lambda part: (part.due or date.max, part.number))
    drawn.links.extend(links_of(ties, keys))
    drawn.links.extend(Link(row.key, keys[row.follows_id], FOLLOWS) for row in rows if row.follows_id in keys)
    drawn.links.sort(key=lambda link: link[:3])
    return drawn


def union_of(program: Program, ids: list[int], unfolded: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    """The three kinds of lines as one statement; the first gives the columns their types.

    Only where a tie begins is asked here: `links_of` leaves out those that end outside.
    """
    folded = [pk for pk in ids if pk not in unfolded]
    due = Q(milestone__in=folded, due_on__isnull=False) & ~Q(status__in=ENDED)
    inside = Q(milestone__in=unfolded) | due
    parts = Deliverable.objects.filter(inside, program=program).exclude(status="DROPPED")
    waits = Q(milestone__in=ids) | Q(deliverable__milestone__in=unfolded)
    needs = Dependency.objects.open().filter(waits, program=program, kind="INTERNAL")
    passing = Handover.objects.open().filter(
        program=program, deliverable__milestone__in=unfolded, receiving_deliverable__isnull=False
    )
    lines = parts.values_list(Value(PART), *PART_COLUMNS)
    return lines.union(
        needs.values_list(Value(NEEDS), *NEED_COLUMNS),
        passing.values_list(Value(HANDOVER), *HANDOVER_COLUMNS),
        all=True,
    )


def part_of(values: Sequence[Any]) -> Part:
    number, milestone_id, pk, accountable_id, start, due, title, status, owner, code = values
    names = (owner or "", code or "")
    return Part(pk, number, f"D-{number}", milestone_id, accountable_id, start, due, title, status, *names)


def links_of(ties: Sequence[tuple[Any, ...]], keys: dict[int, str]) -> Iterator[Link]:
    """The ties whose ends are both drawn; in `keys` a deliverable stands under its id with a minus."""
    for what, milestone, part, needed, needed_part, _, by, *_ in ties:
        needer_key = keys.get(-part if part else milestone)
        needed_key = keys.get(-needed_part if needed_part else needed)
        if needer_key and needed_key:
            yield Link(needer_key, needed_key, what, by)
