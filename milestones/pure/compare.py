"""What differs between the plan of one day and that of another, milestone by milestone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# What is on the plan: an idea is not yet, what was given up no more.
OFF_PLAN = frozenset({"IDEA", "SHELVED", "DROPPED"})
DROPPED, CLOSED = "DROPPED", "CLOSED"


class Kind(StrEnum):
    """What a change of the plan is, in the order in which a page tells them."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    MOVED = "MOVED"
    ESTIMATED = "ESTIMATED"
    OWNED = "OWNED"
    STATUS = "STATUS"
    SCOPE = "SCOPE"
    OTHER = "OTHER"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Kind.ADDED: "Added",
    Kind.REMOVED: "Removed",
    Kind.MOVED: "Moved",
    Kind.ESTIMATED: "Re-estimated",
    Kind.OWNED: "Re-owned",
    Kind.STATUS: "Status",
    Kind.SCOPE: "Scope",
    Kind.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone as it stood; texts are as the pages print them, `parts` are plain fields by their name."""

    key: str
    title: str
    track: str
    status: str
    status_text: str
    owner: str
    target_on: date | None
    target_text: str
    estimate: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedDeliverable:
    """A deliverable as it stood."""

    key: str
    title: str
    milestone: int
    status: str
    due_on: date | None
    due_text: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that stood in the plan at the end of a day, by id."""

    milestones: Mapping[int, PlannedMilestone]
    deliverables: Mapping[int, PlannedDeliverable]


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of what, from, to, how many days later, why."""

    kind: Kind
    what: str
    before: str = ""
    after: str = ""
    days: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A milestone with all that differs, in the order of the kinds."""

    key: str
    title: str
    track: str
    is_there: bool
    differences: tuple[Difference, ...]


def compare(before: Plan, after: Plan, reasons: Mapping[int, str]) -> list[Changed]:
    """Every milestone of which something differs, by track and number; `reasons` say why targets moved."""
    scopes = scope_of(before, after)
    found = []
    for pk in sorted(before.milestones.keys() | after.milestones.keys()):
        old, new = before.milestones.get(pk), after.milestones.get(pk)
        shown = new or old
        differences = [*differences_of(old, new, reasons.get(pk, "")), *scopes.get(pk, ())]
        if shown and differences and (is_planned(old) or is_planned(new)):
            ordered = sorted(differences, key=lambda one: list(Kind).index(one.kind))
            found.append(Changed(shown.key, shown.title, shown.track, new is not None, tuple(ordered)))
    return sorted(found, key=lambda one: (one.track.casefold(), int(one.key.partition("-")[2])))


def is_planned(one: PlannedMilestone | None) -> bool:
    return one is not None and one.status not in OFF_PLAN


def differences_of(
    old: PlannedMilestone | None, new: PlannedMilestone | None, why: str
) -> Iterable[Difference]:
    """What differs of one milestone itself."""
    was, stands = old.status_text if old else "", new.status_text if new else "deleted"
    if is_planned(old) != is_planned(new):
        kind, what = (Kind.REMOVED, "from the plan") if is_planned(old) else (Kind.ADDED, "to the plan")
        yield Difference(kind, what, was, stands)
    elif was != stands:
        yield Difference(Kind.STATUS, "status", was, stands)
    if old and new:
        yield from fields_of(old, new, why)


def fields_of(old: PlannedMilestone, new: PlannedMilestone, why: str) -> Iterable[Difference]:
    """Target, estimate, owner and the plain fields."""
    if (old.target_on, old.target_text) != (new.target_on, new.target_text):
        days = (new.target_on - old.target_on).days if old.target_on and new.target_on else None
        yield Difference(Kind.MOVED, "target", old.target_text, new.target_text, days, why)
    if old.estimate != new.estimate:
        yield Difference(Kind.ESTIMATED, "estimate", old.estimate, new.estimate)
    if old.owner != new.owner:
        yield Difference(Kind.OWNED, "owner", old.owner, new.owner)
    for name, text in new.parts.items():
        if old.parts.get(name, "") != text:
            yield Difference(Kind.OTHER, name, old.parts.get(name, ""), text)


def scope_of(before: Plan, after: Plan) -> dict[int, list[Difference]]:
    """By milestone, its deliverables that came, went, moved or were closed."""
    found: dict[int, list[Difference]] = {}
    for pk in sorted(before.deliverables.keys() | after.deliverables.keys()):
        old, new = before.deliverables.get(pk), after.deliverables.get(pk)
        if old and new and old.milestone != new.milestone:
            found.setdefault(old.milestone, []).append(moved_out(old, after, new))
            found.setdefault(new.milestone, []).append(moved_in(new, before, old))
            continue
        one = new or old
        if one and (difference := part_of(old, new)):
            found.setdefault(one.milestone, []).append(difference)
    return found


def moved_out(old: PlannedDeliverable, after: Plan, new: PlannedDeliverable) -> Difference:
    return Difference(Kind.SCOPE, f"{named(old)}: moved to {key_in(after, new.milestone)}")


def moved_in(new: PlannedDeliverable, before: Plan, old: PlannedDeliverable) -> Difference:
    return Difference(Kind.SCOPE, f"{named(new)}: moved here from {key_in(before, old.milestone)}")


def key_in(plan: Plan, pk: int) -> str:
    """The key of a milestone that this reader may see."""
    found = plan.milestones.get(pk)
    return found.key if found else "another milestone"


def named(one: PlannedDeliverable) -> str:
    return f"{one.key} {one.title}"


def part_of(old: PlannedDeliverable | None, new: PlannedDeliverable | None) -> Difference | None:
    """What differs of a deliverable that stayed in its milestone."""
    was, is_now = is_held(old), is_held(new)
    if new and is_now and not was:
        return Difference(Kind.SCOPE, f"{named(new)}: added", "", new.due_text if new.due_on else "")
    if old and was and not is_now:
        way = "deleted" if new is None else "cut to the laundry list" if new.is_cut else "dropped"
        return Difference(Kind.SCOPE, f"{named(old)}: {way}", old.due_text if old.due_on else "", "")
    if not (old and new and was and is_now):
        return None
    if new.status == CLOSED != old.status:
        return Difference(Kind.SCOPE, f"{named(new)}: closed")
    if old.status == CLOSED != new.status:
        return Difference(Kind.SCOPE, f"{named(new)}: reopened")
    if old.due_on != new.due_on:
        days = (new.due_on - old.due_on).days if old.due_on and new.due_on else None
        return Difference(Kind.SCOPE, f"{named(new)}: due", old.due_text, new.due_text, days)
    return None


def is_held(one: PlannedDeliverable | None) -> bool:
    return one is not None and one.status != DROPPED


def standing(moves: Iterable[int], takes_back: Mapping[int, int]) -> set[int]:
    """The moves that hold; `takes_back` says against which one an undo stands, which itself says nothing."""
    undone_by = {old: new for new, old in takes_back.items()}

    def holds(move: int) -> bool:
        return move not in undone_by or not holds(undone_by[move])

    return {move for move in moves if move not in takes_back and holds(move)}


def counts_by_track(rows: Sequence[Changed]) -> list[tuple[str, dict[Kind, int]]]:
    """By track in their order, in how many milestones something of each kind differs."""
    found: dict[str, dict[Kind, int]] = {}
    for row in rows:
        counts = found.setdefault(row.track, {})
        for kind in {one.kind for one in row.differences}:
            counts[kind] = counts.get(kind, 0) + 1
    return list(found.items())
