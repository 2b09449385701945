"""The only writer of a milestone's computed health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pm.services.history import computing

BATCH = 500
# SQLite and PostgreSQL both name the columns of VALUES so.
STORE = (
    "UPDATE milestones_milestone SET health = new.column2, health_at = %s, health_reason = new.column3, "
    "rank_score = new.column4 FROM (VALUES {rows}) AS new WHERE milestones_milestone.id = new.column1"
)


@dataclass(frozen=True, slots=True)
class HealthRow:
    """What was computed of one milestone: its level, the first reason in words, its rank."""

    milestone_id: int
    level: str
    reason: str
    rank_score: float


def set_health(*, rows: Sequence[HealthRow], at: datetime) -> None:
    """Store computed health. It makes no history row: the forecasts keep the story.

    From a list of values, where `bulk_update` writes a CASE for each row and column: that took two fifths of
    the recompute of a whole program.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    with computing(), connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            values = [
                value
                for row in part
                for value in (row.milestone_id, str(row.level), row.reason[:300], row.rank_score)
            ]
            cursor.execute(STORE.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(part))), [moment, *values])
