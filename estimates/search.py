"""What of the bets is searched."""

from typing import Any

from estimates.models import Bet, Decision
from pm.models import Program
from pm.permissions import Permission
from pm.registry import ACTIONS, SEARCHES, Action
from pm.search import Kind, address, address_of_key


def page_of(program: Program, row: Any) -> str:
    """Its own page, or that of its milestone."""
    return address_of_key(program, row.key) or address("milestone_detail", program, row.milestone.key)


KINDS = (
    Kind(
        Bet, "Bets", "plan", 70, address=page_of, texts=("midway_text", "review_text", "next_bet"),
        related=("milestone",), scope=lambda row: row.milestone_id, scope_field="milestone",
        shown=("number", "status", "milestone__number"),
    ),
    Kind(
        Decision, "Decisions", "decide", 71, address=page_of, texts=("rationale", "withdrawn_because"),
        named_by=("kind",), related=("milestone",),
        shown=("number", "milestone__number", "milestone__title"),
        heading=lambda row: f"{row.get_kind_display()}: {row.milestone.key} {row.milestone.title}",
        status=lambda row: row.get_kind_display(), scope=lambda row: row.milestone_id,
        scope_field="milestone", is_internal=lambda row: row.is_internal,
    ),
)  # fmt: skip

for kind in KINDS:
    SEARCHES.add(kind.model._meta.label_lower, kind.search())
ACTIONS.add("begin absence", Action("New absence", "absence_create", Permission.PLAN_CAPACITY))
ACTIONS.add("begin allocation", Action("New allocation", "allocation_create", Permission.PLAN_CAPACITY))
