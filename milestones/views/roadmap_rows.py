"""Rows of the roadmap as ready strings: formatting costs time, so it is done once, here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.template.defaultfilters import pluralize
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from milestones.models import Milestone
from milestones.pure.states import MILESTONE_STEPS, steps_from
from milestones.queries.roadmap import SEVERITY, Choice, LaneCount
from milestones.templatetags.plan import (
    effort_months,
    share_bar,
    slip_words,
    stage,
    target_words,
)
from pm.http import UserRequest
from pm.models import Program
from pm.permissions import Permission
from pm.registry import panels
from pm.rules import Access
from pm.templatetags.cells import Looker, cell, filled, plain
from pm.templatetags.ui import day

Facts = Mapping[str, Any]
NO_FACTS: Facts = {}
TITLES = {"start": "Planned start"}
OTHER_LANE = {"track": "No track", "subteam": "No subteam yet", "none": ""}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the rows, on which day, and what other apps know about them."""

    program: Program
    access: Access
    today: date
    facts: Mapping[int, Facts] = field(default_factory=dict)
    place: str = "row"
    urls: dict[int, str] = field(default_factory=dict)

    @property
    def looker(self) -> Looker:
        return Looker(self.program, self.access, self.today, "row" if self.place == "row" else "")

    def facts_of(self, row: Milestone) -> Facts:
        return self.facts.get(row.pk, NO_FACTS)

    def url_of(self, row: Milestone) -> str:
        """The page of a milestone: every cell of its row asks for it."""
        if row.pk not in self.urls:
            self.urls[row.pk] = detail_url(self.program, row)
        return self.urls[row.pk]


def load_facts(request: UserRequest, rows: Sequence[Milestone]) -> dict[int, dict[str, Any]]:
    """What higher apps know of these milestones: estimate, p50, p50_on, claimed; by id.

    Each `roadmap_columns` panel is asked once: build(request, milestone_ids) -> {id: {…}}.
    """
    ids = [row.pk for row in rows]
    if not ids:
        return {}
    found: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for panel in panels("roadmap_columns"):
        known: Any = panel.build(request, ids)  # by id, where a panel of one object gives a context
        for pk, facts in known.items():
            found.setdefault(pk, {}).update(facts)
    return found


def detail_url(program: Program, row: Milestone) -> str:
    return f"{pages_of(program.slug)}{row.key}/"


@lru_cache(maxsize=256)
def pages_of(slug: str) -> str:
    """The address of the pages of a program's milestones up to their keys, asked for once, not by row."""
    return reverse("milestone_detail", args=[slug, "M-0"]).removesuffix("M-0/")


@lru_cache(maxsize=64)  # an address is its names alone
def estimate_pattern(slug: str) -> str:
    """Where the estimate of `M-0` is edited, when an app offers that; else empty."""
    try:
        return reverse("milestone_estimate", args=[slug, "M-0"])
    except NoReverseMatch:
        return ""


def estimate_url(program: Program, row: Milestone) -> str:
    """Where the estimate is edited, when an app offers that; else empty. Every row of a table asks."""
    return row.key.join(estimate_pattern(program.slug).rsplit("M-0", 1))


def may_step(access: Access, row: Milestone) -> bool:
    """Whether some step out of its status is theirs to take."""
    return any(access.can(Permission(step.permission)) for step in steps_from(MILESTONE_STEPS, row.status))


def field_cell(
    reader: Reader,
    row: Milestone,
    name: str,
    text: str,
    *,
    extra: str = "",
    who: str = "",
    announce: str = "",
) -> SafeString:
    """One field as an inline cell, or as plain text for those who may not edit it."""
    access = reader.access
    editable = may_step(access, row) if name == "status" else access.can(Permission.EDIT_MILESTONE)
    if not editable:
        return plain(text, extra=extra, name=who)
    return cell(
        dom_id=f"milestone-{row.pk}-{name}",
        url=f"/{reader.program.slug}/cell/{row.key}/{name}/{'?in=row' if reader.place == 'row' else ''}",
        text=text,
        extra=extra,
        label=f"{TITLES.get(name, name.capitalize())} of {row.key}",
        name=who,
        announce=announce,
        quiet=name == "owner" and not who,
    )


def target_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    text = target_words(row, reader.today)
    if row.slip_days and reader.place == "page":
        text = f"{day(row.first_target_on, reader.today)} → {text}"
    return field_cell(reader, row, "target", text, extra=slip_words(row), announce=announce)


def owner_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    name = str(row.owner) if row.owner else ""
    return field_cell(reader, row, "owner", name or "no owner", who=name, announce=announce)


def status_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    return field_cell(reader, row, "status", stage(row), announce=announce)


def appetite_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    text = effort_months(row.appetite_days, reader.program.days_per_month)
    unit = "months" if reader.place == "page" and row.appetite_days is not None else ""
    return field_cell(reader, row, "appetite", text, extra=unit, announce=announce)


def value_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    text = "" if row.value is None else str(row.value)
    return field_cell(reader, row, "value", text, announce=announce)


def start_cell(reader: Reader, row: Milestone, announce: str = "") -> SafeString:
    return field_cell(reader, row, "start", day(row.planned_start_on, reader.today), announce=announce)


CELLS = {
    "target": target_cell,
    "owner": owner_cell,
    "status": status_cell,
    "appetite": appetite_cell,
    "value": value_cell,
    "start": start_cell,
}


def page_cell(reader: Reader, row: Milestone, name: str, announce: str = "") -> SafeString:
    """The cell of one field by its name."""
    return CELLS[name](reader, row, announce)


def estimate_cell(reader: Reader, row: Milestone) -> SafeString:
    text = str(reader.facts_of(row).get("estimate") or "")
    unit = "months" if reader.place == "page" and text else ""
    url = estimate_url(reader.program, row)
    if not url or not reader.access.can(Permission.ESTIMATE):
        return plain(text, extra=unit)
    return cell(
        dom_id=f"milestone-{row.pk}-estimate",
        url=url,
        text=text,
        extra=unit,
        label=f"Estimate of {row.key}, in months",
    )


def claimed_cell(reader: Reader, row: Milestone) -> SafeString:
    """The claimed share of the effort; where nothing is estimated, deliverables closed of all."""
    facts = reader.facts_of(row)
    percent, said = facts.get("claimed"), str(facts.get("claimed_words") or "")
    held, closed = getattr(row, "held_count", 0), getattr(row, "closed_count", 0)
    if percent is None and held:
        return filled(
            '<span class="muted" title="%s">%s of %s closed</span>',
            said or "its share of the effort is not computed", closed, held,
        )  # fmt: skip
    return share_bar(percent, said)


def lock(row: Milestone) -> SafeString | str:
    """The mark of what is never public."""
    return SafeString(' <span class="pill">internal</span>') if row.is_internal else ""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a grouping with their counts, and the address that their names change.

    `adds` gives what a heading ends with: the link that adds to its lane.
    """

    group: str
    names: Mapping[int, Choice]
    counts: Mapping[int, LaneCount]
    query: QueryDict
    is_drawn: bool
    adds: Callable[[Choice], SafeString] | None = None

    def head(self, lane: int) -> SafeString:
        """Reliable delivery: 3 milestones, 1 late; its name leads to that lane alone."""
        count = self.counts.get(lane, LaneCount())
        note = filled(' <span class="note">%s</span>', lane_words(count, is_drawn=self.is_drawn))
        if lane not in self.names:
            return filled("%s%s", OTHER_LANE[self.group], note)
        choice = self.names[lane]
        adds = self.adds(choice) if self.adds else ""
        return filled(
            '<a href="%s">%s</a>%s%s',
            address(self.query, **{self.group: choice.slug}), choice.name, note, adds,
        )  # fmt: skip


def address(query: QueryDict, **changes: str | None) -> str:
    """The query string with changes; the pages start again."""
    changed = query.copy()
    for name in ("page", "tray"):
        changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def with_heads(rows: Sequence[Milestone], lanes: Lanes) -> Iterator[tuple[Milestone, SafeString | str]]:
    """Each row with the heading of its lane where a lane begins, else with nothing."""
    before: int | None = None
    for row in rows:
        lane: int = row.lane  # type: ignore[attr-defined]  # annotated by with_lane
        yield row, lanes.head(lane) if lane != before and lanes.group != "none" else ""
        before = lane


def lane_words(count: LaneCount, *, is_drawn: bool) -> str:
    """3 milestones, 1 late, 1 at risk: only what is not fine is counted out."""
    number = count.drawn if is_drawn else count.total
    parts = [f"{number} milestone{pluralize(number)}"]
    words = dict(Milestone.Health.choices)
    parts += [
        f"{count.by_health[level]} {words[level].lower()}"
        for level in SEVERITY
        if level != Milestone.Health.ON_TRACK and count.by_health.get(level)
    ]
    return ", ".join(parts)
