"""The facts of milestones, of one or of a whole program, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from estimates.models import AllocationLine, EffortEntry, Estimate
from estimates.pure.breaker import Breach
from estimates.pure.capacity import Booking
from estimates.pure.facts import OPEN_STATUSES, Block, Guess, Hazard, Item, MilestoneFacts, Outside
from estimates.pure.projection import window_of
from estimates.queries.allocation import bookings_of
from estimates.queries.decision import decided_of
from milestones.models import Blocker, Deliverable, Dependency, Milestone, Risk, TargetRevision
from pm.actor import Source
from pm.models import Change, Program
from pm.pure.periods import iso_week

MILESTONE, DELIVERABLE = "milestones.milestone", "milestones.deliverable"
FEW = 400  # up to so many rows are named one by one; beyond, the whole program is read
BY_PEOPLE = (Source.PAGE.value, Source.API.value)
MILESTONE_COLUMNS = (
    "pk", "number", "status", "kind", "is_pencilled", "owner_id", "value", "appetite_days",
    "planned_start_on", "target_to_on", "first_target_on", "push_count", "committed_on", "owner_call_on",
)  # fmt: skip


@dataclass
class Loaded:
    """Everything read, by the id of what it is about."""

    milestones: list[dict[str, Any]]
    items: dict[int, list[dict[str, Any]]]
    totals: dict[tuple[str, int], list[Guess]] = field(default_factory=lambda: defaultdict(list))
    remaining: dict[tuple[str, int], Guess] = field(default_factory=dict)
    allocated: dict[int, int] = field(default_factory=dict)  # milestone -> its chosen allocation
    people: dict[int, float] = field(default_factory=dict)
    spent: dict[tuple[str, int], float] = field(default_factory=dict)
    spent_since: dict[tuple[str, int], float] = field(default_factory=lambda: defaultdict(float))
    first_week: dict[int, str] = field(default_factory=dict)
    weeks: dict[int, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    created: dict[tuple[str, int], tuple[date, datetime]] = field(default_factory=dict)
    dropped: dict[int, datetime] = field(default_factory=dict)
    updated: dict[str, date] = field(default_factory=dict)
    pushed: dict[int, date] = field(default_factory=dict)
    blocks: dict[int, list[Block]] = field(default_factory=lambda: defaultdict(list))
    unconfirmed: dict[int, list[Outside]] = field(default_factory=lambda: defaultdict(list))
    hazards: dict[int, list[Hazard]] = field(default_factory=lambda: defaultdict(list))
    breaker_factor: float = 2.0
    decided: dict[int, tuple[Breach, ...]] = field(default_factory=dict)
    overbooked: dict[int, tuple[Booking, ...]] = field(default_factory=dict)

    @property
    def milestone_ids(self) -> list[int]:
        return [row["pk"] for row in self.milestones]

    @property
    def item_ids(self) -> list[int]:
        return [item["pk"] for items in self.items.values() for item in items]


def load_facts(*, program: Program, milestones: QuerySet[Milestone], today: date) -> list[MilestoneFacts]:
    """The facts of these milestones of one program on a day, by key."""
    rows = list(milestones.filter(program=program).order_by("number").values(*MILESTONE_COLUMNS))
    loaded = Loaded(rows, items_of([row["pk"] for row in rows]))
    read_estimates(loaded)
    read_people(loaded)
    read_effort(loaded, today)
    read_effort_since(loaded)
    read_changes(loaded, program)
    read_updates(loaded, program)
    read_pushes(loaded)
    read_blockers(loaded)
    read_unconfirmed(loaded)
    read_hazards(loaded)
    loaded.breaker_factor = float(program.breaker_factor)
    loaded.decided = decided_of(loaded.milestone_ids)
    read_bookings(loaded, program, today)
    return [facts_of(loaded, row) for row in rows]


def items_of(milestone_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    rows = (
        Deliverable.objects.filter(milestone_id__in=milestone_ids)
        .order_by("number")
        .values("pk", "number", "milestone_id", "status", "accountable_id", "due_on")
    )
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        items[row["milestone_id"]].append(dict(row))
    return items


def of_scope(loaded: Loaded) -> Q:
    """Rows about these milestones or their deliverables."""
    ids, items = loaded.milestone_ids, loaded.item_ids
    through = Q(deliverable_id__in=items) if len(items) <= FEW else Q(deliverable__milestone_id__in=ids)
    return Q(milestone_id__in=ids) | through


def read_estimates(loaded: Loaded) -> None:
    rows = (
        Estimate.objects.filter(of_scope(loaded))
        .order_by("happened_on", "recorded_at", "pk")
        .values_list(
            "pk", "milestone_id", "deliverable_id", "purpose", "kind", "basis", "likely_days", "happened_on",
            "recorded_at", "is_baseline",
        )
    )  # fmt: skip
    for pk, milestone_id, item_id, purpose, kind, basis, likely, on, at, is_baseline in rows:
        about = (MILESTONE, milestone_id) if milestone_id else (DELIVERABLE, item_id)
        guess = Guess(float(likely), on, at, basis == Estimate.Basis.OWN, is_baseline)
        if purpose == Estimate.Purpose.REMAINING:
            loaded.remaining[about] = guess
            continue
        loaded.totals[about].append(guess)
        if milestone_id and kind == Estimate.Kind.ALLOCATION:
            loaded.allocated[milestone_id] = pk


def read_people(loaded: Loaded) -> None:
    """How many people the chosen allocation of each milestone plans."""
    sums = (
        AllocationLine.objects.filter(estimate_id__in=list(loaded.allocated.values()))
        .values_list("estimate_id")
        .annotate(people=Sum("people"))
    )
    people = {estimate_id: float(total) for estimate_id, total in sums}
    loaded.people = {
        milestone_id: people[estimate_id]
        for milestone_id, estimate_id in loaded.allocated.items()
        if estimate_id in people
    }


def read_effort(loaded: Loaded, today: date) -> None:
    """What was spent on each thing, the newest day of it, and the weeks that make the pace."""
    keys = {item["pk"]: (row["pk"], f"D-{item['number']}") for row in loaded.milestones
            for item in loaded.items[row["pk"]]}  # fmt: skip
    own = {row["pk"]: (row["pk"], f"M-{row['number']}") for row in loaded.milestones}
    sums = (
        EffortEntry.objects.filter(of_scope(loaded))
        .values_list("milestone_id", "deliverable_id")
        .annotate(days=Sum("person_days"), last=Max("happened_on"), first=Min("week"))
        .order_by()
    )
    for direct_id, item_id, days, last, first in sums:
        about = (MILESTONE, direct_id) if direct_id else (DELIVERABLE, item_id)
        milestone_id, key = own[direct_id] if direct_id else keys[item_id]
        loaded.spent[about] = float(days)
        loaded.updated[key] = last
        loaded.first_week[milestone_id] = min(first, loaded.first_week.get(milestone_id, first))
    weeks = (
        EffortEntry.objects.filter(of_scope(loaded), week__gte=window_of(today)[0])
        .values_list("milestone_id", "deliverable__milestone_id", "week")
        .annotate(days=Sum("person_days"))
        .order_by("week")
    )
    for direct_id, through_id, week, days in weeks:
        loaded.weeks[direct_id or through_id].append((week, float(days)))


def read_effort_since(loaded: Loaded) -> None:
    """What was spent in the weeks after what remains was estimated."""
    stated = {about: iso_week(guess.on) for about, guess in loaded.remaining.items()}
    items = [pk for noun, pk in stated if noun == DELIVERABLE]
    wholes = [pk for noun, pk in stated if noun == MILESTONE]
    rows = (
        EffortEntry.objects.filter(
            Q(deliverable_id__in=items) | Q(deliverable__milestone_id__in=wholes) | Q(milestone_id__in=wholes)
        )
        .values_list("milestone_id", "deliverable_id", "deliverable__milestone_id", "week")
        .annotate(days=Sum("person_days"))
        .order_by()
    )
    for direct_id, item_id, through_id, week, days in rows:
        for about in ((DELIVERABLE, item_id), (MILESTONE, direct_id or through_id)):
            if about in stated and week > stated[about]:
                loaded.spent_since[about] += float(days)


def read_changes(loaded: Loaded, program: Program) -> None:
    """When milestones and deliverables came in, and when deliverables were dropped."""
    ids = {MILESTONE: loaded.milestone_ids, DELIVERABLE: loaded.item_ids}
    about = Q(noun__in=list(ids))
    if sum(map(len, ids.values())) <= FEW:
        about = Q(noun=MILESTONE, object_id__in=ids[MILESTONE]) | Q(
            noun=DELIVERABLE, object_id__in=ids[DELIVERABLE]
        )
    what = Q(kind=Change.Kind.CREATE) | Q(noun=DELIVERABLE, field="status", after="DROPPED")
    rows = (
        Change.objects.filter(about, what, program=program)
        .order_by("pk")
        .values_list("kind", "noun", "object_id", "happened_on", "recorded_at")
    )
    for kind, noun, pk, on, at in rows:
        if kind == Change.Kind.CREATE:
            loaded.created[noun, pk] = (on, at)
        else:
            loaded.dropped[pk] = at


def read_updates(loaded: Loaded, program: Program) -> None:
    """The newest day a person wrote anything about a milestone or a deliverable, or made a call."""
    keys = [f"M-{row['number']}" for row in loaded.milestones]
    keys += [f"D-{item['number']}" for items in loaded.items.values() for item in items]
    rows = Change.objects.filter(program=program, source__in=BY_PEOPLE)
    if len(keys) <= FEW:
        rows = rows.filter(subject__in=keys)
    zone = ZoneInfo(program.zone)
    for subject, at in rows.values_list("subject").annotate(at=Max("recorded_at")).order_by():
        note_update(loaded, subject, at.astimezone(zone).date())
    for row in loaded.milestones:
        if row["owner_call_on"]:
            note_update(loaded, f"M-{row['number']}", row["owner_call_on"])


def note_update(loaded: Loaded, key: str, day: date) -> None:
    loaded.updated[key] = max(day, loaded.updated.get(key, day))


def read_pushes(loaded: Loaded) -> None:
    """When each committed target was last moved."""
    rows = (
        TargetRevision.objects.filter(milestone_id__in=loaded.milestone_ids, is_slip=True)
        .values_list("milestone_id")
        .annotate(on=Max("happened_on"))
        .order_by()
    )
    loaded.pushed = dict(rows)


def read_blockers(loaded: Loaded) -> None:
    """The open blockers of each milestone and of its open deliverables."""
    rows = (
        Blocker.objects.open()
        .filter(milestone_id__in=loaded.milestone_ids)
        .order_by("opened_on", "number")
        .values_list("milestone_id", "number", "opened_on", "deliverable__number", "deliverable__status")
    )
    for milestone_id, number, opened_on, item, status in rows:
        if item is None or status in OPEN_STATUSES:
            block = Block(f"B-{number}", opened_on, f"D-{item}" if item else "")
            loaded.blocks[milestone_id].append(block)


def read_unconfirmed(loaded: Loaded) -> None:
    """What each milestone, or an open deliverable of it, needs from outside by a day without a promise."""
    ids = loaded.milestone_ids
    rows = (
        Dependency.objects.open()
        .filter(Q(milestone_id__in=ids) | Q(deliverable__milestone_id__in=ids))
        .filter(kind=Dependency.Kind.EXTERNAL, is_confirmed=False, needed_by_on__isnull=False)
        .order_by("needed_by_on", "number")
        .values_list(
            "milestone_id",
            "deliverable__milestone_id",
            "deliverable__status",
            "number",
            "title",
            "needed_by_on",
        )
    )
    for own_id, through_id, status, number, title, needed_by_on in rows:
        if needed_by_on and (own_id or status in OPEN_STATUSES):
            loaded.unconfirmed[own_id or through_id].append(Outside(f"DP-{number}", title, needed_by_on))


def read_hazards(loaded: Loaded) -> None:
    """The open risks of each milestone with the day of their last review; internal ones are not told of.

    One that was never reviewed counts from the day it was raised.
    """
    raised = Change.objects.filter(
        program=OuterRef("program"), noun="milestones.risk", object_id=OuterRef("pk"), kind=Change.Kind.CREATE
    )
    rows = (
        Risk.objects.filter(milestone_id__in=loaded.milestone_ids, status=Risk.Status.OPEN, is_internal=False)
        .annotate(raised_on=Subquery(raised.order_by("pk").values("happened_on")[:1]))
        .order_by("number")
        .values_list("milestone_id", "number", "title", "reviewed_on", "raised_on")
    )
    for milestone_id, number, title, reviewed_on, raised_on in rows:
        if day := reviewed_on or raised_on:
            hazard = Hazard(f"R-{number}", title, day, is_reviewed=reviewed_on is not None)
            loaded.hazards[milestone_id].append(hazard)


def read_bookings(loaded: Loaded, program: Program, today: date) -> None:
    """Subteams that are promised to more than they can do, and people where no estimate says how many."""
    targets = {row["pk"]: row["target_to_on"] for row in loaded.milestones}
    starts = {row["pk"]: row["planned_start_on"] for row in loaded.milestones}
    booked = bookings_of(program, targets, today)
    loaded.overbooked = booked.over
    for milestone_id, people in booked.people_on(starts, today).items():
        loaded.people.setdefault(milestone_id, people)


def facts_of(loaded: Loaded, row: dict[str, Any]) -> MilestoneFacts:
    pk, key = row["pk"], f"M-{row['number']}"
    about = (MILESTONE, pk)
    items = loaded.items[pk]
    return MilestoneFacts(
        id=pk,
        key=key,
        status=row["status"],
        kind=row["kind"],
        is_pencilled=row["is_pencilled"],
        has_owner=row["owner_id"] is not None,
        value=number(row["value"]),
        appetite=number(row["appetite_days"]),
        planned_start_on=row["planned_start_on"],
        target_to_on=row["target_to_on"],
        first_target_on=row["first_target_on"],
        push_count=row["push_count"],
        pushed_on=loaded.pushed.get(pk),
        committed_on=row["committed_on"],
        created_on=loaded.created[about][0] if about in loaded.created else None,
        updated_on=newest(loaded.updated.get(one) for one in (key, *(f"D-{i['number']}" for i in items))),
        totals=tuple(loaded.totals.get(about, ())),
        remaining=loaded.remaining.get(about),
        spent_direct=loaded.spent.get(about),
        spent_since=loaded.spent_since.get(about, 0.0),
        planned_people=loaded.people.get(pk),
        weeks=tuple(loaded.weeks.get(pk, ())),
        first_week=loaded.first_week.get(pk, ""),
        items=tuple(item_of(loaded, item) for item in items),
        blocks=tuple(loaded.blocks.get(pk, ())),
        unconfirmed=tuple(loaded.unconfirmed.get(pk, ())),
        hazards=tuple(loaded.hazards.get(pk, ())),
        breaker_factor=loaded.breaker_factor,
        decided=loaded.decided.get(pk, ()),
        overbooked=loaded.overbooked.get(pk, ()),
    )


def item_of(loaded: Loaded, row: dict[str, Any]) -> Item:
    about = (DELIVERABLE, row["pk"])
    created_on, created_at = loaded.created.get(about, (None, None))
    return Item(
        key=f"D-{row['number']}",
        status=row["status"],
        has_team=row["accountable_id"] is not None,
        due_on=row["due_on"],
        created_on=created_on,
        created_at=created_at,
        dropped_at=loaded.dropped.get(row["pk"]),
        totals=tuple(loaded.totals.get(about, ())),
        remaining=loaded.remaining.get(about),
        spent=loaded.spent.get(about),
        spent_since=loaded.spent_since.get(about, 0.0),
    )


def number(value: Any) -> float | None:
    return None if value is None else float(value)


def newest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)
