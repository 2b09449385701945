"""Blockers: the register, one blocker, its forms and its steps."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.blocker import BlockerFilter, BlockerForm, BlockerStepForm
from milestones.models import Blocker
from milestones.pure.spec_states import BLOCKER_STEPS
from milestones.queries.spec import visible_obstacles
from milestones.services import blocker as blockers
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

TITLE = "Blockers"


@requires(Permission.VIEW)
@require_safe
def blocker_list(request: UserRequest, program: Program) -> HttpResponse:
    """The blockers that pass the filters, the most pressing first."""
    actor = actor_of(request, program)
    may_raise = request.access.can(Permission.RAISE_RISK)
    rows = visible_obstacles(Blocker, program, request.access)
    return register_page(
        request,
        program,
        filterset=BlockerFilter(request.GET, queryset=rows, user_id=actor.user_id),
        columns=columns_of(program, "Blocker", actor.today),
        title=TITLE,
        noun="blocker",
        lead="What stops work now. Open ones, unless a status is chosen.",
        empty="A blocker says what stops the work, on whom it waits and what is done about it.",
        create=("Add a blocker", reverse("blocker_create", args=[program.slug])) if may_raise else None,
        context=switch_of(program, "blocker_list"),
    )


def load_blocker(request: UserRequest, program: Program, key: str) -> Blocker:
    rows = visible_obstacles(Blocker, program, request.access)
    row: Blocker = load_row(program, rows, key, Blocker.LETTER)
    return row


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def blocker_create(request: UserRequest, program: Program) -> HttpResponse:
    """Write down a blocker of a milestone or a deliverable."""
    initial, back = origin_of(request, program, "blocker_list")
    form = BlockerForm.of(request, program, initial=initial)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: blockers.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New blocker",
        submit="Add the blocker",
        crumbs=[*crumbs_of(TITLE, program), ("New blocker", None)],
        cancel_url=back,
        done=url_of,
        say=lambda row: f"Added {row.key} {row.title}.",
    )


@requires(Permission.VIEW)
@require_safe
def blocker_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One blocker: what it is, who looks after it, what is done about it."""
    row = load_blocker(request, program, key)
    today, address = actor_of(request, program).today, [program.slug, row.key]
    acts = step_acts(request, row, BLOCKER_STEPS, reverse("blocker_step", args=address))
    if request.access.can(Permission.RAISE_RISK):
        acts.insert(0, Act("Edit", reverse("blocker_edit", args=address)))
    return thing_page(
        request,
        program,
        row,
        register=(TITLE, "blocker_list"),
        state=row.get_status_display(),
        lead=f"Waiting on {row.waiting_on}" if row.waiting_on else "",
        facts=facts_of(row, program, today),
        texts=[
            ("About it", row.text),
            ("What is done about it", row.action),
            ("How it was resolved", row.resolution),
        ],
        acts=acts,
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def blocker_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change a blocker's words, owner and days."""
    row = load_blocker(request, program, key)
    form = BlockerForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: blockers.edit(
            blocker=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(TITLE, program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def blocker_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Resolve it, or open it again."""
    row = load_blocker(request, program, key)
    form = BlockerStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: blockers.take_step(
            blocker=row,
            to=to,
            base_status=seen,
            reason=reason,
            actor=actor_of(request, program),
        ),
        crumbs=crumbs_of(TITLE, program, row),
        done_url=url_of(row),
    )
