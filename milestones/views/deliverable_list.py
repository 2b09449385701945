"""The list of deliverables: a register with its own file."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.forms.deliverable_filter import DeliverableFilter
from milestones.models import Deliverable
from milestones.panels.quick_line import group_link, quick_line
from milestones.panels.row_more import row_more
from milestones.queries.deliverable import (
    as_known,
    in_order,
    load_offered,
    visible_deliverables,
    with_conditions,
)
from milestones.views.board import list_or_board
from milestones.views.board_cards import deliverable_board
from milestones.views.deliverable_csv import deliverable_file
from milestones.views.deliverable_rows import conditions_of, status_of
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.registry import list_extras
from pm.views.as_of import at_a_day
from pm.views.register import Column


def columns_of(request: UserRequest, more: Sequence[Column] = ()) -> list[Column]:
    """The columns of the list; those of the file that nobody chose are in `deliverable_csv`."""
    program, access = request.program, request.access
    may_add = access.can(Permission.EDIT_DELIVERABLE)

    def link(row: Deliverable) -> str:
        return f"/{program.slug}/deliverables/{row.key}/"

    def milestone_link(row: Deliverable) -> str:
        return f"/{program.slug}/milestones/{row.milestone.key}/"

    def steps(row: Deliverable) -> SafeString:
        return row_more(program.slug, access, row)

    def adds(row: Deliverable) -> SafeString | str:
        own = row.milestone
        return group_link(request, "deliverable", own.key, own.key) if may_add and own.is_open else ""

    return [
        Column("Key", lambda row: row.key, css="key skip-s", order=("number",)),
        Column(
            "Deliverable",
            lambda row: row.title,
            link,
            is_head=True,
            order=("title",),
            edit="title",
            more=steps,
        ),
        Column(
            "Milestone",
            lambda row: format_html('<span title="{}">{}</span>', row.milestone.title, row.milestone.key),
            milestone_link,
            css="nowrap",
            order=("milestone__number",),
            csv=lambda row: row.milestone.key,
            group="milestone_id",
            named=lambda row: f"{row.milestone.key} {row.milestone.title}",
            heads=adds,
        ),
        Column(
            "Subteam",
            lambda row: row.accountable,
            order=("accountable__name",),
            group="accountable_id",
            edit="accountable",
        ),
        Column("Owner", lambda row: row.owner, order=("owner__name",), group="owner_id", edit="owner"),
        Column(
            "Status",
            status_of,
            edit="status",
            css="nowrap",
            order=("status",),
            csv=lambda row: row.get_status_display(),
            group="status",
        ),
        Column(
            "Due",
            lambda row: row.due_on,
            edit="due",
            css="nowrap",
            order=("due_on",),
            csv=lambda row: row.due_on,
        ),
        *more,
        Column("Conditions", conditions_of, css="num"),
        Column("Track", lambda row: row.milestone.track, in_page=False, group="milestone__track_id"),
        Column("Must", lambda row: row.is_must, in_page=False, order=("is_must",), edit="is_must"),
        Column(
            "Starts",
            lambda row: row.planned_start_on,
            in_page=False,
            order=("planned_start_on",),
            edit="start",
        ),
        Column("Started", lambda row: row.started_on, in_page=False, order=("started_on",)),
        Column("Closed", lambda row: row.closed_on, in_page=False, order=("closed_on",)),
    ]


def more_columns(request: UserRequest) -> list[Column]:
    """What higher apps say of each row."""
    return [column for extra in list_extras("deliverable_list") for column in extra.columns(request)]


def in_page(rows: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    """What a row of the page says, the conditions of its gate counted."""
    return as_known(with_conditions(rows.select_related("milestone__track", "accountable", "owner")))


@requires(Permission.VIEW)
@at_a_day
@require_safe
def deliverable_list(request: UserRequest, program: Program) -> HttpResponse:
    """The program's deliverables that pass the filters; the earliest due comes first."""
    actor = actor_of(request, program)
    found = DeliverableFilter(
        request.GET,
        queryset=in_order(visible_deliverables(program, request.access)),
        offered=load_offered(program),
        user_id=actor.user_id,
        today=actor.today,
    )
    may_create = request.access.can(Permission.EDIT_DELIVERABLE)
    create = ("Add a deliverable", reverse("deliverable_create", args=[program.slug])) if may_create else None
    return list_or_board(
        request,
        program,
        board=lambda: deliverable_board(request, found.qs),
        filterset=found,
        columns=columns_of(request, more_columns(request)),
        title="Deliverables",
        noun="deliverable",
        lead="Each is work of one accountable subteam towards one milestone. The earliest due comes first.",
        empty="A deliverable belongs to a milestone and names the subteam that is accountable for it. "
        "An import brings them, too.",
        create=create,
        more=lambda: (
            {"quick": quick_line(request, "deliverable", target="rows", is_parked=True)}
            if may_create and request.GET.get("by") == "milestone"
            else {}
        ),
        with_more=in_page,
        file=lambda rows: deliverable_file(request, rows, actor.today),
    )
