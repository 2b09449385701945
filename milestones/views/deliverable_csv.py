"""Deliverables as a file: every row that passes the filters, not only the page."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from milestones.models import Deliverable
from milestones.pure.furps import Doneness
from milestones.queries.deliverable import in_list
from milestones.queries.doneness import of_deliverables
from milestones.views.milestone_sections import EFFORT_COLUMNS, efforts_of
from pm.http import UserRequest
from pm.views.csv_file import csv_answer

MOST_ROWS = 10_000
HEADS = (
    "key", "title", "milestone", "milestone title", "track", "subteam", "owner", "status", "must",
    "planned start", "started", "due", "closed", "conditions met", "conditions", "likely days", "spent days",
    "left days", "doneness claimed", "doneness verified",
)  # fmt: skip


def deliverable_file(request: UserRequest, found: QuerySet[Deliverable], today: date) -> HttpResponse:
    """A CSV with one line a deliverable; days in ISO form, what is not known empty."""
    rows = list(in_list(found).select_related("milestone__track")[:MOST_ROWS])
    name = f"{request.program.slug}-deliverables-{today.isoformat()}.csv"
    return csv_answer(name, HEADS, lines(request, rows, today))


def lines(request: UserRequest, rows: Sequence[Deliverable], today: date) -> Iterator[list[Any]]:
    """The cells of each row; doneness and effort are read for all at once."""
    done = of_deliverables([row.pk for row in rows], today=today)
    efforts = efforts_of(request, rows)
    for row in rows:
        yield line(row, done[row.pk], efforts.get(row.pk, {}))


def line(row: Deliverable, done: Doneness, efforts: dict[str, Any]) -> list[Any]:
    total, left = getattr(row, "conditions", 0), getattr(row, "conditions_open", 0)
    return [
        row.key, row.title, row.milestone.key, row.milestone.title, row.milestone.track.name,
        row.accountable.name if row.accountable else "", str(row.owner) if row.owner else "",
        row.get_status_display(), row.is_must, row.planned_start_on, row.started_on, row.due_on,
        row.closed_on, total - left, total, *(efforts.get(name) for name in EFFORT_COLUMNS),
        done.claimed_text, done.verified_text,
    ]  # fmt: skip
