"""How rows are laid on landscape sheets of A4: sixty on one, more on as many as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

ONE_SHEET = 60
HEIGHT = 163.0  # mm of a sheet that rows may fill, below the heading and above the legend


@dataclass(frozen=True, slots=True)
class Density:
    """How tightly rows stand: mm of a line, of what a row adds to its lines, of a lane's heading; letters."""

    name: str
    line: float
    extra: float
    lane: float
    title: int  # letters on a line of the title
    owner: int
    target: int


LARGE = Density("l", 3.9, 2.1, 6.4, 42, 15, 16)
MIDDLE = Density("m", 3.2, 0.9, 4.6, 51, 17, 19)
SMALL = Density("s", 2.05, 0.15, 2.5, 70, 24, 26)
TINY = Density("xs", 1.75, 0.1, 2.1, 82, 29, 31)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its lane, and the texts that may need more than one line."""

    lane: str
    title: str
    owner: str
    target: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet, from, up to."""

    start: int
    end: int


def height_of(entry: Entry, density: Density) -> float:
    """What a row takes, in mm."""
    lines = max(
        1,
        ceil(len(entry.title) / density.title),
        ceil(len(entry.owner) / density.owner),
        ceil(len(entry.target) / density.target),
    )
    return lines * density.line + density.extra


def filled(entries: Sequence[Entry], density: Density) -> list[Sheet]:
    """The sheets that rows fill one after the other; each repeats the heading of the lane it begins in."""
    sheets, start, used, lane = [], 0, 0.0, None
    for at, entry in enumerate(entries):
        needed = height_of(entry, density) + (density.lane if entry.lane and entry.lane != lane else 0)
        if used + needed > HEIGHT and at > start:
            sheets.append(Sheet(start, at))
            start, used = at, 0.0
            needed = height_of(entry, density) + (density.lane if entry.lane else 0)
        used, lane = used + needed, entry.lane
    return [*sheets, Sheet(start, len(entries))]


def lay_out(entries: Sequence[Entry]) -> tuple[Density, list[Sheet]]:
    """The largest letters with which up to sixty rows fit one sheet; more rows go on as many as they need."""
    if len(entries) <= ONE_SHEET:
        for density in (LARGE, MIDDLE, SMALL, TINY):
            sheets = filled(entries, density)
            if len(sheets) == 1:
                return density, sheets
    return MIDDLE, filled(entries, MIDDLE)
