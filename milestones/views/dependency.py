"""Dependencies: the register, one dependency, its forms and its steps."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.dependency import (
    ConfirmForm,
    DependencyFilter,
    DependencyForm,
    DependencyStepForm,
    DoubtForm,
)
from milestones.models import Dependency
from milestones.pure.spec_states import DEPENDENCY_STEPS
from milestones.queries.spec import visible_dependencies
from milestones.services import dependency as dependencies
from milestones.views.spec import (
    Act,
    Fact,
    crumbs_to,
    load_row,
    origin_of,
    step_acts,
    step_page,
    switch_of,
    thing_page,
    url_of,
    work_link,
)
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.views.record import record_page
from pm.views.register import Column, register_page

TITLE = "Dependencies"


def needer_link(row: Dependency, program: Program) -> tuple[str, str]:
    """What waits: words and address."""
    return work_link(row.deliverable or row.milestone, program)


def needed_link(row: Dependency, program: Program) -> tuple[str, str]:
    """What it waits for: words and address; an external one leads to where it is tracked."""
    inside = row.needed_deliverable or row.needed_milestone
    return work_link(inside, program) if inside else (row.title, row.external_url)


def confirmed_words(row: Dependency) -> str:
    """Whether somebody outside has confirmed it."""
    if row.kind == Dependency.Kind.INTERNAL:
        return "inside"
    return f"by {row.confirmed_by}" if row.is_confirmed else "not confirmed"


def named(row: Dependency, program: Program) -> str:
    """The dependency in one line."""
    return f"{needer_link(row, program)[0]} waits for {needed_link(row, program)[0]}"


def is_within(row: Dependency) -> bool:
    """Whether a deliverable waits for another one of its own milestone: allowed, but said."""
    mine, needed = row.deliverable, row.needed_deliverable
    return mine is not None and needed is not None and mine.milestone_id == needed.milestone_id


def columns_of(program: Program) -> list[Column]:
    """The columns of the register."""

    def link(row: Dependency) -> str:
        return reverse("dependency_detail", args=[program.slug, row.key])

    return [
        Column("Key", lambda row: row.key, link, css="key", order=("number",)),
        Column(
            "What waits",
            lambda row: needer_link(row, program)[0],
            lambda row: needer_link(row, program)[1],
            is_head=True,
            edit="milestone",
        ),
        Column(
            "Waits for",
            lambda row: needed_link(row, program)[0],
            lambda row: needed_link(row, program)[1],
            edit="needed_milestone",
        ),
        Column(
            "Needed by",
            lambda row: row.needed_by_on,
            css="nowrap",
            order=("needed_by_on",),
            edit="needed_by_on",
        ),
        Column("Confirmed", confirmed_words),
        Column("Owner", lambda row: row.owner, order=("owner__name",), group="owner_id", edit="owner"),
        Column(
            "Status", lambda row: row.get_status_display(), order=("status",), group="status", edit="status"
        ),
        Column("Kind", lambda row: row.get_kind_display(), in_page=False, order=("kind",), group="kind"),
        Column("Confirmed on", lambda row: row.confirmed_on, in_page=False),
        Column("Met", lambda row: row.met_on, in_page=False),
        Column("If delayed", lambda row: row.if_delayed, in_page=False),
        Column("Contingency", lambda row: row.contingency, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def dependency_list(request: UserRequest, program: Program) -> HttpResponse:
    """The dependencies that pass the filters, the soonest needed first."""
    may_raise = request.access.can(Permission.RAISE_RISK)
    rows = visible_dependencies(program, request.access)
    return register_page(
        request,
        program,
        filterset=DependencyFilter(request.GET, queryset=rows, user_id=actor_of(request, program).user_id),
        columns=columns_of(program),
        title=TITLE,
        noun="dependency",
        plural="dependencies",
        lead="What has to come first, here or outside. Open ones, unless a status is chosen.",
        empty="A dependency says what waits for what, by when, and what if that comes late.",
        create=("Add a dependency", reverse("dependency_create", args=[program.slug])) if may_raise else None,
        context=switch_of(program, "dependency_list"),
    )


def load_dependency(request: UserRequest, program: Program, key: str) -> Dependency:
    rows = visible_dependencies(program, request.access)
    row: Dependency = load_row(program, rows, key, Dependency.LETTER)
    return row


def crumbs_of(program: Program, row: Dependency | None = None) -> list[tuple[str, str | None]]:
    return crumbs_to(program, TITLE, "dependency_list", row)


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_create(request: UserRequest, program: Program) -> HttpResponse:
    """Write down what waits for what."""
    initial, back = origin_of(request, program, "dependency_list")
    form = DependencyForm.of(request, program, initial=initial)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: dependencies.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New dependency",
        submit="Add the dependency",
        crumbs=[*crumbs_of(program), ("New dependency", None)],
        cancel_url=back,
        done=url_of,
        say=lambda row: f"Added {row.key}: {named(row, program)}.",
    )


@requires(Permission.VIEW)
@require_safe
def dependency_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One dependency: its two ends, whether it is confirmed, what if it comes late."""
    row = load_dependency(request, program, key)
    if not row.title:
        row.title = f"Waits for {needed_link(row, program)[0]}"
    return thing_page(
        request,
        program,
        row,
        register=(TITLE, "dependency_list"),
        state=row.get_status_display(),
        lead="Both ends belong to the same milestone" if is_within(row) else "",
        facts=facts_of(row, program, actor_of(request, program).today),
        texts=[("If it is delayed", row.if_delayed), ("Contingency", row.contingency)],
        acts=acts_of(request, program, row),
    )


def acts_of(request: UserRequest, program: Program, row: Dependency) -> list[Act]:
    """What this person may do with it now."""
    if not request.access.can(Permission.RAISE_RISK):
        return []
    address = [program.slug, row.key]
    acts = [Act("Edit", reverse("dependency_edit", args=address))]
    if row.kind == Dependency.Kind.EXTERNAL and row.status == Dependency.Status.OPEN:
        name = "dependency_doubt" if row.is_confirmed else "dependency_confirm"
        acts.append(
            Act("Not confirmed any more…" if row.is_confirmed else "Confirmed…", reverse(name, args=address))
        )
    return [*acts, *step_acts(request, row, DEPENDENCY_STEPS, reverse("dependency_step", args=address))]


def facts_of(row: Dependency, program: Program, today: date) -> list[Fact]:
    """The plain facts of the side column."""
    left = (row.needed_by_on - today).days if row.needed_by_on and row.status == "OPEN" else None
    when = "" if left is None else f", in {left} d" if left >= 0 else f", {-left} d ago"
    confirmed = f" on {short_day(row.confirmed_on, today)}" if row.confirmed_on else ""
    return [
        ("What waits", *needer_link(row, program)),
        ("Waits for", *needed_link(row, program)),
        ("Kind", row.get_kind_display(), ""),
        ("Needed by", f"{short_day(row.needed_by_on, today)}{when}", ""),
        *([("Confirmed", confirmed_words(row) + confirmed, "")] if row.kind == "EXTERNAL" else []),
        *([("Met", short_day(row.met_on, today), "")] if row.met_on else []),
    ]


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change its ends, its day and its words."""
    row = load_dependency(request, program, key)
    form = DependencyForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: dependencies.edit(
            dependency=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_confirm(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Somebody outside confirmed it."""
    row, actor = load_dependency(request, program, key), actor_of(request, program)
    form = ConfirmForm.of(request, program, row=row, initial={"confirmed_on": actor.today})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: dependencies.confirm(
            dependency=row,
            by=form.cleaned_data["confirmed_by"],
            on=form.cleaned_data["confirmed_on"],
            actor=actor,
        ),
        title=f"{row.key} is confirmed",
        submit="Confirm",
        lead=named(row, program),
        crumbs=[*crumbs_of(program, row), ("Confirm", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: f"{row.key} is confirmed by {row.confirmed_by}.",
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_doubt(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """It is not confirmed any more."""
    row, actor = load_dependency(request, program, key), actor_of(request, program)
    form = DoubtForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: dependencies.doubt(dependency=row, reason=form.cleaned_data["reason"], actor=actor),
        title=f"{row.key} is not confirmed any more",
        submit="Take the confirmation back",
        lead=named(row, program),
        crumbs=[*crumbs_of(program, row), ("Not confirmed any more", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: f"{row.key} is not confirmed any more.",
    )


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """It is met, no longer needed, or open again."""
    row = load_dependency(request, program, key)
    form = DependencyStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: dependencies.take_step(
            dependency=row, to=to, base_status=seen, reason=reason, actor=actor_of(request, program)
        ),
        crumbs=crumbs_of(program, row),
        done_url=url_of(row),
    )
