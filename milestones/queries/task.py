"""Tasks as their pages show them."""

from django.db.models import Count, Q, QuerySet

from milestones.models import Deliverable, Task
from milestones.models.task import UNPLANNED_LAST
from pm.models import Program
from pm.permissions import Permission
from pm.queries.presence import hangs_on
from pm.rules import Access


def visible_tasks(program: Program, access: Access) -> QuerySet[Task]:
    """The program's tasks that this reader may see."""
    rows = Task.objects.in_program(program)
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL))


def in_list(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Rows with all that a line shows, the earliest planned week first."""
    held = rows.select_related("deliverable__accountable", "kind", "assignee", "subteam")
    return held.order_by(UNPLANNED_LAST, "planned_week", "number")


def of_deliverable(row: Deliverable) -> list[Task]:
    """The tasks of a deliverable in their order, with how many of their criteria are met: one query."""
    if not hangs_on(row, Task):
        return []
    rows = row.tasks.select_related("assignee", "subteam").annotate(
        lines=Count("criteria"), met=Count("criteria", filter=Q(criteria__is_met=True))
    )
    return list(rows.order_by("rank", "pk"))
