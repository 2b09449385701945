"""The coverage grid of a milestone: each kind of subteam brings a deliverable, or is not needed."""

from typing import Any

from milestones.models import Milestone
from milestones.queries.milestone import Covered, load_coverage, load_deliverables
from pm.http import UserRequest, teams_in
from pm.permissions import Permission
from pm.registry import Panel, panels


def build(request: UserRequest, row: Milestone) -> dict[str, Any] | None:
    """The kinds of subteams with what they bring; nothing for a program without subteams."""
    found = load_coverage(row, load_deliverables(row), teams_in(request))
    if not found or row.kind == Milestone.Kind.BUDGET_LINE:
        return None
    return {
        "row": row,
        "program": request.program,
        "kinds": [one for one in found if not one.is_open],
        "open": ", ".join(str(one.kind.label) for one in found if one.is_open),
        "note": note_of(found),
        "may_answer": request.access.can(Permission.EDIT_SPEC),
    }


def note_of(found: list[Covered]) -> str:
    """`5 of 6 kinds of subteams answered`."""
    answered = sum(not one.is_open for one in found)
    noun = "kind of subteam" if len(found) == 1 else "kinds of subteams"
    return f"{answered} of {len(found)} {noun} answered"


panels("milestone_section").add("coverage", Panel("Coverage", "milestones/milestone/_coverage.html", build))
