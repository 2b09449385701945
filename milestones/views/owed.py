"""What is owed in words: on the home of a program and on that of a subteam."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pm.pure.days import distance, short_day
from pm.queries.owed import Group, is_late
from pm.registry import Due

SHOWN = 6  # of one kind before the rest is folded


def group_lines(groups: Sequence[Group], today: date) -> list[dict[str, Any]]:
    """Each kind with its first lines, and those that are folded."""
    found = []
    for group in groups:
        lines = [due_line(one, today) for one in group.dues]
        cut = SHOWN if len(lines) > SHOWN + 1 else len(lines)
        found.append({"title": group.title, "count": len(lines), "lines": lines[:cut], "more": lines[cut:]})
    return found


def due_line(due: Due, today: date) -> dict[str, Any]:
    """One owed thing ready for the template."""
    return {
        "icon": due.icon,
        "title": due.title,
        "text": due.why,
        "url": due.url,
        "label": due.label,
        "when": due.when or due_words(due.on, today),
        "is_over": is_late(due, today),
    }


def due_words(day: date | None, today: date) -> str:
    """`due 18 Sep, 3 days over`; nothing where no day was set."""
    return f"due {short_day(day, today)}, {distance(day, today)}" if day else ""
