"""Effort drift: spent + remaining − baseline, in parts that each have their own formula.

Every deliverable has a reference size: its part of the baseline, or, when it was added later, its first
estimate. With a = spent, r = remaining, v = reference:

    finished     Σ closed (a − v)
    scope        Σ added later (v) − Σ dropped, of the baseline (v − a) + Σ dropped, added later (a)
    re-estimated Σ open (a + r − v) and the same for what is not broken down into deliverables
    class        the correction by how such work has ended before; 0 until there is history

docs/drift.md says the same in words. Unknown is None and never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from estimates.pure.facts import Guess, Item, MilestoneFacts
from milestones.pure.progress import Progress, WorkItem, measure

FLOOR = 0.1  # of an estimate that is used up while the work is open
REST = "not broken down"
Lines = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How big each deliverable is today, in person-days; None where nobody knows.

    `share` is what the milestone's own estimate leaves to each of `spread`, which have none. `loose` is what
    it holds beyond its deliverables, all of which have one.
    """

    of: dict[str, float | None]
    spread: tuple[str, ...] = ()
    share: float | None = None
    loose: float = 0.0


@dataclass(frozen=True, slots=True)
class Left:
    """What remains, in person-days; None when unknown. `by_item` is empty where it was stated as a whole."""

    days: float | None
    by_item: dict[str, float]
    loose: float = 0.0
    unknown: tuple[str, ...] = ()
    overrun: tuple[tuple[str, float, float], ...] = ()  # key, spent, estimate
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """The four parts and the lines each is made of. None where something it needs is unknown."""

    finished: float | None
    scope: float
    reestimated: float | None
    reference_class: float
    finished_lines: Lines = ()
    scope_lines: Lines = ()
    reestimated_lines: Lines = ()
    added_blank: tuple[str, ...] = ()

    @property
    def total(self) -> float | None:
        if self.finished is None or self.reestimated is None:
            return None
        return self.finished + self.scope + self.reestimated + self.reference_class


@dataclass(frozen=True, slots=True)
class Drift:
    """Everything about a milestone's effort. `drift` is spent + remaining − baseline."""

    baseline: float | None
    baseline_on: date | None
    is_baseline_own: bool
    spent: float
    has_effort: bool
    left: Left
    sizes: Sizes
    unrecorded: tuple[str, ...]  # closed deliverables without any effort entry
    parts: Parts | None
    work: Progress

    @property
    def progress(self) -> float | None:
        """The claimed share of the effort."""
        return self.work.share

    @property
    def remaining(self) -> float | None:
        return self.left.days

    @property
    def forecast(self) -> float | None:
        """What it will have cost in the end; unknown while the cost of closed work is."""
        if self.left.days is None or self.unrecorded:
            return None
        return self.spent + self.left.days

    @property
    def drift(self) -> float | None:
        if self.forecast is None or self.baseline is None:
            return None
        return self.forecast - self.baseline


def measure_drift(facts: MilestoneFacts) -> Drift:
    """The effort drift of one milestone."""
    base = baseline_of(facts)
    sizes = sizes_of(facts, base)
    left = left_of(facts, sizes)
    spends = [facts.spent_direct, *(item.spent for item in facts.items)]
    unrecorded = tuple(item.key for item in facts.items if item.is_closed and item.spent is None)
    return Drift(
        baseline=base.likely if base else None,
        baseline_on=base.on if base else None,
        is_baseline_own=base.is_own if base else True,
        spent=sum(days for days in spends if days is not None),
        has_effort=any(days is not None for days in spends),
        left=left,
        sizes=sizes,
        unrecorded=unrecorded,
        parts=parts_of(facts, base, left, unrecorded) if base else None,
        work=measure(WorkItem(item.status, sizes.of.get(item.key)) for item in facts.items),
    )


# --- Baseline


def baseline_of(facts: MilestoneFacts) -> Guess | None:
    """The estimate chosen at commitment: the marked one, else the own one of that day, else the sum."""
    marked = next((guess for guess in facts.totals if guess.is_baseline), None)
    if marked is not None or facts.committed_on is None:
        return marked
    own = as_of(facts.totals, facts.committed_on)
    if own is not None:
        return own
    day = facts.committed_on
    held = [item for item in facts.items if is_in_baseline(item, day, None)]
    parts = [as_of(item.totals, day) for item in held]
    known = [part for part in parts if part is not None]
    if not held or len(known) < len(held):
        return None
    return Guess(sum(part.likely for part in known), day, max(part.at for part in known), is_own=False)


def as_of(totals: Iterable[Guess], day: date) -> Guess | None:
    """The newest of some estimates, oldest first, on a day."""
    return next((guess for guess in reversed(tuple(totals)) if guess.on <= day), None)


def is_in_baseline(item: Item, day: date, base: Guess | None) -> bool:
    """Whether a deliverable was part of what was committed.

    It was when it existed on that day or was recorded with the baseline (an import writes both at once), and
    had not been dropped yet. One whose beginning is not recorded counts as there.
    """
    if item.is_dropped and (item.dropped_at is None or item.dropped_at.date() <= day):
        return False
    if item.created_on is None or item.created_on <= day:
        return True
    return base is not None and item.created_at is not None and item.created_at <= base.at


def baseline_day(facts: MilestoneFacts, base: Guess) -> date:
    return facts.committed_on or base.on


def baseline_sizes(facts: MilestoneFacts, base: Guess) -> dict[str, float]:
    """The part of the baseline in each deliverable of it; what theirs leaves is spread over the rest."""
    day = baseline_day(facts, base)
    sizes: dict[str, float] = {}
    blank: list[str] = []
    for item in facts.items:
        if not is_in_baseline(item, day, base):
            continue
        marked = next((guess for guess in item.totals if guess.is_baseline), None)
        known = marked or as_of(item.totals, day)
        if known is None:
            blank.append(item.key)
        else:
            sizes[item.key] = known.likely
    share = max(0.0, base.likely - sum(sizes.values())) / len(blank) if blank else 0.0
    return sizes | dict.fromkeys(blank, share)


# --- What remains


def sizes_of(facts: MilestoneFacts, base: Guess | None) -> Sizes:
    """Today's size of each deliverable that is not dropped."""
    held = [item for item in facts.items if not item.is_dropped]
    known: dict[str, float | None] = {
        item.key: item.newest.likely for item in held if item.newest is not None
    }
    blank = [item.key for item in held if item.newest is None]
    own = facts.newest
    if own is None or not own.is_own:
        return Sizes(of=known | dict.fromkeys(blank, None), spread=tuple(blank))
    covered = [item for item in facts.items if is_covered(item, own, facts, base)]
    gone = [item for item in covered if item.is_dropped and item.newest is None]
    rest = own.likely - sum(item.newest.likely for item in covered if item.newest is not None)
    if not blank:
        is_over = bool(held) and not any(item.is_open for item in held)
        return Sizes(of=known, loose=0.0 if is_over else max(0.0, rest))
    share = rest / (len(blank) + len(gone)) if rest > 0 else None
    return Sizes(of=known | dict.fromkeys(blank, share), spread=tuple(blank), share=share)


def is_covered(item: Item, own: Guess, facts: MilestoneFacts, base: Guess | None) -> bool:
    """Whether the milestone's own estimate speaks of this deliverable too.

    Not of work that was dropped before it was made, and not of estimated scope added after the baseline that
    it does not know of: that comes on top.
    """
    if item.is_dropped:
        return item.dropped_at is not None and item.dropped_at > own.at
    if item.newest is None or base is None:
        return True
    if is_in_baseline(item, baseline_day(facts, base), base):
        return True
    return item.created_at is not None and item.created_at <= own.at


def use_up(whole: float, used: float) -> float:
    """What an estimate leaves: at least a tenth of it while the work is open."""
    return max(whole - used, FLOOR * whole)


def left_of(facts: MilestoneFacts, sizes: Sizes) -> Left:
    """What remains of the open deliverables and of what is in none of them yet."""
    open_items = [item for item in facts.items if item.is_open]
    has_held = any(not item.is_dropped for item in facts.items)
    stated = facts.remaining
    if stated is not None and is_newest(stated, facts, open_items):
        if has_held and not open_items:
            return Left(0.0, {}, stated_on=stated.on)
        over = ((facts.key, facts.spent_since, stated.likely),)
        is_over = 0 < stated.likely <= facts.spent_since
        left = use_up(stated.likely, facts.spent_since)
        return Left(left, {}, overrun=over if is_over else (), stated_on=stated.on)
    by_item: dict[str, float] = {}
    unknown: list[str] = []
    overrun: list[tuple[str, float, float]] = []
    for item in open_items:
        whole, used = statement_of(item, sizes)
        if whole is None:
            unknown.append(item.key)
            continue
        by_item[item.key] = use_up(whole, used)
        if 0 < whole <= used:
            overrun.append((item.key, used, whole))
    if not has_held and (facts.newest is None or not facts.newest.is_own):
        unknown.append(facts.key)
    direct = facts.spent_direct or 0.0
    loose = use_up(sizes.loose, direct)
    if 0 < sizes.loose <= direct:
        overrun.append((facts.key, direct, sizes.loose))
    days = None if unknown else sum(by_item.values()) + loose
    return Left(days, by_item, loose, tuple(unknown), tuple(overrun))


def statement_of(item: Item, sizes: Sizes) -> tuple[float | None, float]:
    """The newest statement about an open deliverable, and what was spent on it since."""
    if item.remaining is not None and (item.newest is None or item.remaining.at >= item.newest.at):
        return item.remaining.likely, item.spent_since
    return sizes.of.get(item.key), item.spent or 0.0


def is_newest(stated: Guess, facts: MilestoneFacts, open_items: list[Item]) -> bool:
    """Whether nothing was estimated or added since what remains was stated for the whole milestone."""
    later = [guess.at for guess in facts.totals[-1:]]
    for item in open_items:
        later += [guess.at for guess in (item.newest, item.remaining) if guess is not None]
        if item.created_at is not None:
            later.append(item.created_at)
    return all(at <= stated.at for at in later)


# --- The parts


def parts_of(facts: MilestoneFacts, base: Guess, left: Left, unrecorded: tuple[str, ...]) -> Parts:
    """Finished, scope, re-estimated and class, each by its own formula."""
    old = baseline_sizes(facts, base)
    added = {item.key: item.totals[0].likely for item in facts.items if item.key not in old and item.totals}
    reference = added | old
    spent = {item.key: item.spent or 0.0 for item in facts.items}
    over = {key: days - reference.get(key, 0.0) for key, days in spent.items()}
    finished = [(item.key, over[item.key]) for item in facts.items if item.is_closed]
    cut = [(item.key, spent[item.key] - old.get(item.key, 0.0)) for item in facts.items if item.is_dropped]
    new = [item for item in facts.items if item.key not in old and not item.is_dropped]
    scope = [*((item.key, reference.get(item.key, 0.0)) for item in new), *cut]
    going = [item.key for item in facts.items if item.is_open]
    is_whole = left.stated_on is not None and bool(going)
    if is_whole:
        changed = [(facts.key, sum(over[key] for key in going) + (left.days or 0.0))]
    else:
        changed = [(key, over[key] + left.by_item.get(key, 0.0)) for key in going]
    loose = left.days or 0.0 if left.stated_on is not None and not going else left.loose
    changed.append((REST, (facts.spent_direct or 0.0) + loose - (base.likely - sum(old.values()))))
    return Parts(
        finished=None if unrecorded else sum(days for _, days in finished),
        scope=sum(days for _, days in scope),
        reestimated=None if left.days is None else sum(days for _, days in changed),
        reference_class=0.0,
        finished_lines=lines_of(finished),
        scope_lines=lines_of(scope),
        reestimated_lines=() if left.days is None else lines_of(changed),
        added_blank=tuple(item.key for item in new if not item.totals),
    )


def lines_of(pairs: list[tuple[str, float]]) -> Lines:
    """The lines worth showing, the weightiest first."""
    return tuple(sorted((pair for pair in pairs if abs(pair[1]) >= 0.05), key=lambda pair: -abs(pair[1])))
