"""The roadmap as a file: every row that passes the filters, not only the page."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from milestones.models import Milestone
from milestones.pure.furps import Doneness
from milestones.queries.doneness import of_milestones
from milestones.templatetags.plan import effort_months, shows_health, stage
from milestones.views.roadmap_rows import Reader
from pm.views.csv_file import csv_answer

MOST_ROWS = 10_000
HEADS = (
    "key", "title", "track", "health", "status", "owner", "planned start", "target from", "target to",
    "target as written", "first target", "pushes", "P50", "estimate months", "appetite months",
    "claimed percent", "claimed days", "estimated days", "remaining days", "deliverables closed",
    "deliverables", "doneness claimed", "doneness verified", "value",
)  # fmt: skip


# Which heads a column of the table stands for, where it is not called the same.
OF_COLUMN = {
    "milestone": ("title",),
    "target": ("target from", "target to", "target as written"),
    "p50": ("P50",),
    "estimate": ("estimate months",),
    "appetite": ("appetite months",),
    "claimed": ("claimed percent",),
    "starts": ("planned start",),
    "deliverables": ("deliverables closed", "deliverables"),
}


def heads_of(columns: Sequence[str]) -> list[str]:
    """The heads of the file: all, or those of the columns that were chosen."""
    chosen = [head for name in columns for head in OF_COLUMN.get(name, (name,)) if head in HEADS]
    return chosen or list(HEADS)


def roadmap_file(reader: Reader, rows: Sequence[Milestone], columns: Sequence[str] = ()) -> HttpResponse:
    """A CSV with one line a milestone; days in ISO form, what is not known empty."""
    heads = heads_of(columns)
    places = [HEADS.index(head) for head in heads]
    done = of_milestones([row.pk for row in rows], today=reader.today)
    name = f"{reader.program.slug}-roadmap-{reader.today.isoformat()}.csv"
    lines = (line(reader, row, done[row.pk]) for row in rows)
    return csv_answer(name, heads, ([cells[place] for place in places] for cells in lines))


def line(reader: Reader, row: Milestone, done: Doneness) -> list[Any]:
    facts = reader.facts_of(row)
    return [
        row.key, row.title, row.track.name, row.get_health_display() if shows_health(row) else "", stage(row),
        row.owner.name if row.owner else "", row.planned_start_on, row.target_from_on, row.target_to_on,
        row.target_text, row.first_target_on, row.push_count, facts.get("p50_on"), facts.get("estimate"),
        "" if row.appetite_days is None else effort_months(row.appetite_days, reader.program.days_per_month),
        facts.get("claimed"), facts.get("closed_days"), facts.get("held_days"), facts.get("remaining"),
        getattr(row, "closed_count", ""), getattr(row, "held_count", ""),
        done.claimed_text, done.verified_text, row.value,
    ]  # fmt: skip
