"""What state a milestone of a Markdown program is in, and which rows of a summary speak of it.

The rules, as docs/import.md tells them, the first that holds:
1. the file's date says that it ended ("Completed …", "Dropped", "Shelved"): DELIVERED, DROPPED, SHELVED;
2. a half-year's summary gives it a realised value, and nothing says that it goes on (not carried, no plan
   of a later half-year, no target after that half-year): DELIVERED;
3. it has a row in a plan of a half-year: COMMITTED on the day of the import;
4. else PROPOSED.
"""

import re
from dataclasses import dataclass
from datetime import date

from milestones.exchange.names import Names
from milestones.pure.markdown.document import Carry, MilestoneDoc, PlanRowDoc, ProgramDoc, RealisedDoc

ENDED = (
    ("DELIVERED", re.compile(r"(?:completed?|delivered|done|finished|shipped)\b", re.IGNORECASE)),
    ("DROPPED", re.compile(r"(?:dropped|drop|cancelled|canceled|abandoned)\b", re.IGNORECASE)),
    ("SHELVED", re.compile(r"(?:shelved|postponed|paused|on hold|deferred)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A milestone's state at its making. `reason` says why it is ended, empty for an open one."""

    status: str
    committed_on: date | None = None
    delivered_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Speaking:
    """The rows that speak of one milestone."""

    plans: tuple[PlanRowDoc, ...] = ()
    realised: tuple[RealisedDoc, ...] = ()
    is_carried: bool = False


def half_year_end(period: str) -> date:
    """The last day of `2025H1`."""
    year = int(period[:4])
    return date(year, 6, 30) if period.endswith("1") else date(year, 12, 31)


def ended_by(text: str) -> str | None:
    """The state that the text of a date speaks of, None for a date."""
    return next((status for status, pattern in ENDED if pattern.match(text.strip())), None)


def decide(milestone: MilestoneDoc, said: Speaking, today: date) -> Standing:
    """The state by the rules above."""
    ended = ended_by(milestone.date_text)
    if ended is not None:
        return _ended(ended, milestone, said, today, f"Its date says “{milestone.date_text}”.")
    newest = max(said.realised, key=lambda row: row.period, default=None)
    if newest is not None and newest.value is not None and not _goes_on(milestone, said, newest.period):
        reason = f"{newest.path}:{newest.line} gives it a realised value of {newest.value_text}."
        return _ended("DELIVERED", milestone, said, today, reason)
    if said.plans:
        return Standing("COMMITTED", committed_on=today)
    return Standing("PROPOSED")


def _goes_on(milestone: MilestoneDoc, said: Speaking, period: str) -> bool:
    later = any(row.period and row.period > period for row in said.plans)
    end = milestone.target.end
    return said.is_carried or later or (end is not None and end > half_year_end(period))


def _ended(status: str, milestone: MilestoneDoc, said: Speaking, today: date, reason: str) -> Standing:
    """Ended on its target day; without one on the last day of the half-year that values or plans it."""
    periods = [row.period for row in said.realised] or [row.period for row in said.plans if row.period]
    ends = [half_year_end(max(periods))] if periods else []
    day = min([milestone.target.end or (ends[0] if ends else today), today])
    if status == "DELIVERED":
        return Standing(status, committed_on=day, delivered_on=day, reason=reason)
    return Standing(status, committed_on=day if said.plans else None, reason=reason)


def rows_about(doc: ProgramDoc) -> tuple[dict[str, Speaking], list[RealisedDoc]]:
    """For each milestone's path the rows that speak of it, and the realised values of no milestone."""
    plans = [row for row in (*doc.plan_rows, *doc.proposals) if row.milestone_path is not None]
    names = Names((milestone.title, milestone.path) for milestone in doc.milestones)
    for plan in plans:
        names.add(plan.title, plan.milestone_path or "")
    realised: dict[str, list[RealisedDoc]] = {}
    stray = []
    for row in doc.realised:
        path = names.find(row.headline)
        if path is None:
            stray.append(row)
        else:
            realised.setdefault(path, []).append(row)
    carried = {names.find(row.headline) for row in doc.non_realised if row.carry is not Carry.NO}
    found = {
        milestone.path: Speaking(
            plans=tuple(row for row in plans if row.milestone_path == milestone.path),
            realised=tuple(realised.get(milestone.path, ())),
            is_carried=milestone.path in carried,
        )
        for milestone in doc.milestones
    }
    return found, stray
