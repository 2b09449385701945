"""The laundry lists: ideas with what people say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet

from milestones.models import IdeaVote, Milestone, Preference
from milestones.queries.rank import in_idea_order
from milestones.queries.roadmap import visible
from pm.models import Change, Comment, Program
from pm.permissions import Permission
from pm.rules import Access


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one idea: the votes, the comments, before which other ideas it goes and why."""

    votes: tuple[int, ...] = ()
    own: int | None = None
    comments: int = 0
    over: tuple[Preference, ...] = ()

    @property
    def middle(self) -> float | None:
        """The median of the votes."""
        return median(self.votes) if self.votes else None


def ideas_of(program: Program, access: Access) -> QuerySet[Milestone]:
    """The ideas this reader may see, track by track in the order of each list."""
    rows = visible(program, sees_internal=access.can(Permission.VIEW_INTERNAL))
    found = in_idea_order(rows.filter(status=Milestone.Status.IDEA)).select_related("track", "budget_line")
    order = found.query.order_by
    return found.order_by("track__rank", "track__name", "track_id", *order)


def said_of(
    program: Program, ideas: Sequence[Milestone], user_id: int | None, access: Access
) -> dict[int, Said]:
    """What this reader may know was said of each idea, by its id: three queries for any number."""
    ids, keys = [one.pk for one in ideas], {one.key: one.pk for one in ideas}
    votes: dict[int, list[tuple[int, int]]] = {}
    for idea, user, value in IdeaVote.objects.filter(idea__in=ids).values_list("idea", "user", "value"):
        votes.setdefault(idea, []).append((user, value))
    comments: dict[int, int] = {}
    held = Comment.objects.filter(program=program, subject__in=keys, removed_at=None)
    for subject in held.values_list("subject", flat=True):
        comments[keys[subject]] = comments.get(keys[subject], 0) + 1
    over: dict[int, list[Preference]] = {}
    known = Preference.objects.filter(program=program, over__in=ids)
    if not access.can(Permission.VIEW_INTERNAL):
        known = known.filter(under__is_internal=False)
    for one in known.select_related("under").order_by("-recorded_at", "-pk"):
        over.setdefault(one.over_id, []).append(one)
    return {
        pk: Said(
            votes=tuple(value for _, value in votes.get(pk, ())),
            own=next((value for user, value in votes.get(pk, ()) if user == user_id), None),
            comments=comments.get(pk, 0),
            over=tuple(over.get(pk, ())),
        )
        for pk in ids
    }


def proposed_by(idea: Milestone, user_id: int | None) -> bool:
    """Whether this person put it on the list: history says who."""
    if user_id is None:
        return False
    made = Change.objects.filter(
        program=idea.program_id, noun="milestones.milestone", object_id=idea.pk, kind=Change.Kind.CREATE
    )
    return made.filter(user=user_id).exists()
