"""Moves of dates in words: what changes, what clashes, who moved it meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from milestones.forms.reschedule import token_of
from milestones.models import Milestone
from milestones.pure.schedule import near_end
from milestones.queries.schedule import Work
from milestones.services.reschedule import Line, Move, Seen, Unmoved, seen_of
from milestones.templatetags.plan import signed_days
from pm.errors import StaleEdit
from pm.models import Program
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.pure.days import short_day


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the preview in ready words. A token without `may` cannot be ticked."""

    key: str
    title: str
    url: str
    token: str
    before: str
    after: str
    change: str
    because: str
    may: bool
    is_ticked: bool
    asks_reason: bool
    refused: tuple[str, ...]
    clashes: tuple[str, ...]
    standing: tuple[str, ...]
    meanwhile: str


def stretch(start: date | None, end: date | None, first: date | None, today: date) -> str:
    """6 Jul – 30 Sep; until 30 Sep; from 6 Jul; no dates."""
    wide = ImpreciseDate(first, end, "") if first and end and first != end else None
    last = format_imprecise(wide, today) if wide else short_day(end, today)
    if start and end:
        return f"{short_day(start, today)} to {last}"
    if end:
        return f"until {last}"
    return f"from {short_day(start, today)}" if start else "no dates"


def shown_line(program: Program, line: Line, today: date, refusal: Unmoved | None) -> Shown:
    """One line in words."""
    row, move = line.row, line.move
    noun = "milestone_detail" if isinstance(row, Milestone) else "deliverable_detail"
    seen = move.seen or seen_of(row)
    problem = refusal.problems.get(row.key) if refusal else None
    first = near_end(seen.first, seen.end, move.end)
    return Shown(
        key=row.key,
        title=row.title,
        url=reverse(noun, args=[program.slug, row.key]),
        token=token_of(row.key, move),
        before=stretch(seen.start, seen.end, seen.first, today),
        after=stretch(move.start, move.end, first, today),
        change=change_words(seen, move),
        because=line.because,
        may=line.may,
        is_ticked=line.is_ticked and line.may,
        asks_reason=line.asks_reason,
        refused=(
            *(clash.text for clash in line.clashes if clash.is_refused),
            *([str(problem)] if problem and not isinstance(problem, StaleEdit) else []),
        ),
        clashes=tuple(clash.text for clash in line.clashes if not clash.is_refused),
        standing=tuple(clash.text for clash in line.standing),
        meanwhile=meanwhile_words(problem, row, today) if isinstance(problem, StaleEdit) else "",
    )


def meanwhile_words(stale: StaleEdit, row: Work, today: date) -> str:
    """Who moved it meanwhile, and where it stands now."""
    by = next((conflict.by for conflict in stale.conflicts if conflict.by), "Somebody")
    seen = seen_of(row)
    now = stretch(seen.start, seen.end, seen.first, today)
    return f"{by} moved it meanwhile: it stands at {now}. Confirm again to put yours there, or cancel."


def moved_words(pairs: Sequence[tuple[Work, Move]]) -> str:
    """Moved M-31: it ends 7 Oct, +7 d. With others: and 2 more."""
    row, move = pairs[0]
    more = f" and {len(pairs) - 1} more" if len(pairs) > 1 else ""
    seen = move.seen or Seen(None, None)
    change = change_words(seen, move)
    return f"Moved {row.key}{more}: {change}." if change else f"Moved {row.key}{more}."


def change_words(seen: Seen, move: Move) -> str:
    """+7 d; starts +7 d; ends +7 d; or given dates."""
    if seen.end is None or move.end is None:
        return "it has dates now" if move.end else "it has no end now"
    end = (move.end - seen.end).days
    start = (move.start - seen.start).days if move.start and seen.start else None
    if start is None and move.start != seen.start:
        return f"ends {signed_days(end)}, start set" if end else "start set"
    if start in {None, end} or (start == 0 and end):
        return signed_days(end) if start == end else f"ends {signed_days(end)}"
    return f"starts {signed_days(start or 0)}" + (f", ends {signed_days(end)}" if end else "")
