"""The lines of a laundry list in ready strings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from milestones.models import Milestone, Preference, Track
from milestones.panels.quick_line import QuickLine, quick_line
from milestones.panels.rank_cell import rank_cell, token_of
from milestones.queries.idea import Said
from milestones.services.idea import HIGHEST
from pm.http import UserRequest
from pm.permissions import Permission
from pm.templatetags.ui import NONE, months


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea, ready to print."""

    pk: int
    place: SafeString | str
    name: SafeString
    value: str
    effort: str
    charged: SafeString | str
    votes: str
    own: SafeString | str
    comments: SafeString | str
    acts: SafeString | str


@dataclass(frozen=True, slots=True)
class Section:
    """The list of one track."""

    slug: str
    name: str
    note: str
    rows: tuple[IdeaRow, ...]
    quick: QuickLine | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and what they may do here."""

    request: UserRequest
    is_ordered: bool

    @property
    def slug(self) -> str:
        return self.request.program.slug

    def can(self, permission: Permission) -> bool:
        return self.request.access.can(permission)

    def sees(self, row: Milestone) -> bool:
        return not row.is_internal or self.can(Permission.VIEW_INTERNAL)


def sections_of(
    reader: Reader,
    tracks: Sequence[Track],
    ideas: Sequence[Milestone],
    said: Mapping[int, Said],
    *,
    with_empty: bool,
) -> list[Section]:
    """The lists track by track; those without an idea where nothing was filtered."""
    by_track: dict[int, list[Milestone]] = {}
    for one in ideas:
        by_track.setdefault(one.track_id, []).append(one)
    may_add = reader.can(Permission.PROPOSE_IDEA)
    found = []
    for track in tracks:
        rows = by_track.get(track.pk, [])
        if not rows and not (with_empty and not track.is_archived):
            continue
        takes = may_add and not track.is_archived
        found.append(
            Section(
                slug=track.slug,
                name=track.name,
                note=f"{len(rows)} idea{'' if len(rows) == 1 else 's'}" if rows else "no idea yet",
                rows=tuple(idea_row(reader, row, place, said[row.pk]) for place, row in enumerate(rows, 1)),
                quick=quick_line(reader.request, "idea", target="ideas", at=track.slug) if takes else None,
            )
        )
    return found


def link_to(reader: Reader, row: Milestone, words: str = "") -> SafeString:
    url = reverse("milestone_detail", args=[reader.slug, row.key])
    return format_html('<a href="{}">{}</a>', url, words or f"{row.key} {row.title}")


def idea_row(reader: Reader, row: Milestone, place: int, said: Said) -> IdeaRow:
    """One line of a list."""
    may_edit = reader.can(Permission.EDIT_MILESTONE) and not row.is_archived
    return IdeaRow(
        pk=row.pk,
        place=rank_cell(reader.request, "idea", row, place) if may_edit and reader.is_ordered else "",
        name=name_of(reader, row, said),
        value=NONE if row.value is None else str(row.value),
        effort=months(row.effort_guess_days, reader.request.program.days_per_month),
        charged=link_to(reader, row.budget_line, row.budget_line.key)
        if row.budget_line and reader.sees(row.budget_line)
        else NONE,
        votes=votes_words(said),
        own=vote_form(reader, row, said.own)
        if reader.can(Permission.COMMENT) and not row.is_archived
        else "",
        comments=comments_link(reader, row, said.comments),
        acts=acts_of(reader, row) if may_edit else "",
    )


def votes_words(said: Said) -> str:
    """`7 (4 votes)`: the median and how many voted."""
    if said.middle is None:
        return NONE
    count = len(said.votes)
    return f"{said.middle:g} ({count} vote{'' if count == 1 else 's'})"


def name_of(reader: Reader, row: Milestone, said: Said) -> SafeString:
    """Its key and title, and what was said of its place."""
    mark = format_html(' <span class="pill">{}</span>', "archived") if row.is_archived else ""
    lock = format_html(' <span class="pill">{}</span>', "internal") if row.is_internal else ""
    url = reverse("milestone_detail", args=[reader.slug, row.key])
    head = format_html(
        '<span class="key">{}</span> <a href="{}">{}</a>{}{}', row.key, url, row.title, mark, lock
    )
    return format_html("{}{}", head, reasons(reader, said))


def reasons(reader: Reader, said: Said) -> SafeString:
    """The newest reasons for its place, in words; the file and its history have the older ones."""
    return format_html_join(
        "",
        '<p class="by">Before {}: {}</p>',
        ((link_to(reader, one.under, one.under.key), one.because) for one in newest(said.over)),
    )


def newest(rows: Iterable[Preference]) -> list[Preference]:
    """The last word on each other idea, at most two."""
    found: dict[int, Preference] = {}
    for one in rows:
        found.setdefault(one.under_id, one)
    return list(found.values())[:2]


def vote_form(reader: Reader, row: Milestone, own: int | None) -> SafeString:
    """One's own vote: chosen and, without JavaScript, sent with a button."""
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, SafeString(" selected") if str(value) == str("" if own is None else own) else "", words)
            for value, words in [("", NONE), *((n, n) for n in range(HIGHEST + 1))]
        ),
    )
    url = reverse("idea_vote", args=[reader.slug, row.key])
    return format_html(
        '<form class="vote" method="post" action="{}" hx-post="{}" hx-trigger="change" hx-target="#idea-{}" '
        'hx-select="#idea-{}" hx-swap="outerHTML" hx-select-oob="#toasts">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">'
        '<select class="input input-s" id="vote-{}" name="value" aria-label="Your vote for {}, 0 to 10">{}'
        '</select><button class="btn btn-s no-js">Vote</button></form>',
        url,
        url,
        row.pk,
        row.pk,
        token_of(reader.request),
        reader.request.get_full_path(),
        row.pk,
        row.key,
        options,
    )


def comments_link(reader: Reader, row: Milestone, count: int) -> SafeString | str:
    if not count:
        return NONE
    url = reverse("milestone_detail", args=[reader.slug, row.key])
    return format_html('<a href="{}#comments" aria-label="{} comments">{}</a>', url, count, count)


def acts_of(reader: Reader, row: Milestone) -> SafeString:
    """Promote it, and say what it goes before."""
    return format_html(
        '<form method="post" action="{}" data-next-row="[id^=promote-]" hx-post="{}" hx-target="#ideas" '
        'hx-select="#ideas" hx-swap="outerHTML" hx-select-oob="#toasts,#filters-count">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">'
        '<a class="btn btn-s btn-quiet" href="{}" aria-label="Say what {} goes before">Before…</a>'
        '<button class="btn btn-s" id="promote-{}" aria-label="Promote {}">Promote</button></form>',
        *[reverse("idea_promote", args=[reader.slug, row.key])] * 2,
        token_of(reader.request),
        reader.request.get_full_path(),
        reverse("idea_prefer", args=[reader.slug, row.key]),
        row.key,
        row.pk,
        row.key,
    )
