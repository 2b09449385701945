"""What hangs together in time: bars, the links between them, where they clash, which chain is the longest."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

NEEDS, HANDOVER, FOLLOWS = "needs", "handover", "follows"
BECAUSE = {NEEDS: "waits for {}", HANDOVER: "takes over from {}", FOLLOWS: "follows {}"}


class Bar(NamedTuple):
    """A milestone or a deliverable on the calendar. `first` is the near end of an imprecise target."""

    key: str
    start: date | None
    end: date | None
    first: date | None = None
    parent: str = ""
    is_open: bool = True

    @property
    def days(self) -> int:
        """How long it takes, its first and last day counted; 1 where it does not say."""
        return (self.end - self.start).days + 1 if self.start and self.end and self.end >= self.start else 1

    def at(self, start: date | None, end: date | None) -> "Bar":
        """The same bar elsewhere; an imprecise end stays as imprecise as it was."""
        return self._replace(start=start, end=end, first=near_end(self.first, self.end, end))


class Link(NamedTuple):
    """`needer` waits for `needed`: by a dependency, by a handover, or as the bet after it."""

    needer: str
    needed: str
    kind: str = NEEDS
    by: date | None = None


class Clash(NamedTuple):
    """Two days that do not go together, in a sentence; a refused one cannot be written at all."""

    key: str
    other: str
    text: str
    is_refused: bool = False


class Dependant(NamedTuple):
    """What hangs on a bar that moves, why, and how far it would go with it."""

    key: str
    because: str
    days: int


def near_end(first: date | None, last: date | None, moved: date | None) -> date | None:
    """The near end of a target whose far end moves: as far from it as before."""
    if moved is None:
        return None
    return moved - (last - first) if first and last and last > first else moved


def shifted(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None


def clashes(keys: Collection[str], bars: Mapping[str, Bar], links: Iterable[Link]) -> list[Clash]:
    """Every clash in which one of these bars has a part."""
    found = []
    for bar in bars.values():
        if bar.key in keys:
            found += own_clash(bar)
        if bar.key in keys or bar.parent in keys:
            found += clashes_in(bar, bars)
    for link in links:
        needer, needed = bars.get(link.needer), bars.get(link.needed)
        if needer and needed and (link.needer in keys or link.needed in keys):
            found += clashes_between(needer, needed, link)
    return found


def own_clash(bar: Bar) -> list[Clash]:
    """A bar that would end before it begins."""
    if not bar.start or not bar.end or bar.start <= bar.end:
        return []
    days = (bar.start - bar.end).days
    return [Clash(bar.key, bar.key, f"{bar.key} would start {days} d after its end.", is_refused=True)]


def clashes_in(bar: Bar, bars: Mapping[str, Bar]) -> list[Clash]:
    """A deliverable outside the days of its milestone."""
    whole = bars.get(bar.parent)
    if whole is None or not bar.is_open:
        return []
    found = []
    if bar.end and whole.end and bar.end > whole.end:
        days = (bar.end - whole.end).days
        found.append(Clash(bar.key, whole.key, f"{bar.key} is due {days} d after the target of {whole.key}."))
    if bar.start and whole.start and bar.start < whole.start:
        days = (whole.start - bar.start).days
        found.append(Clash(bar.key, whole.key, f"{bar.key} starts {days} d before {whole.key} does."))
    return found


def clashes_between(needer: Bar, needed: Bar, link: Link) -> list[Clash]:
    """What waits begins or ends before what it waits for is there."""
    found: list[Clash] = []
    if not (needer.is_open and needed.is_open):
        return found
    because = BECAUSE[link.kind].format("it")
    if needed.end and needer.start and needer.start <= needed.end:
        days = (needed.end - needer.start).days + 1
        text = f"{needer.key} starts {days} d before {needed.key} is done, and {because}."
        found.append(Clash(needer.key, needed.key, text))
    elif needed.end and needer.end and not needer.start and needer.end < needed.end:
        days = (needed.end - needer.end).days
        text = f"{needer.key} ends {days} d before {needed.key}, and {because}."
        found.append(Clash(needer.key, needed.key, text))
    if link.by and needed.end and needed.end > link.by:
        days = (needed.end - link.by).days
        text = f"{needed.key} ends {days} d after the day by which {needer.key} needs it."
        found.append(Clash(needed.key, needer.key, text))
    return found


def dependants(
    moved: Mapping[str, int], bars: Mapping[str, Bar], links: Sequence[Link], most: int = 60
) -> tuple[list[Dependant], int]:
    """What hangs on bars that move so many days, the nearest first, and how many more there are.

    The deliverables of a milestone, what waits for it, and what waits for those in turn.
    """
    following: dict[str, list[tuple[str, str]]] = {}
    for bar in bars.values():
        if bar.parent:
            following.setdefault(bar.parent, []).append((bar.key, f"belongs to {bar.parent}"))
    for link in links:
        following.setdefault(link.needed, []).append((link.needer, BECAUSE[link.kind].format(link.needed)))
    found: dict[str, Dependant] = {}
    waiting = deque((key, days) for key, days in moved.items() if days)
    while waiting:
        key, days = waiting.popleft()
        for other, because in following.get(key, ()):
            hanging = bars.get(other)
            if other in found or other in moved or not hanging or not hanging.is_open or not hanging.end:
                continue
            found[other] = Dependant(other, because, days)
            waiting.append((other, days))
    listed = list(found.values())
    return listed[:most], len(listed[most:])


def critical_path(bars: Iterable[Bar], links: Iterable[Link]) -> list[str]:
    """The longest chain of open bars, in days, where each waits for the one before; empty for a chain of one.

    Of two as long, the one that ends later. A circle, which no form lets in, is cut where it closes.
    """
    held = {bar.key: bar for bar in bars if bar.is_open and bar.end}
    before: dict[str, list[str]] = {}
    for link in links:
        if link.needer in held and link.needed in held:
            before.setdefault(link.needer, []).append(link.needed)
    best: dict[str, tuple[int, list[str]]] = {}
    for key in held:
        chain_to(key, held, before, best)
    if not best:
        return []
    _, chain = max(best.values(), key=lambda one: (one[0], held[one[1][-1]].end or date.min, len(one[1])))
    return chain if len(chain) > 1 else []


def chain_to(
    goal: str,
    held: Mapping[str, Bar],
    before: Mapping[str, list[str]],
    best: dict[str, tuple[int, list[str]]],
) -> None:
    """Fill in the longest chain that ends at `goal`, without recursion: a chain may be long."""
    stack: list[str] = [goal]
    entered: set[str] = set()
    while stack:
        key = stack[-1]
        open_ones = [one for one in before.get(key, ()) if one not in best and one not in entered]
        if key not in entered and open_ones:
            entered.add(key)
            stack += open_ones
            continue
        stack.pop()
        if key in best:
            continue
        entered.add(key)
        known = [best[one] for one in before.get(key, ()) if one in best]
        days, chain = max(known, key=lambda one: (one[0], len(one[1])), default=(0, []))
        best[key] = (days + held[key].days, [*chain, key])
