"""The only writer of a milestone's computed health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from milestones.models import Milestone
from pm.services.history import computing


@dataclass(frozen=True, slots=True)
class HealthRow:
    """What was computed of one milestone: its level, the first reason in words, its rank."""

    milestone_id: int
    level: str
    reason: str
    rank_score: float


def set_health(*, rows: Sequence[HealthRow], at: datetime) -> None:
    """Store computed health. It makes no history row: the forecasts keep the story."""
    if not rows:
        return
    with computing():
        Milestone.objects.bulk_update(
            [
                Milestone(
                    pk=row.milestone_id,
                    health=row.level,
                    health_at=at,
                    health_reason=row.reason[:300],
                    rank_score=row.rank_score,
                )
                for row in rows
            ],
            ["health", "health_at", "health_reason", "rank_score"],
            batch_size=200,
        )
