"""The tables of states of tasks and handovers, and what a week of the calendar is."""

import re
from datetime import date

from milestones.pure.states import Step

WEEK = re.compile(r"(\d{4})-W(\d{2})")

TASK_STEPS: tuple[Step, ...] = (
    Step("OPEN", "IN_PROGRESS", "Start", "WRITE_TASK"),
    *(
        Step(source, "DONE", "Finish", "WRITE_TASK", ("cause", "criteria"))
        for source in ("OPEN", "IN_PROGRESS")
    ),
    Step("IN_PROGRESS", "OPEN", "Put back", "WRITE_TASK"),
    *(Step(source, "DROPPED", "Drop", "WRITE_TASK", needs_reason=True) for source in ("OPEN", "IN_PROGRESS")),
    *(Step(source, "OPEN", "Reopen", "WRITE_TASK", needs_reason=True) for source in ("DONE", "DROPPED")),
)

HANDOVER_STEPS: tuple[Step, ...] = (
    Step("DRAFT", "OFFERED", "Offer", "HAND_OVER", ("discussion", "given")),
    Step("RETURNED", "OFFERED", "Offer again", "HAND_OVER", ("discussion", "given")),
    Step("OFFERED", "ACCEPTED", "Accept", "HAND_OVER", ("agreed",)),
    Step("OFFERED", "RETURNED", "Return", "HAND_OVER", needs_reason=True),
)
# Which side of a handover takes a step: the other side never can.
GIVER, RECEIVER = "giver", "receiver"
SIDE_OF_STEP = {"OFFERED": GIVER, "ACCEPTED": RECEIVER, "RETURNED": RECEIVER}


def is_week(text: str) -> bool:
    """Whether a text names a week of the calendar: `2026-W53` is one, `2025-W53` is none."""
    return first_day(text) is not None


def first_day(week: str) -> date | None:
    """The Monday of an ISO week; None for a text that names none."""
    found = WEEK.fullmatch(week)
    if not found:
        return None
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
