"""What a milestone was meant to move, what it moved, and what was said of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from estimates.models import ImpactMetric, ImpactObservation, ImpactReview
from estimates.queries.pieces import pieces_of
from milestones.models import Milestone
from pm.queries.presence import hangs_on

AFTER_DAYS = {ImpactReview.Moment.T30.value: 30, ImpactReview.Moment.T90.value: 90}


@dataclass(frozen=True, slots=True)
class Impact:
    """Metrics with their newest observation, the reviews made, and the days of those that come due."""

    metrics: tuple[tuple[ImpactMetric, ImpactObservation | None], ...]
    reviews: tuple[ImpactReview, ...]
    due: tuple[tuple[str, date], ...]


def impact_of(milestone: Milestone) -> Impact:
    """The impact of one milestone, in two statements; none where nothing is stated of it."""
    reviews: tuple[ImpactReview, ...] = ()
    metrics: list[ImpactMetric] = pieces_of(milestone, ImpactMetric)
    newest = {row.metric_id: row for row in pieces_of(milestone, ImpactObservation)}
    if hangs_on(milestone, ImpactReview):
        made = ImpactReview.objects.filter(milestone=milestone).select_related("by")
        reviews = tuple(made.order_by("moment", "pk"))
    return Impact(
        metrics=tuple((row, newest.get(row.pk)) for row in metrics),
        reviews=reviews,
        due=tuple(due_of(milestone, {row.moment for row in reviews})),
    )


def due_of(milestone: Milestone, made: set[str]) -> list[tuple[str, date]]:
    """The reviews that are still to come, with their days; none before delivery."""
    delivered = milestone.delivered_on
    if delivered is None:
        return []
    return [
        (moment, delivered + timedelta(days=days))
        for moment, days in AFTER_DAYS.items()
        if moment not in made
    ]
