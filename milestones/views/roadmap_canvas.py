"""What the timeline is drawn on: who looks, at which days, what is unfolded, where each bar stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from milestones.models import Milestone
from milestones.pure.schedule import Bar, Link
from milestones.pure.timeline import Span, Window
from milestones.queries.timeline import Drawn
from milestones.views.roadmap_rows import Reader
from pm.permissions import Permission
from pm.templatetags.cells import as_html, filled

ALL = "ALL"


def opened_keys(query: QueryDict) -> list[str]:
    """The keys of `?open=`, each once."""
    asked = dict.fromkeys(query.get("open", "").upper().split(","))
    return [key for key in asked if key == ALL or (key[:2] == "M-" and key[2:].isdecimal() and key.isascii())]


def unfolded_keys(query: QueryDict, rows: Sequence[Milestone]) -> list[str]:
    """Which of these milestones show their deliverables; `all` is every one of the page."""
    asked = opened_keys(query)
    return [row.key for row in rows if ALL in asked or row.key in asked]


def ends_by(links: Iterable[Link], name: str) -> dict[str, list[Link]]:
    """The links under one of their ends."""
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(getattr(link, name), []).append(link)
    return found


@dataclass(slots=True)
class Canvas:
    """Everything that the rows of a page share."""

    reader: Reader
    window: Window
    drawn: Drawn
    asked: list[str]
    unfolded: list[str]
    rest: str  # the address without what is unfolded
    part_url: str  # the address of a deliverable up to its key
    bars: dict[str, Bar]
    critical: set[str]
    spans: dict[str, Span] = field(default_factory=dict)
    tops: dict[str, float] = field(default_factory=dict)
    before: dict[str, list[Link]] = field(default_factory=dict)
    after: dict[str, list[Link]] = field(default_factory=dict)
    teams: dict[int | None, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls, reader: Reader, rows: Sequence[Milestone], drawn: Drawn, window: Window, query: QueryDict
    ) -> "Canvas":
        """The canvas of a page of milestones."""
        rest = query.copy()
        rest.pop("open", None)
        url = reverse("deliverable_detail", args=[reader.program.slug, "D-0"])
        return cls(
            reader, window, drawn, opened_keys(query), unfolded_keys(query, rows), rest.urlencode(),
            url.removesuffix("D-0/"), dict(bars_of(rows, drawn)), drawn.critical(),
            before=ends_by(drawn.links, "needer"), after=ends_by(drawn.links, "needed"),
        )  # fmt: skip

    def with_open(self, keys: Sequence[str]) -> SafeString:
        """The same page of the timeline with other rows unfolded."""
        parts = [part for part in (self.rest, f"open={','.join(keys)}" if keys else "") if part]
        return filled("?%s", "&".join(parts))

    def waits(self, key: str) -> list[str]:
        """What a bar waits for."""
        return [link.needed for link in self.before.get(key, ())]

    def may_plan(self, subteam_id: int | None) -> bool:
        """Whether this reader may give other dates to a deliverable of that subteam."""
        if subteam_id not in self.teams:
            self.teams[subteam_id] = self.reader.access.can(
                Permission.EDIT_DELIVERABLE, subteam_id=subteam_id
            )
        return self.teams[subteam_id]

    def handle(self, key: str, text: str = "") -> str:
        """What a drag of this bar has to know, ready to print."""
        bar = self.bars[key]
        near = ";".join([f"{what}:{other}:{day.isoformat()}" for what, other, day in self.near(bar)])
        return handle_of(bar, text, near)

    def near(self, bar: Bar) -> Iterator[tuple[str, str, date]]:
        """Days of others that a move of this bar is measured against."""
        whole = self.bars.get(bar.parent)
        if whole and whole.end:
            yield "of", whole.key, whole.end
        for link in self.before.get(bar.key, ()):
            if end := self.bars[link.needed].end:
                yield "after", link.needed, end
        for link in self.after.get(bar.key, ()):
            if start := self.bars[link.needer].start:
                yield "before", link.needer, start


def bars_of(rows: Sequence[Milestone], drawn: Drawn) -> Iterator[tuple[str, Bar]]:
    """Every bar that is drawn, by key."""
    for row in rows:
        key = row.key
        yield key, Bar(key, row.planned_start_on, row.target_to_on, row.target_from_on, is_open=row.is_open)
        for part in drawn.parts_of(row):
            yield part.key, Bar(part.key, part.start, part.due, parent=key, is_open=part.is_open)


def handle_of(bar: Bar, text: str = "", near: str = "") -> SafeString:
    """What a drag has to know: the dates as they stand, as a posted move says them; days that are near."""
    start, end = bar.start.isoformat() if bar.start else "", bar.end.isoformat() if bar.end else ""
    first = bar.first.isoformat() if bar.first else ""
    days = f"{bar.key}|{start}|{end}|{start}|{end}|{first}"
    # Keys and days; the text is escaped.
    return SafeString(f' data-move="{days}|{as_html(text)}" data-near="{near}"')
