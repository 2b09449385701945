"""The small lists of a milestone: every kind that is there in one statement, read once a row."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet

from milestones.models import AcceptanceCheck, DesignArtefact, Gate, Milestone, PlanLine, SuccessCriterion
from pm.queries.presence import hangs_on
from pm.queries.together import read_together

MEMO = "loaded_pieces"
# Each kind in its order: checks by checklist; gates that wait first, then those held, the newest.
ORDERS: dict[type[Any], Callable[[QuerySet[Any]], QuerySet[Any]]] = {
    SuccessCriterion: lambda rows: rows.order_by("rank", "pk"),
    AcceptanceCheck: lambda rows: rows.order_by("kind", "rank", "pk"),
    DesignArtefact: lambda rows: rows.order_by("kind", "scope", "pk"),
    Gate: lambda rows: rows.order_by(
        F("held_on").desc(nulls_first=True), F("planned_on").asc(nulls_last=True), "pk"
    ),
    PlanLine: lambda rows: rows.order_by("period", "pk"),
}


def pieces_of(milestone: Milestone, kind: type[Any]) -> list[Any]:
    """Its rows of one of these kinds, in their order."""
    found: dict[type[Any], list[Any]] | None = milestone.__dict__.get(MEMO)
    if found is None:
        there = [one for one in ORDERS if hangs_on(milestone, one)]
        rows = [ORDERS[one](one._default_manager.filter(milestone=milestone)) for one in there]
        found = milestone.__dict__[MEMO] = dict(zip(there, read_together(*rows), strict=True))
    return found.get(kind, [])
