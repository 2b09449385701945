"""Tracks with what each holds."""

from django.db.models import Count, Q, QuerySet

from milestones.models import Milestone, Track
from milestones.pure.states import MILESTONE_OPEN
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access

PLANNED = tuple(status for status in MILESTONE_OPEN if status != "IDEA")
ENDED = tuple(status for status in Milestone.Status.values if status not in MILESTONE_OPEN)


def tracks_of(program: Program, access: Access) -> "QuerySet[Track]":
    """The program's tracks with the number of ideas, open and ended milestones this reader may see."""
    seen = Q() if access.can(Permission.VIEW_INTERNAL) else Q(milestones__is_internal=False)
    return (
        Track.objects.filter(program=program)
        .annotate(
            idea_count=Count("milestones", filter=seen & Q(milestones__status="IDEA")),
            open_count=Count("milestones", filter=seen & Q(milestones__status__in=PLANNED)),
            ended_count=Count("milestones", filter=seen & Q(milestones__status__in=ENDED)),
        )
        .order_by("is_archived", "rank", "name", "pk")
    )
