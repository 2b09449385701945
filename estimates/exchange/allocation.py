"""Allocations as an import wants them: what an estimate says of a subteam, with days.

The last day is the milestone's target, the first one so many months before it. A target that is unknown, or
wider than a quarter and than the work, gives no days: then the resources stay an estimate and are reported.
"""

import calendar
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from estimates.exchange.parts import Part
from estimates.models import Allocation
from milestones.exchange.deliverables import team_ref
from milestones.pure.markdown.document import MilestoneDoc
from pm.exchange.keepers import RowKeeper
from pm.exchange.plan import Contribution, Problem, Ref, Wanted

WIDEST = timedelta(days=92)
MOST_PEOPLE = Decimal(1000)
MOST_MONTHS = Decimal(120)
DAYS = 30


def want_allocations(into: Contribution, doc: MilestoneDoc, milestone: Ref, parts: list[Part]) -> None:
    """One allocation for each part of an open milestone that names a subteam."""
    line = doc.allocations[0].line if doc.allocations else doc.line
    start, end = doc.target.start, doc.target.end
    anchors: Counter[str] = Counter()
    for part in parts:
        from_on = first_day(end, part.months) if end is not None and part.months <= MOST_MONTHS else None
        is_vague = end is None or start is None or end - start > WIDEST
        if from_on is None or end is None or (is_vague and (start is None or from_on > start)):
            sentence = (
                f"“{part.text}” of “{doc.title}” has no days; it stays an estimate without an allocation."
            )
            into.problems.append(Problem(doc.path, line, "allocation without days", sentence))
            continue
        if part.team is None or part.people > MOST_PEOPLE:
            sentence = f"“{part.text}” names no subteam; it stays an estimate without an allocation."
            into.problems.append(Problem(doc.path, line, "allocation of no subteam", sentence))
            continue
        anchor = f"@allocation/{part.team}"
        anchors[anchor] += 1
        into.wanted.append(
            Wanted(
                noun=Allocation._meta.label_lower,
                path=doc.path,
                anchor=anchor if anchors[anchor] == 1 else f"{anchor}~{anchors[anchor]}",
                line=line,
                title=f"allocation of {part.team} to “{doc.title}”",
                fields={
                    "milestone": milestone,
                    "subteam": team_ref(part.team),
                    "people": part.people,
                    "from_on": from_on,
                    "to_on": end,
                    "note": part.text,
                },
                subject=milestone,
            )
        )


def first_day(end: date, months: Decimal) -> date:
    """The day on which work of so many months begins that ends on `end`; a month is 30 days in parts."""
    after = end + timedelta(days=1)
    whole = int(months)
    year, month = divmod(after.year * 12 + after.month - 1 - whole, 12)
    day = min(after.day, calendar.monthrange(year, month + 1)[1])
    begun = date(year, month + 1, day) - timedelta(days=round((months - whole) * DAYS))
    return min(begun, end)


KEEPER = RowKeeper(
    Allocation, likeness=(("milestone", "subteam"),), slots=(("from_on", "to_on"), ("people", "note"))
)
