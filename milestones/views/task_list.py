"""The list of tasks, and their board."""

from typing import Any

from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.forms.task_filter import TaskFilter
from milestones.models import Task
from milestones.panels.quick_line import group_link, task_line
from milestones.panels.row_more import row_more
from milestones.queries.task import in_list, visible_tasks
from milestones.views.board import list_or_board
from milestones.views.board_cards import task_board
from milestones.views.spec import work_link
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.column import turned
from pm.views.register import Column
from pm.views.switch import options_of

SWITCH = (
    ("All", {"whose": "", "place": ""}),
    ("Mine", {"whose": "mine", "place": ""}),
    ("My subteams’", {"whose": "team", "place": ""}),
    ("Orphans", {"whose": "", "place": "orphans"}),
)


def columns_of(request: UserRequest) -> list[Column]:
    """The columns of the list."""
    program, access = request.program, request.access
    may_write = access.can(Permission.WRITE_TASK)

    def link(row: Task) -> str:
        return reverse("task_detail", args=[program.slug, row.key])

    def team(row: Task) -> Any:
        return row.subteam or (row.deliverable.accountable if row.deliverable else "")

    def steps(row: Task) -> SafeString:
        return row_more(program.slug, access, row)

    def adds_to_work(row: Task) -> SafeString | str:
        own = row.deliverable
        return group_link(request, "task", own.key, own.key) if may_write and own and own.is_open else ""

    def adds_of_kind(row: Task) -> SafeString | str:
        own = row.kind
        takes = may_write and own and not own.is_archived
        return group_link(request, "task", str(own.pk), own.name) if takes and own else ""

    return [
        Column("Key", lambda row: row.key, link, css="key", order=("number",)),
        Column("Task", lambda row: row.title, link, is_head=True, edit="title", more=steps),
        Column(
            "Deliverable",
            lambda row: row.deliverable.key if row.deliverable else "",
            lambda row: work_link(row.deliverable, program)[1],
            css="nowrap",
            order=("deliverable__number",),
            group="deliverable_id",
            named=lambda row: f"{row.deliverable.key} {row.deliverable.title}" if row.deliverable else "",
            heads=adds_to_work,
        ),
        Column(
            "Kind",
            lambda row: row.kind,
            order=("kind__rank", "kind__name"),
            group="kind_id",
            heads=adds_of_kind,
        ),
        Column(
            "Assignee",
            lambda row: row.assignee,
            order=("assignee__name",),
            group="assignee_id",
            edit="assignee",
        ),
        Column("Subteam", team, group=Coalesce("subteam_id", "deliverable__accountable_id")),
        Column(
            "Planned",
            lambda row: row.planned_week,
            css="nowrap",
            order=("planned_week",),
            group="planned_week",
            edit="planned_week",
        ),
        Column(
            "Status",
            lambda row: row.get_status_display(),
            css="nowrap",
            order=("status",),
            group="status",
            edit="status",
        ),
        Column("Done", lambda row: row.done_on, in_page=False),
        Column("Text", lambda row: row.text, in_page=False),
        Column("Tracked at", lambda row: row.external_url, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def task_list(request: UserRequest, program: Program) -> HttpResponse:
    """The tasks that pass the filters, the earliest planned first."""
    found = TaskFilter(
        request.GET,
        queryset=in_list(visible_tasks(program, request.access)),
        program=program,
        user_id=actor_of(request, program).user_id,
        teams=frozenset().union(*request.access.own_subteams.values()),
    )
    may_write = request.access.can(Permission.WRITE_TASK)
    mine = {name: request.GET.get(name, "") for name in ("whose", "place")}
    return list_or_board(
        request,
        program,
        board=lambda: task_board(request, found.qs),
        filterset=found,
        title="Tasks",
        noun="task",
        lead="Work in pieces, in a deliverable or on its own as one of the program’s kinds.",
        create=("Add a task", reverse("task_create", args=[program.slug])) if may_write else None,
        columns=columns_of(request),
        empty="A deliverable is broken into tasks once work on it begins.",
        more=lambda: {
            "switch_label": "Whose tasks",
            "switch": options_of(SWITCH, mine, lambda part: turned(request.GET, **part)),
            "quick": task_line(request) if may_write else None,
        },
    )
