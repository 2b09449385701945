"""A deliverable in a list: its state, its due day and its conditions in ready words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from milestones.models import Deliverable
from pm.models import Program
from pm.pure.days import distance, short_day
from pm.templatetags.ui import icon, status_icon

Status = Deliverable.Status
MARKS = {
    Status.PLANNED: "open",
    Status.IN_PROGRESS: "progress",
    Status.CLOSE_REQUESTED: "progress",
    Status.CLOSED: "done",
    Status.DROPPED: "na",
}


def status_of(row: Deliverable) -> SafeString:
    """Its state with its mark."""
    mark = icon(status_icon(MARKS[Deliverable.Status(row.status)]))
    return format_html('<span class="status">{}{}</span>', mark, row.get_status_display())


def due_words(row: Deliverable, today: date) -> SafeString | str:
    """How long ago it was due, while it is open."""
    if row.due_on is None or not row.is_open or row.due_on >= today:
        return ""
    return format_html('<b class="strong">{}</b>', distance(row.due_on, today))


def conditions_of(row: Deliverable) -> str:
    """How many of the conditions of its gate are met."""
    total, left = getattr(row, "conditions", 0), getattr(row, "conditions_open", 0)
    return f"{total - left} of {total}" if total else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One deliverable of a list, in ready strings."""

    pk: int
    key: str
    title: str
    url: str
    milestone: str
    milestone_title: str
    milestone_url: str
    subteam: str
    owner: str
    mark: str
    status: str
    due: str
    over: str
    conditions: str


def list_lines(rows: Iterable[Deliverable], program: Program, today: date) -> list[Line]:
    """Rows of `in_list` in ready strings."""
    return [list_line(row, program, today) for row in rows]


def list_line(row: Deliverable, program: Program, today: date) -> Line:
    """One row in ready strings."""
    total, left = getattr(row, "conditions", 0), getattr(row, "conditions_open", 0)
    return Line(
        pk=row.pk,
        key=row.key,
        title=row.title,
        url=f"/{program.slug}/deliverables/{row.key}/",
        milestone=row.milestone.key,
        milestone_title=row.milestone.title,
        milestone_url=f"/{program.slug}/milestones/{row.milestone.key}/",
        subteam=row.accountable.name if row.accountable else "–",
        owner=str(row.owner) if row.owner else "–",
        mark=status_icon(MARKS[Status(row.status)]),
        status=row.get_status_display(),
        due=short_day(row.due_on, today),
        over=distance(row.due_on, today) if row.is_open and row.due_on and row.due_on < today else "",
        conditions=f"{total - left} of {total}" if total else "–",
    )
