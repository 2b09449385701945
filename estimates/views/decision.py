"""Decisions: their register, their page, recording one, taking one back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from estimates.forms.decision import DecisionFilter, DecisionForm, WithdrawForm
from estimates.models import Decision
from estimates.panels.bets import numbers_rows
from estimates.queries.decision import decisions_of, numbers_of
from estimates.services import decision as decisions
from milestones.models import Milestone
from milestones.views.milestone_cell import load_milestone
from milestones.views.spec import foot_of, told_of
from pm.http import UserRequest, actor_of, load_or_404, number_of_key, requires
from pm.models import Program
from pm.permissions import Permission
from pm.text import plain_line, render_markdown
from pm.views.record import record_page
from pm.views.register import Column, register_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def list_url(program: Program) -> str:
    return reverse("decision_list", args=[program.slug])


def load_decision(request: UserRequest, program: Program, key: str) -> Decision:
    """The decision of that key that this reader may see, or 404."""
    rows = decisions_of(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    row: Decision = load_or_404(rows, number=number_of_key(key, Decision.LETTER))
    row.program = row.milestone.program = program
    return row


def url_of(program: Program, row: Decision) -> str:
    return reverse("decision_detail", args=[program.slug, row.key])


def columns_of(program: Program) -> list[Column]:
    """The columns of the register."""

    def milestone_url(row: Decision) -> str:
        return reverse("milestone_detail", args=[program.slug, row.milestone.key])

    def detail_url(row: Decision) -> str:
        return url_of(program, row)

    return [
        Column("Key", lambda row: row.key, detail_url, css="key", order=("number",)),
        Column("Day", lambda row: row.happened_on, css="nowrap", order=("happened_on", "recorded_at")),
        Column("Decision", lambda row: row.title, detail_url, is_head=True, order=("kind",)),
        Column(
            "Milestone",
            lambda row: str(row.milestone),
            milestone_url,
            order=("milestone__number",),
            group="milestone_id",
        ),
        Column("Why", lambda row: plain_line(row.rationale), css="wide", csv=lambda row: row.rationale),
        Column("By", lambda row: row.by, css="skip-s", order=("by__name",), group="by_id"),
        Column("Bet", lambda row: row.bet.key if row.bet else "", in_page=False),
        Column("Internal", lambda row: row.is_internal, in_page=False),
        Column("Withdrawn", lambda row: row.withdrawn_because, css="skip-s"),
    ]


@requires(Permission.VIEW)
@require_safe
def decision_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every decision with its reason, the newest first."""
    may_decide = request.access.can(Permission.DECIDE)
    rows = decisions_of(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    return register_page(
        request,
        program,
        filterset=DecisionFilter(request.GET, queryset=rows),
        columns=columns_of(program),
        title="Decisions",
        noun="decision",
        lead="What was decided about a milestone, why, and by which numbers.",
        empty="Continue with a new bet, reshape, shelve, drop or re-prioritise: each with its reason.",
        create=("Record a decision", reverse("decision_create", args=[program.slug])) if may_decide else None,
        links=[("Bets", reverse("bet_list", args=[program.slug]))],
    )


@requires(Permission.VIEW)
@require_safe
def decision_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One decision with the numbers seen at that moment."""
    row = load_decision(request, program, key)
    today = actor_of(request, program).today
    may_withdraw = request.access.can(Permission.DECIDE) and row.withdrawn_at is None
    context = {
        "row": row,
        "today": today,
        "rationale": render_markdown(row.rationale),
        "numbers": numbers_rows(row.numbers, today),
        "milestone_url": reverse("milestone_detail", args=[program.slug, row.milestone.key]),
        "bet_url": reverse("bet_detail", args=[program.slug, row.bet.key]) if row.bet else "",
        "withdraw_url": reverse("decision_withdraw", args=[program.slug, row.key]) if may_withdraw else "",
        "foot": foot_of(request, row),
        **told_of(request, program, row.key),
        "crumbs": [("Decisions", list_url(program)), (row.key, None)],
    }
    return render(request, "estimates/decision/detail.html", context)


@requires(Permission.DECIDE)
@require_http_methods(FORM_METHODS)
def decision_create(request: UserRequest, program: Program) -> HttpResponse:
    """Record a decision about a milestone that is chosen here."""
    form = DecisionForm.of(request, program, initial={"milestone": request.GET.get("milestone", "")})
    crumbs: list[tuple[str, str | None]] = [("Decisions", list_url(program)), ("New decision", None)]
    return show_form(request, program, form, None, crumbs, list_url(program))


@requires(Permission.DECIDE)
@require_http_methods(FORM_METHODS)
def milestone_decide(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Record a decision about one milestone, beside the numbers it is made by."""
    milestone = load_milestone(request, program, key)
    home = reverse("milestone_detail", args=[program.slug, milestone.key])
    form = DecisionForm.of(request, program, about=milestone)
    crumbs: list[tuple[str, str | None]] = [
        ("Decisions", list_url(program)), (milestone.key, home), ("Decide", None),
    ]  # fmt: skip
    return show_form(request, program, form, milestone, crumbs, home)


def show_form(
    request: UserRequest,
    program: Program,
    form: DecisionForm,
    milestone: Milestone | None,
    crumbs: list[tuple[str, str | None]],
    back: str,
) -> HttpResponse:
    """The form, and what it writes. Shelving and dropping lead to the milestone's own step."""

    def save() -> Decision:
        typed = form.cleaned_data
        about: Milestone = milestone or typed["milestone"]
        about.program = program
        return decisions.record(
            milestone=about,
            kind=typed["kind"],
            rationale=typed["rationale"],
            bet=typed["bet"],
            is_internal=typed["is_internal"],
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Decide about {milestone.key}" if milestone else "New decision",
        submit="Record the decision",
        lead=lead_of(milestone),
        crumbs=crumbs,
        cancel_url=back,
        done=lambda row: url_of(program, row),
        say=lambda row: f"Recorded {row.key}: {row.title.lower()}.",
    )


def lead_of(milestone: Milestone | None) -> str:
    """The numbers a decision is made by, and where shelving and dropping is done."""
    where = "To shelve or drop it, take that step at its status: the decision is recorded there."
    if milestone is None:
        return f"The numbers of this moment are kept with it. {where}"
    numbers = numbers_of(milestone)
    known = [
        f"{label} {numbers[name]:.4g} d"
        for label, name in (("appetite", "appetite"), ("spent", "spent"), ("P50", "forecast"))
        if numbers[name] is not None
    ]
    seen = f"{milestone.title}: {', '.join(known)}. " if known else f"{milestone.title}. "
    owed = f"{milestone.decision_owed_reason}. " if milestone.decision_owed_reason else ""
    return f"{owed}{seen}{where}"


@requires(Permission.DECIDE)
@require_http_methods(FORM_METHODS)
def decision_withdraw(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Take a decision back; it stays readable."""
    row = load_decision(request, program, key)
    form = WithdrawForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: decisions.withdraw(
            decision=row, because=form.cleaned_data["because"], actor=actor_of(request, program)
        ),
        title=f"Withdraw {row.key}",
        submit="Withdraw the decision",
        lead="It stays in the register with this reason. What it had answered is owed again.",
        crumbs=[("Decisions", list_url(program)), (row.key, url_of(program, row)), ("Withdraw", None)],
        cancel_url=url_of(program, row),
        done=lambda _: url_of(program, row),
        say=lambda row: f"Withdrew {row.key}.",
    )
