"""Sections of any thing with a key: its files, what people say about it, who watches it."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.safestring import SafeString

from pm.http import UserRequest, actor_of
from pm.models import Attachment, Comment, Watch
from pm.permissions import Permission
from pm.pure.attachment import size_in_words
from pm.pure.days import short_day
from pm.queries.presence import hangs_on
from pm.queries.talk import MOST, Watchers, attachments_of, comments_of, watchers_of
from pm.registry import Panel, panels
from pm.text import render_markdown


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in ready words; without its text when it was taken back."""

    id: int
    who: str
    at: Any
    when: str
    html: SafeString | None
    is_edited: bool
    edit_url: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class File:
    """A file in ready words; without its address when it was removed."""

    name: str
    url: str
    size: str
    who: str
    when: str
    remove_url: str


class Reader:
    """Who reads the thing with that key, when, and what is theirs."""

    def __init__(self, request: UserRequest, key: str) -> None:
        self.request, self.key, self.slug = request, key, request.program.slug
        self.today = actor_of(request, request.program).today
        self.zone = ZoneInfo(request.program.zone)
        self.may_say = request.access.can(Permission.COMMENT)
        self.manages = request.access.can(Permission.MANAGE_PEOPLE)

    def day(self, row: Comment | Attachment) -> str:
        return short_day(row.created_at.astimezone(self.zone).date(), self.today)

    def is_mine(self, row: Comment | Attachment) -> bool:
        return bool(row.by_id == self.request.user.pk)

    def url(self, name: str, row: Comment | Attachment) -> str:
        return reverse(name, args=[self.slug, row.pk])

    def removal(self, name: str, row: Comment | Attachment) -> str:
        """Where this reader may take it away; empty where they may not."""
        return self.url(name, row) if self.may_say and (self.is_mine(row) or self.manages) else ""

    def at_thing(self, name: str) -> str:
        return reverse(name, args=[self.slug, self.key])

    def said(self, row: Comment) -> Said:
        stands = row.removed_at is None
        clock = f"{row.created_at.astimezone(self.zone):%H:%M}"
        return Said(
            id=row.pk,
            who=str(row.by),
            at=row.created_at,
            when=f"{self.day(row)}, {clock}",
            html=render_markdown(row.text) if stands else None,
            is_edited=stands and row.edited_at is not None,
            edit_url=self.url("comment_edit", row) if stands and self.is_mine(row) and self.may_say else "",
            remove_url=self.removal("comment_remove", row) if stands else "",
        )

    def file(self, row: Attachment) -> File:
        stands = row.removed_at is None
        return File(
            name=row.name,
            url=self.url("attachment_download", row) if stands else "",
            size=size_in_words(row.size),
            who=str(row.by),
            when=self.day(row),
            remove_url=self.removal("attachment_remove", row) if stands else "",
        )


def build_comments(request: UserRequest, row: Any) -> dict[str, Any] | None:
    """What was said of a thing, and who watches it; nothing for readers from outside."""
    if not request.access.can(Permission.VIEW_INTERNAL):
        return None
    reader = Reader(request, row.key)
    rows = comments_of(request.program, row.key) if hangs_on(row, Comment) else []
    watchers = Watchers(0, is_mine=False)
    if hangs_on(row, Watch):
        watchers = watchers_of(request.program, row.key, request.user.pk)
    standing = sum(one.removed_at is None for one in rows)
    return {
        "comments": [reader.said(one) for one in rows],
        "note": f"the newest {MOST}" if len(rows) == MOST else standing or "",
        "watchers": watchers,
        "may_say": reader.may_say,
        "say_url": reader.at_thing("comment_create"),
        "watch_url": reader.at_thing("watch_end" if watchers.is_mine else "watch_start"),
    }


def build_attachments(request: UserRequest, row: Any) -> dict[str, Any] | None:
    """The files beside a thing; nothing for readers from outside, nor for those who may add none to none."""
    if not request.access.can(Permission.VIEW_INTERNAL):
        return None
    reader = Reader(request, row.key)
    rows = attachments_of(request.program, row.key) if hangs_on(row, Attachment) else []
    if not rows and not reader.may_say:
        return None
    standing = sum(one.removed_at is None for one in rows)
    return {
        "files": [reader.file(one) for one in rows],
        "note": standing or "",
        "attach_url": reader.at_thing("attachment_create") if reader.may_say else "",
    }


ATTACHMENTS = Panel("Attachments", "pm/attachment/_section.html", build_attachments)
COMMENTS = Panel("Comments", "pm/comment/_section.html", build_comments)
panels("thing_foot").add("attachments", ATTACHMENTS)
panels("thing_foot").add("comments", COMMENTS)
