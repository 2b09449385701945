"""Handovers: the desk, one handover with its two lists, its forms and its steps."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.handover import (
    HandoverFilter,
    HandoverForm,
    HandoverStepForm,
)
from milestones.models import Handover, Side
from milestones.pure.delivery_states import GIVER, RECEIVER, SIDE_OF_STEP
from milestones.queries.handover import in_list, visible_handovers
from milestones.services import handover as handovers
from milestones.views.handover_parts import (
    acts_of,
    count_of,
    crumbs_of,
    facts_of,
    gives,
    line_views,
    load_given,
    load_handover,
    may_take,
    receives,
    speaks,
    turn_of,
)
from milestones.views.spec import foot_of, origin_of, step_page, url_of, work_link
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.queries.history import of_subject
from pm.templatetags.cells import edited, looker_of
from pm.views.history import story
from pm.views.record import record_page
from pm.views.register import Column, register_page
from pm.views.switch import options_of

SWITCH = (("All", ""), ("Waits for us", "desk=waiting"), ("We owe", "desk=owed"))
Status = Handover.Status


def columns_of(program: Program, today: date) -> list[Column]:
    """The columns of the desk."""

    def link(row: Handover) -> str:
        return reverse("handover_detail", args=[program.slug, row.key])

    def waiting(row: Handover) -> str:
        days = (today - row.offered_on).days if row.status == Status.OFFERED and row.offered_on else None
        return "" if days is None else f"{days} d"

    return [
        Column("Key", lambda row: row.key, link, css="key", order=("number",)),
        Column("Handover", lambda row: row.title, link, is_head=True, edit="title"),
        Column(
            "Deliverable",
            lambda row: row.deliverable.key,
            lambda row: work_link(row.deliverable, program)[1],
            css="nowrap",
            order=("deliverable__number",),
            group="deliverable_id",
        ),
        Column("From", lambda row: row.giver, order=("giver__name",), group="giver_id"),
        Column(
            "To", lambda row: row.receiver, order=("receiver__name",), group="receiver_id", edit="receiver"
        ),
        Column("Due", lambda row: row.due_on, css="nowrap", order=("due_on",), edit="due_on"),
        Column(
            "Status",
            lambda row: row.get_status_display(),
            css="nowrap",
            order=("status",),
            group="status",
            edit="status",
        ),
        Column("Waits", waiting, css="num"),
        Column("Returned because", lambda row: row.returned_because, in_page=False),
        Column("Offered", lambda row: row.offered_on, in_page=False),
        Column("Accepted", lambda row: row.accepted_on, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def handover_list(request: UserRequest, program: Program) -> HttpResponse:
    """The desk: what waits for my subteams, what they owe, and all."""
    url, query = reverse("handover_list", args=[program.slug]), request.GET.urlencode()
    found = HandoverFilter(
        request.GET,
        queryset=in_list(visible_handovers(program, request.access)),
        program=program,
        teams=frozenset().union(*request.access.own_subteams.values()),
    )
    switch = options_of(SWITCH, query, lambda part: f"{url}?{part}" if part else url)
    may_give = request.access.can(Permission.HAND_OVER)
    return register_page(
        request,
        program,
        filterset=found,
        columns=columns_of(program, actor_of(request, program).today),
        title="Handovers",
        noun="handover",
        lead="Work passes from one subteam to another by a contract. Open ones, unless a status is chosen.",
        empty="A handover says what the giver brings and what the receiver agrees to.",
        create=("Draft a handover", reverse("handover_create", args=[program.slug])) if may_give else None,
        context={"switch_label": "Desk", "switch": switch},
    )


@requires(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_create(request: UserRequest, program: Program) -> HttpResponse:
    """Draft a handover for a subteam of one's own."""
    initial, back = origin_of(request, program, "handover_list")
    form = HandoverForm.of(request, program, initial=initial)

    def save() -> Handover:
        values = form.values()
        if not request.access.can(Permission.HAND_OVER, subteam_id=values["giver"].pk):
            raise PermissionDenied
        return handovers.create(program=program, **values, actor=actor_of(request, program))

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="New handover",
        submit="Draft it",
        lead="Nothing is asked of the receiver until it is offered.",
        crumbs=[*crumbs_of(program), ("New handover", None)],
        cancel_url=back,
        done=url_of,
        say=lambda row: f"Drafted {row.key}. Bring what its lines ask for, then offer it.",
    )


@requires(Permission.VIEW)
@require_safe
def handover_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One handover: what is brought, what is agreed to, whose turn it is."""
    row = load_handover(request, program, key)
    today = actor_of(request, program).today
    items = list(row.items.order_by("rank", "pk"))
    is_givers = row.status in handovers.GIVERS_TURN and gives(request.access, row)
    is_receivers = row.status == Status.OFFERED and may_take(request, row)
    sees_history = request.access.can(Permission.VIEW_HISTORY)
    changes = of_subject(program, row.key) if sees_history else []
    give = line_views(row, items, Side.GIVE, may_answer=is_givers, may_remove=is_givers)
    accept = line_views(row, items, Side.ACCEPT, may_answer=is_receivers, may_remove=is_givers)
    context = {
        "row": row,
        "turn": turn_of(row, today),
        "give": give,
        "give_note": count_of(give, "brought"),
        "accept": accept,
        "accept_note": count_of(accept, "agreed to"),
        "add_url": reverse("handover_item_add", args=[program.slug, row.key]) if is_givers else "",
        "acts": acts_of(request, row),
        "facts": edited(
            looker_of(request, program),
            row,
            facts_of(row, program, today, insider=request.access.can(Permission.VIEW_INTERNAL)),
            {"Due": "due_on"},
        ),
        "foot": foot_of(request, row),
        "history": story(request, program, changes, today),
        "history_url": f"{reverse('history', args=[program.slug])}?key={row.key}",
        "crumbs": [("Handovers", reverse("handover_list", args=[program.slug])), (row.key, None)],
    }
    return render(request, "milestones/handover/detail.html", context)


@requires(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change its words, its receiver, its day."""
    row = load_given(request, program, key)
    form = HandoverForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handovers.edit(
            handover=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Offer it, accept it, or return it: each step belongs to one side."""
    row = load_handover(request, program, key)
    form = HandoverStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    sides = {GIVER: gives, RECEIVER: receives}
    mine = sides.get(SIDE_OF_STEP.get(form.target, ""), speaks)
    if not mine(request.access, row):
        raise PermissionDenied
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: handovers.take_step(
            handover=row, to=to, base_status=seen, reason=reason, actor=actor_of(request, program)
        ),
        crumbs=crumbs_of(program, row),
        done_url=url_of(row),
    )
