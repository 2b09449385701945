"""Unknowns: the register, one unknown, its forms and its steps."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.unknown import UnknownFilter, UnknownForm, UnknownStepForm
from milestones.models import Unknown
from milestones.pure.spec_states import UNKNOWN_STEPS
from milestones.queries.spec import visible_obstacles
from milestones.services import unknown as unknowns
from milestones.views.obstacle import columns_of, crumbs_of, facts_of
from milestones.views.spec import (
    Act,
    load_row,
    origin_of,
    step_acts,
    step_page,
    switch_of,
    thing_page,
    url_of,
)
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page
from pm.views.register import register_page

TITLE = "Unknowns"


@requires(Permission.VIEW)
@require_safe
def unknown_list(request: UserRequest, program: Program) -> HttpResponse:
    """The unknowns that pass the filters, the most pressing first."""
    actor = actor_of(request, program)
    may_raise = request.access.can(Permission.RAISE_RISK)
    rows = visible_obstacles(Unknown, program, request.access)
    return register_page(
        request,
        program,
        filterset=UnknownFilter(request.GET, queryset=rows, user_id=actor.user_id),
        columns=columns_of(program, "Unknown", actor.today),
        title=TITLE,
        noun="unknown",
        lead="Questions whose answers may move the plan. Open ones, unless a status is chosen.",
        empty="An unknown is a question to be answered before the plan can be trusted.",
        create=("Add an unknown", reverse("unknown_create", args=[program.slug])) if may_raise else None,
        context=switch_of(program, "unknown_list"),
    )


def load_unknown(request: UserRequest, program: Program, key: str) -> Unknown:
    rows = visible_obstacles(Unknown, program, request.access)
    row: Unknown = load_row(
        program, rows.select_related("milestone", "deliverable", "owner", "deferred_by"), key, Unknown.LETTER
    )
    return row


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def unknown_create(request: UserRequest, program: Program) -> HttpResponse:
    """Write down an unknown of a milestone or a deliverable."""
    initial, back = origin_of(request, program, "unknown_list")
    form = UnknownForm.of(request, program, initial=initial)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: unknowns.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New unknown",
        submit="Add the unknown",
        crumbs=[*crumbs_of(TITLE, program), ("New unknown", None)],
        cancel_url=back,
        done=url_of,
        say=lambda row: f"Added {row.key} {row.title}.",
    )


@requires(Permission.VIEW)
@require_safe
def unknown_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One unknown: what it is, who looks after it, what is done about it."""
    row = load_unknown(request, program, key)
    today, address = actor_of(request, program).today, [program.slug, row.key]
    acts = step_acts(request, row, UNKNOWN_STEPS, reverse("unknown_step", args=address))
    if request.access.can(Permission.RAISE_RISK):
        acts.insert(0, Act("Edit", reverse("unknown_edit", args=address)))
    return thing_page(
        request,
        program,
        row,
        register=(TITLE, "unknown_list"),
        state=row.get_status_display(),
        lead=f"Waiting on {row.waiting_on}" if row.waiting_on else "",
        facts=[
            *facts_of(row, program, today),
            *([("Agreed by", str(row.deferred_by), "")] if row.deferred_by else []),
        ],
        texts=[
            ("About it", row.text),
            ("What is done about it", row.action),
            ("Why it can wait" if row.status == Unknown.Status.DEFERRED else "The answer", row.resolution),
        ],
        acts=acts,
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def unknown_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change an unknown's words, owner and days."""
    row = load_unknown(request, program, key)
    form = UnknownForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: unknowns.edit(
            unknown=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(TITLE, program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def unknown_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Answer it, defer it with somebody's agreement, or open it again."""
    row = load_unknown(request, program, key)
    form = UnknownStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: unknowns.take_step(
            unknown=row,
            to=to,
            base_status=seen,
            reason=reason,
            approver=form.cleaned_data.get("deferred_by"),
            actor=actor_of(request, program),
        ),
        crumbs=crumbs_of(TITLE, program, row),
        done_url=url_of(row),
    )
