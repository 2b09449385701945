"""Risks: the register, one risk, its forms and its steps."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.risk import RiskFilter, RiskForm, RiskReviewForm, RiskStepForm
from milestones.models import Risk
from milestones.panels.quick_line import quick_line
from milestones.pure.spec_states import RISK_STEPS
from milestones.queries.spec import visible_risks
from milestones.services import risk as risks
from milestones.views.spec import (
    Act,
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

REGISTER = ("Risks", "risk_list")


def columns_of(program: Program) -> list[Column]:
    """The columns of the register."""

    def link(row: Risk) -> str:
        return reverse("risk_detail", args=[program.slug, row.key])

    return [
        Column("Key", lambda row: row.key, link, css="key", order=("number",)),
        Column("Risk", lambda row: row.title, link, is_head=True, edit="title"),
        Column(
            "Milestone",
            lambda row: row.milestone.key if row.milestone else "",
            lambda row: work_link(row.milestone, program)[1],
            css="nowrap",
            order=("milestone__number",),
            group="milestone_id",
        ),
        Column(
            "Kind",
            lambda row: row.get_kind_display(),
            css="skip-s",
            order=("kind",),
            group="kind",
            edit="kind",
        ),
        Column(
            "Likelihood",
            lambda row: row.get_likelihood_display(),
            order=("likelihood_weight",),
            edit="likelihood",
        ),
        Column("Impact", lambda row: row.get_impact_display(), order=("impact_weight",), edit="impact"),
        Column(
            "Response",
            lambda row: row.get_response_display(),
            order=("response",),
            group="response",
            edit="response",
        ),
        Column("Owner", lambda row: row.owner, order=("owner__name",), group="owner_id", edit="owner"),
        Column("Reviewed", lambda row: row.reviewed_on, css="nowrap", order=("reviewed_on",)),
        Column(
            "Status", lambda row: row.get_status_display(), order=("status",), group="status", edit="status"
        ),
        Column("Text", lambda row: row.text, in_page=False),
        Column("Mitigation", lambda row: row.mitigation, in_page=False),
        Column("Closed", lambda row: row.closed_on, in_page=False),
        Column("Internal", lambda row: row.is_internal, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def risk_list(request: UserRequest, program: Program) -> HttpResponse:
    """The risks that pass the filters, the heaviest first."""
    may_raise = request.access.can(Permission.RAISE_RISK)
    rows = visible_risks(program, request.access)
    return register_page(
        request,
        program,
        filterset=RiskFilter(request.GET, queryset=rows, user_id=actor_of(request, program).user_id),
        columns=columns_of(program),
        title="Risks",
        noun="risk",
        lead="What may happen, and what is done about it. Open ones, unless a status is chosen.",
        empty="A risk names what may keep a milestone from its date, and who looks after it.",
        create=("Add a risk", reverse("risk_create", args=[program.slug])) if may_raise else None,
        context={
            **switch_of(program, "risk_list"),
            "quick": quick_line(request, "risk", target="rows") if may_raise else None,
        },
    )


def load_risk(request: UserRequest, program: Program, key: str) -> Risk:
    row: Risk = load_row(program, visible_risks(program, request.access), key, Risk.LETTER)
    return row


def crumbs_of(program: Program, row: Risk | None = None) -> list[tuple[str, str | None]]:
    return crumbs_to(program, "Risks", "risk_list", row)


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_create(request: UserRequest, program: Program) -> HttpResponse:
    """Raise a risk, of a milestone or of the whole program."""
    initial, back = origin_of(request, program, "risk_list")
    form = RiskForm.of(request, program, initial=initial)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: risks.create(program=program, **form.changes(), actor=actor_of(request, program)),
        title="New risk",
        submit="Add the risk",
        crumbs=[*crumbs_of(program), ("New risk", None)],
        cancel_url=back,
        done=url_of,
        say=lambda row: f"Added {row.key} {row.title}.",
    )


@requires(Permission.VIEW)
@require_safe
def risk_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One risk: what it is, what is done about it, when it was last looked at."""
    row = load_risk(request, program, key)
    today, address = actor_of(request, program).today, [program.slug, row.key]
    acts = []
    if request.access.can(Permission.RAISE_RISK):
        acts.append(Act("Edit", reverse("risk_edit", args=address)))
    if request.access.can(Permission.REVIEW_RISK) and row.status == Risk.Status.OPEN:
        acts.append(Act("Reviewed…", reverse("risk_review", args=address)))
    acts += step_acts(request, row, RISK_STEPS, reverse("risk_step", args=address))
    return thing_page(
        request,
        program,
        row,
        register=REGISTER,
        state=row.get_status_display(),
        lead=exposure_words(row),
        facts=facts_of(row, program, today),
        texts=[("About it", row.text), ("Mitigation", row.mitigation)],
        acts=acts,
    )


def exposure_words(row: Risk) -> str:
    """`High likelihood, medium impact`."""
    words = [
        f"{label} {noun}".lower()
        for label, noun in (
            (row.get_likelihood_display(), "likelihood"),
            (row.get_impact_display(), "impact"),
        )
        if label
    ]
    return ", ".join(words).capitalize() or "Not judged yet"


def facts_of(row: Risk, program: Program, today: date) -> list[tuple[str, str, str]]:
    words, url = work_link(row.milestone, program)
    days = f", {(today - row.reviewed_on).days} d ago" if row.reviewed_on else ""
    return [
        ("Milestone", words or "the whole program", url),
        ("Kind", row.get_kind_display(), ""),
        ("Likelihood", row.get_likelihood_display(), ""),
        ("Impact", row.get_impact_display(), ""),
        ("Response", row.get_response_display(), ""),
        ("Reviewed", short_day(row.reviewed_on, today) + days if row.reviewed_on else "never", ""),
        *([("Closed", short_day(row.closed_on, today), "")] if row.closed_on else []),
    ]


@requires(Permission.RAISE_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change a risk's words and how it is judged."""
    row = load_risk(request, program, key)
    form = RiskForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: risks.edit(
            risk=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=[*crumbs_of(program, row), ("Edit", None)],
        cancel_url=url_of(row),
        done=url_of,
    )


@requires(Permission.REVIEW_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_review(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say that somebody looked at it today."""
    row = load_risk(request, program, key)
    form = RiskReviewForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: risks.review(risk=row, note=form.cleaned_data["note"], actor=actor_of(request, program)),
        title=f"Review {row.key}",
        submit="Reviewed today",
        lead=row.title,
        crumbs=[*crumbs_of(program, row), ("Review", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: f"{row.key} was reviewed today.",
    )


@requires(Permission.REVIEW_RISK)
@require_http_methods(["GET", "HEAD", "POST"])
def risk_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """It happened, it is closed, or it is open again."""
    row = load_risk(request, program, key)
    form = RiskStepForm.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
    return step_page(
        request,
        program,
        form=form,
        take=lambda to, seen, reason: risks.take_step(
            risk=row, to=to, base_status=seen, reason=reason, actor=actor_of(request, program)
        ),
        crumbs=crumbs_of(program, row),
        done_url=url_of(row),
    )
