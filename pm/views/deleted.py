"""What was deleted, by whom and when, and the way back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from pm.actor import Actor
from pm.filters import DeletedFilter
from pm.http import UserRequest, actor_of, requires
from pm.models import Change, Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.queries.deleted import deletions, nouns_deleted, with_fate
from pm.queries.history import noun_in_words
from pm.queries.undo_right import may_offer
from pm.templatetags.ui import icon
from pm.views.history import people_of
from pm.views.register import Column, register_page

LONGEST = 120
LEAD = (
    "The newest first. Restore brings back all that was deleted in one step, whole and under its own key, "
    "unless something took its place."
)
EMPTY = "Only what nothing refers to is deleted. What goes stays told here and can be restored."


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, on which day; one token serves the forms of all rows."""

    request: UserRequest
    actor: Actor
    token: str

    @property
    def program(self) -> Program:
        return self.request.program

    def day(self, moment: datetime) -> str:
        """`21 Nov, 14:05`."""
        here = moment.astimezone(ZoneInfo(self.program.zone))
        return f"{short_day(here.date(), self.actor.today)}, {here:%H:%M}"

    def told_url(self, row: Change) -> str:
        """Its history; empty where it has no key to find it by."""
        if not row.subject:
            return ""
        return f"{reverse('history', args=[self.program.slug])}?key={row.subject}"

    def fate(self, row: Any) -> SafeString | str:
        """Restore; or who brought it back; or nothing for those who may not."""
        if row.fate == Change.Kind.CREATE:
            return f"restored by {row.fate_by}, {self.day(row.fate_at)}"
        if not may_offer([row], self.request.access, self.request.user):
            return ""
        return format_html(
            '<form method="post" action="{0}" hx-post="{0}" hx-swap="none" data-undo>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{1}"><button class="btn btn-s" '
            'id="restore-{2}" aria-label="Restore {3}">{4}Restore</button></form>',
            reverse("undo", args=[self.program.slug, row.fate_id]),
            self.token,
            row.pk,
            name_of(row),
            icon("undo", "icon-s"),
        )


def name_of(row: Change) -> str:
    """`M-22 Relay`, or `“Tested on Android” of D-7`."""
    kept: dict[str, Any] = row.payload or {}
    if row.label == row.subject:
        said = str(kept.get("title") or kept.get("name") or "")
        return f"{row.subject} {said}".strip()[:LONGEST] or noun_in_words(row.noun)
    return f"“{row.label[:LONGEST]}”{f' of {row.subject}' if row.subject else ''}"


def columns_of(reader: Reader) -> list[Column]:
    """The columns of the list."""
    return [
        Column("What", name_of, reader.told_url, is_head=True, csv=name_of),
        Column("Kind", lambda row: noun_in_words(row.noun), css="nowrap"),
        Column(
            "Deleted",
            lambda row: reader.day(row.recorded_at),
            css="nowrap",
            order=("recorded_at", "id"),
            csv=lambda row: row.recorded_at.astimezone(ZoneInfo(reader.program.zone)).isoformat(),
        ),
        Column("By", lambda row: row.actor_name),
        Column("Why", lambda row: row.why),
        Column(
            "Now",
            reader.fate,
            css="nowrap",
            csv=lambda row: "restored" if row.fate == Change.Kind.CREATE else "deleted",
        ),
    ]


@requires(Permission.VIEW_HISTORY)
@require_safe
def deleted_list(request: UserRequest, program: Program) -> HttpResponse:
    """Everything that was deleted in the program, 50 rows a page."""
    actor = actor_of(request, program)
    found = DeletedFilter(
        request.GET,
        queryset=deletions(program, actor.user_id),
        program=program,
        people=people_of(program),
        nouns=nouns_deleted(program),
    )
    history = reverse("history", args=[program.slug])
    return register_page(
        request,
        program,
        filterset=found,
        columns=columns_of(Reader(request, actor, get_token(request))),
        title="Deleted",
        noun="deletion",
        lead=LEAD,
        empty=EMPTY,
        crumbs=[("History", history), ("Deleted", None)],
        with_more=with_fate,
    )
