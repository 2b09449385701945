"""What people said about a thing, the files beside it, and who watches it."""

from dataclasses import dataclass

from pm.models import Attachment, Comment, Program, Watch

MOST = 200


@dataclass(frozen=True, slots=True)
class Watchers:
    """How many watch a thing, and whether this reader does."""

    count: int
    is_mine: bool


def comments_of(program: Program, key: str) -> list[Comment]:
    """The newest comments on a thing, the oldest of them first, in one query."""
    rows = Comment.objects.filter(program=program, subject=key).select_related("by")
    return list(reversed(rows.order_by("-created_at", "-pk")[:MOST]))


def attachments_of(program: Program, key: str) -> list[Attachment]:
    """The newest files beside a thing, the oldest of them first, in one query; never their bytes."""
    rows = Attachment.objects.filter(program=program, subject=key).select_related("by")
    return list(reversed(rows.order_by("-created_at", "-pk")[:MOST]))


def watchers_of(program: Program, key: str, user_id: int | None) -> Watchers:
    """Who watches a thing and can still log in, in one query."""
    rows = Watch.objects.filter(program=program, subject=key, user__is_active=True)
    ids = list(rows.values_list("user_id", flat=True))
    return Watchers(len(ids), user_id in ids)
