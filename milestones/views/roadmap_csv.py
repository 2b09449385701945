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
    "deliverables", "doneness claimed", "doneness verified",
)  # fmt: skip


def roadmap_file(reader: Reader, rows: Sequence[Milestone]) -> HttpResponse:
    """A CSV with one line a milestone; days in ISO form, what is not known empty."""
    done = of_milestones([row.pk for row in rows], today=reader.today)
    name = f"{reader.program.slug}-roadmap-{reader.today.isoformat()}.csv"
    return csv_answer(name, HEADS, (line(reader, row, done[row.pk]) for row in rows))


def line(reader: Reader, row: Milestone, done: Doneness) -> list[Any]:
    facts = reader.facts_of(row)
    return [
        row.key, row.title, row.track.name, row.get_health_display() if shows_health(row) else "", stage(row),
        row.owner.name if row.owner else "", row.planned_start_on, row.target_from_on, row.target_to_on,
        row.target_text, row.first_target_on, row.push_count, facts.get("p50_on"), facts.get("estimate"),
        "" if row.appetite_days is None else effort_months(row.appetite_days, reader.program.days_per_month),
        facts.get("claimed"), facts.get("closed_days"), facts.get("held_days"), facts.get("remaining"),
        getattr(row, "closed_count", ""), getattr(row, "held_count", ""),
        done.claimed_text, done.verified_text,
    ]  # fmt: skip
