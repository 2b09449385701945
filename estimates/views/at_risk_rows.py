"""The ranked milestones as ready strings: templates only place them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from estimates.pure.drawing import Axis, Spend, axis_of, spend_of
from estimates.pure.level import LATE, UNKNOWN
from estimates.pure.movement import Figures, lead_of
from estimates.queries.at_risk import Ranked, ReasonLine, TrackCount
from pm.models import Program
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.pure.days import short_day
from pm.templatetags.ui import HEALTH, NONE, icon, months

FIRST_REASONS = 4
STROKES = {"LATE": "late", "AT_RISK": "risk", "WATCH": "watch", "ON_TRACK": "ok", "UNKNOWN": "unknown"}


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One reason: its weight, the sentence with its number and link, since when."""

    weight: str
    sentence: SafeString
    since: str


@dataclass(frozen=True, slots=True)
class Act:
    """A way out, as a link."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One ranked milestone, ready to print."""

    place: int
    key: str
    title: str
    url: str
    health: SafeString
    lead: str
    reasons: Sequence[ReasonRow]
    more: Sequence[ReasonRow]
    acts: Sequence[Act]
    big: str
    caption: str
    target: str
    axis: Axis | None
    stroke: str
    end: str
    basis: str
    rank: str
    spend: Spend | None
    spent: str
    forecast: str
    appetite: str
    computed: SafeString
    call: SafeString | None
    call_sure: str
    quote: str
    by: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the rows are made: the program, the day, what they may do."""

    program: Program
    today: date
    may_estimate: bool
    may_edit: bool

    def url(self, name: str, key: str) -> str:
        """A page about one thing; the milestone's or deliverable's own page where no such page exists."""
        own = "deliverable_detail" if key.startswith("D-") else "milestone_detail"
        for candidate in (name, own):
            try:
                return reverse(candidate, args=[self.program.slug, key])
            except NoReverseMatch:
                continue
        return ""

    def may(self, mend: str) -> bool:
        """Whether the mend's page would let them in."""
        if mend.endswith(("_detail", "_updates")):
            return True
        return self.may_estimate if mend.endswith("_estimate") else self.may_edit

    def months(self, days: float | None) -> str:
        return months(days, self.program.days_per_month)


def health_of(level: str, detail: str = "") -> SafeString:
    mark = HEALTH.get(level.lower(), HEALTH["unknown"])
    more = format_html(' <span class="muted">{}</span>', detail) if detail else ""
    return format_html('<span class="health {}">{}{}{}</span>', mark.css, icon(mark.icon), mark.word, more)


def days_word(late: float | None) -> str:
    """`21 d`, a dash where unknown."""
    return NONE if late is None else f"{late:.0f} d"


def target_text(row: Ranked, today: date) -> str:
    if row.target_to_on is None:
        return row.target_text or "no target"
    return format_imprecise(ImpreciseDate(row.target_from_on, row.target_to_on, row.target_text), today)


def reason_row(reader: Reader, line: ReasonLine) -> ReasonRow:
    """The sentence, its number in bold, the whole a link to the mend."""
    before, highlight, after = (
        line.sentence.partition(line.highlight) if line.highlight else (line.sentence, "", "")
    )
    words = format_html("{}<strong>{}</strong>{}", before, highlight, after)
    url = reader.url(line.mend, line.mend_key) if reader.may(line.mend) else ""
    sentence = format_html('<a href="{}">{}</a>', url, words) if url else words
    weight = "note" if line.weight == "INFO" else "rule"
    return ReasonRow(weight, sentence, short_day(line.since_on, reader.today))


ACTS = {
    "target_passed": "Move target…",
    "no_date": "Set a target",
    "no_estimate": "Add the estimate",
    "no_owner": "Choose an owner",
    "decision_owed": "Decide…",
    "estimate_overrun": "Re-estimate",
    "effort_against_pace": "Re-estimate",
    "no_pace": "Estimate with people",
    "no_update": "Write the update",
    "risk_unreviewed": "Review the risk",
}


def acts_of(reader: Reader, row: Ranked) -> list[Act]:
    """What to do about the reasons, the heaviest first; each way once."""
    found: dict[str, Act] = {}
    for line in row.reasons:
        if line.rule in ACTS and reader.may(line.mend):
            found.setdefault(ACTS[line.rule], Act(ACTS[line.rule], reader.url(line.mend, line.mend_key)))
    return list(found.values())[:2]


def caption_of(reader: Reader, row: Ranked) -> str:
    """What the big number means, and how it moved since the last look."""
    if row.days_late is None:
        return "no P50"
    moved = row.days_late - (row.then_days_late if row.then_days_late is not None else row.days_late)
    words = "expected late"
    if moved:
        words += f", {'up' if moved > 0 else 'down'} {abs(moved):.0f}"
    return words


def rank_text(row: Ranked) -> str:
    if row.days_late is None:
        return "not ranked: days late are unknown"
    value = row.figures["value"]
    if row.figures["is_value_stated"]:
        return f"{row.days_late:.0f} d × value {value:g}"
    usual = f"median {value:g}" if value is not None else "1"
    return f"{row.days_late:.0f} d × {usual}, value not stated"


def lead_words(reader: Reader, row: Ranked, appetite: str) -> str:
    """The sentence under the title."""
    figures = row.figures
    if not row.is_computed:
        return "It is not computed yet. Unknown is not green."
    return lead_of(
        Figures(
            level=row.level,
            today=reader.today,
            target=row.target_to_on,
            end=figures["p50_on"],
            claimed=figures["progress"] if figures["remaining_days"] is not None else None,
            spent=reader.months(figures["spent_days"]),
            appetite=appetite,
        )
    )


def risk_row(reader: Reader, row: Ranked, place: int) -> RiskRow:
    figures, today = row.figures, reader.today
    lines = [reason_row(reader, line) for line in row.reasons]
    appetite = reader.months(row.appetite_days) if row.appetite_days else ""
    return RiskRow(
        place=place,
        key=row.key,
        title=row.title,
        url=reader.url("milestone_detail", row.key),
        health=health_of(row.level),
        lead=lead_words(reader, row, appetite),
        reasons=lines[:FIRST_REASONS],
        more=lines[FIRST_REASONS:],
        acts=acts_of(reader, row),
        big=days_word(row.days_late),
        caption=caption_of(reader, row),
        target=target_text(row, today),
        axis=axis_of(today, row.target_from_on, row.target_to_on, figures["p50_on"]),
        stroke=STROKES[row.level],
        end=short_day(figures["p50_on"], today),
        basis=figures["p50_basis"] or "",
        rank=rank_text(row),
        spend=spend_of(figures["spent_days"] or 0.0, figures["forecast_days"], row.appetite_days),
        spent=reader.months(figures["spent_days"]),
        forecast=reader.months(figures["forecast_days"]) if figures["forecast_days"] is not None else "",
        appetite=appetite,
        computed=health_of(row.level, detail_of(row, today)),
        call=health_of(row.call) if row.call else None,
        call_sure=f"{row.call_confidence} % sure" if row.call and row.call_confidence is not None else "",
        quote=row.call_text,
        by=call_by(row, today),
        differs=bool(row.call) and row.call != row.level,
    )


def call_by(row: Ranked, today: date) -> str:
    """Whose call it is, and of when."""
    return ", ".join(
        part for part in (row.owner, short_day(row.call_on, today) if row.call_on else "") if part
    )


def detail_of(row: Ranked, today: date) -> str:
    """What stands beside the computed level: days past the target, or what is missing."""
    if row.level == UNKNOWN:
        missing = next((one.rule for one in row.reasons if one.rule.startswith("no_")), "")
        return {"no_date": "no date", "no_estimate": "no estimate", "no_pace": "no pace"}.get(missing, "")
    if row.level == LATE and row.target_to_on is not None and row.target_to_on < today:
        return f"{(today - row.target_to_on).days} d"
    return ""


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A milestone that moved since the last look."""

    mark: SafeString
    title: str
    url: str
    detail: str


def moved_rows(reader: Reader, rows: Iterable[Ranked]) -> list[MovedRow]:
    return [
        MovedRow(mark_of(row), row.title, reader.url("milestone_detail", row.key), moved_words(row))
        for row in rows
    ]


def mark_of(row: Ranked) -> SafeString:
    if row.status in {"DELIVERED", "REVIEWED"}:
        return icon("c-done")
    mark = HEALTH[row.level.lower()]
    return icon(mark.icon, mark.css)


def moved_words(row: Ranked) -> str:
    """`12 → 31 d expected late`, `Watch → At risk`, `delivered`."""
    if row.status not in {"PROPOSED", "COMMITTED", "IN_PROGRESS"}:
        return row.status.lower()
    if row.level == LATE and row.then_level != LATE and row.days_late is not None:
        return f"now {row.days_late:.0f} d expected late"
    if row.then_level == row.level and row.then_days_late is not None and row.days_late is not None:
        return f"{row.then_days_late:.0f} → {row.days_late:.0f} d expected late"
    before = HEALTH[row.then_level.lower()].word if row.then_level else "new"
    return f"{before} → {HEALTH[row.level.lower()].word}"


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One track of the table of counts: each count a link to the roadmap, a dash for none."""

    name: SafeString
    cells: Sequence[SafeString]


def track_rows(
    tracks: Iterable[TrackCount], levels: Sequence[str], url_of: Callable[[str, str], str]
) -> list[TrackRow]:
    """The counts by track; `url_of(track, level)` is where a count leads."""
    return [
        TrackRow(
            name=format_html('<a href="{}">{}</a>', url_of(track.slug, ""), track.name),
            cells=[count_cell(track, level, url_of) for level in levels],
        )
        for track in tracks
    ]


def count_cell(track: TrackCount, level: str, url_of: Callable[[str, str], str]) -> SafeString:
    count = track.counts[level]
    if not count:
        return SafeString(NONE)
    word = HEALTH[level.lower()].word.lower()
    return format_html(
        '<a href="{}" aria-label="{}: {} {}">{}</a>',
        url_of(track.slug, level),
        track.name,
        count,
        word,
        count,
    )
