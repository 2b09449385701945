"""The only writer of a milestone's computed health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from milestones.models import Milestone
from pm.services.history import computing

BATCH = 500
# SQLite and PostgreSQL both name the columns of VALUES so.
STORE = (
    "UPDATE milestones_milestone SET health = new.column2, health_at = %s, health_reason = new.column3, "
    "rank_score = new.column4, decision_owed_on = {day}, decision_owed_reason = new.column6 "
    "FROM (VALUES {rows}) AS new WHERE milestones_milestone.id = new.column1"
)
# The day goes in as text, empty for none: a column of nothing but NULL has no type on PostgreSQL.
DAY = "NULLIF(new.column5, '')"
DAYS = {"postgresql": f"CAST({DAY} AS date)"}


@dataclass(frozen=True, slots=True)
class HealthRow:
    """What was computed of one milestone: level, first reason in words, rank, the decision owed."""

    milestone_id: int
    level: str
    reason: str
    rank_score: float
    decision_owed_on: date | None = None
    decision_owed_reason: str = ""


def set_health(*, rows: Sequence[HealthRow], at: datetime) -> None:
    """Store computed health. It makes no history row: the forecasts keep the story.

    From a list of values, where `bulk_update` writes a CASE for each row and column: that took two fifths of
    the recompute of a whole program.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    with computing(), connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            values = [value for row in part for value in values_of(row)]
            rows_of_values = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(part))
            day = DAYS.get(connection.vendor, DAY)
            cursor.execute(STORE.format(rows=rows_of_values, day=day), [moment, *values])


def values_of(row: HealthRow) -> tuple[int | str | float, ...]:
    """One line of the list of values."""
    owed_on = row.decision_owed_on.isoformat() if row.decision_owed_on else ""
    return (
        row.milestone_id, str(row.level), row.reason[:300], row.rank_score, owed_on,
        row.decision_owed_reason[:300],
    )  # fmt: skip


def clear_decision_owed(*, milestone: Milestone) -> None:
    """A decision was recorded: nothing is owed until the circuit breaker finds something new."""
    with computing():
        Milestone.objects.filter(pk=milestone.pk).update(decision_owed_on=None, decision_owed_reason="")
