"""What an empty program has already of what a roadmap needs."""

from dataclasses import dataclass

from milestones.models import Track
from pm.models import Membership, Program, Subteam


@dataclass(frozen=True, slots=True)
class Beginning:
    """How many subteams, people and tracks there are before the first milestone."""

    subteams: int
    people: int
    tracks: int


def beginning_of(program: Program) -> Beginning:
    """The counts, in three queries."""
    people = Membership.objects.filter(program=program, is_active=True, user__is_active=True)
    return Beginning(
        subteams=Subteam.objects.filter(program=program, is_archived=False).count(),
        people=people.values("user_id").distinct().count(),
        tracks=Track.objects.filter(program=program, is_archived=False).count(),
    )
