"""Sign-offs: the desk of a program, the evidence of one statement, signing and withdrawing."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.signoff import SignOffFilter, SignOffForm, WithdrawForm, right_of
from milestones.models import EvidenceRequirement, SignOff, Statement
from milestones.queries.evidence import Evidence, Provider
from milestones.queries.signoff import Policy, in_order, policy_in, promised, standing_of, with_evidence
from milestones.services import signoff as signoffs
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission, Role
from pm.pure.address import link_of
from pm.pure.days import short_day
from pm.rules import Access
from pm.views.record import record_page
from pm.views.register import Column, register_page
from pm.views.switch import options_of

NUMBER = re.compile(r"[1-9][0-9]{0,4}")
SWITCH = (
    ("Lacks evidence", ""),
    ("Refused", "show=refused"),
    ("Expires", "show=expiring"),
    ("All", "show=all"),
)


def columns_of(program: Program, policy: Policy, today: date) -> list[Column]:
    """The columns of the desk."""

    def link(row: Statement) -> str:
        return reverse("signoff_statement", args=[program.slug, row.feature.slug, row.code])

    return [
        Column("No.", lambda row: row.code, link, css="key", order=("letter", "number")),
        Column("Statement", lambda row: row.text, link, is_head=True),
        Column(
            "Feature",
            lambda row: row.feature.name,
            lambda row: reverse("feature_detail", args=[program.slug, row.feature.slug]),
            order=("feature__name",),
        ),
        Column("Built by", lambda row: ", ".join(standing_of(row, policy, today).builders)),
        Column("Claimed", lambda row: standing_of(row, policy, today).is_claimed),
        Column(
            "Evidence", lambda row: ", ".join(one.words for one in standing_of(row, policy, today).evidence)
        ),
        Column("Revision", lambda row: row.revision, css="num"),
    ]


@requires(Permission.VIEW)
@require_safe
def signoff_list(request: UserRequest, program: Program) -> HttpResponse:
    """The statements that wait for a service team's evidence; those refused, expiring, or all."""
    url, query = reverse("signoff_list", args=[program.slug]), request.GET.urlencode()
    today, policy = actor_of(request, program).today, policy_in(program)
    asked = Statement.objects.filter(program=program, letter__in={letter for _, letter in policy})
    found = SignOffFilter(
        request.GET,
        queryset=in_order(promised(asked)),
        program=program,
        teams=request.access.own_subteams.get(Role.SERVICE, frozenset()),
        today=today,
    )
    switch = options_of(SWITCH, query, lambda part: f"{url}?{part}" if part else url)
    return register_page(
        request,
        program,
        filterset=found,
        columns=columns_of(program, policy, today),
        title="Sign-offs",
        noun="statement",
        lead="Promised statements of which the policy asks evidence, by a team that did not build them.",
        empty="A statement stands here once it is promised and the policy asks evidence of its letter.",
        context={"switch_label": "Desk", "switch": switch},
        with_more=with_evidence,
        counts_along=True,
    )


def load_statement(program: Program, fslug: str, code: str) -> Statement:
    """The statement `P3` of a feature with its pins and sign-offs, or 404."""
    letter, digits = code[:1], code[1:]
    if not NUMBER.fullmatch(digits):
        raise Http404(f"{code} is no number of a statement.")
    rows = with_evidence(Statement.objects.filter(program=program, feature__slug=fslug))
    row: Statement = load_or_404(rows, letter=letter, number=int(digits))
    return row


def crumbs_of(program: Program, row: Statement) -> list[tuple[str, str | None]]:
    return [
        ("Sign-offs", reverse("signoff_list", args=[program.slug])),
        (f"{row.feature.name} {row.code}", statement_url(program, row)),
    ]


def statement_url(program: Program, row: Statement) -> str:
    return reverse("signoff_statement", args=[program.slug, row.feature.slug, row.code])


def may_give(access: Access, requirement: EvidenceRequirement, builders: frozenset[int]) -> bool:
    """Whether this person may bring this evidence for some team."""
    if requirement.provider == Provider.OWNER:
        return any(access.can(Permission.WORK_ON_DELIVERABLE, subteam_id=pk) for pk in builders)
    return access.can(Permission.SIGN_OFF)


def may_speak_for(access: Access, requirement: EvidenceRequirement | None, subteam_id: int) -> bool:
    """Whether this person may sign in the name of that team."""
    return access.can(right_of(requirement), subteam_id=subteam_id)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One evidence that the policy asks for, ready to print."""

    name: str
    who: str
    word: str
    detail: str
    link: str
    acts: tuple[tuple[str, str], ...]


def evidence_line(one: Evidence, row: Statement, program: Program, today: date, *, may: bool) -> EvidenceLine:
    """What is asked, what is known of it, and what may be done."""
    required = one.requirement.need == EvidenceRequirement.Need.REQUIRED
    url = reverse("signoff_give", args=[program.slug, row.feature.slug, row.code])
    verdicts = [("Sign…", "SIGNED"), ("Refuse…", "REFUSED")]
    verdicts += [] if required else [("Not relevant…", "NOT_RELEVANT")]
    asked = f"{url}?kind={one.requirement.kind}&verdict="
    return EvidenceLine(
        name=one.requirement.text or one.requirement.get_kind_display(),
        who=f"{one.requirement.get_provider_display()}, {one.requirement.get_need_display().lower()}",
        word=one.word,
        detail=signed_words(one.signoff, today) if one.signoff else "",
        link=link_of(one.signoff.link) if one.signoff else "",
        acts=tuple((label, asked + verdict) for label, verdict in verdicts) if may else (),
    )


def signed_words(one: SignOff, today: date) -> str:
    """`Simulation, 2 Mar, 100 nodes; expires 2 Jun`."""
    parts = [str(one.subteam), short_day(one.happened_on, today), one.environment]
    ends = f"; expires {short_day(one.expires_on, today)}" if one.expires_on else ""
    reason = f". {one.reason}" if one.reason else ""
    return ", ".join(part for part in parts if part) + ends + reason


@requires(Permission.VIEW)
@require_safe
def signoff_statement(request: UserRequest, program: Program, fslug: str, code: str) -> HttpResponse:
    """The evidence of one statement: what is asked, what stands, what was said before."""
    row = load_statement(program, fslug, code)
    today = actor_of(request, program).today
    policy = policy_in(program)
    found = standing_of(row, policy, today)
    builders = signoffs.builders_of(row)
    kinds = {one.requirement.kind: one.requirement for one in found.evidence}
    past = [
        (
            one,
            signed_words(one, today),
            link_of(one.link),
            reverse("signoff_withdraw", args=[program.slug, one.pk])
            if one.withdrawn_at is None and may_speak_for(request.access, kinds.get(one.kind), one.subteam_id)
            else "",
        )
        for one in row.signoffs.select_related("subteam", "signer").order_by("-pk")[:50]
    ]
    context = {
        "row": row,
        "evidence": [
            evidence_line(one, row, program, today, may=may_give(request.access, one.requirement, builders))
            for one in found.evidence
        ],
        "builders": ", ".join(found.builders),
        "claimed": "claimed" if found.is_claimed else "not claimed yet",
        "past": past,
        "feature_url": reverse("feature_detail", args=[program.slug, row.feature.slug]),
        "crumbs": [("Sign-offs", reverse("signoff_list", args=[program.slug])), (row.code, None)],
    }
    return render(request, "milestones/signoff/statement.html", context)


@requires(Permission.VIEW_INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def signoff_give(request: UserRequest, program: Program, fslug: str, code: str) -> HttpResponse:
    """Sign for a statement, refuse it, or call an evidence not relevant."""
    row = load_statement(program, fslug, code)
    builders = signoffs.builders_of(row)
    asked = policy_in(program).get((program.pk, row.letter), [])
    mine = [one for one in asked if may_give(request.access, one, builders)]
    if not mine:
        raise PermissionDenied
    preset = {name: request.GET[name] for name in ("kind", "verdict") if request.GET.get(name)}
    form = SignOffForm.of(
        request, program, statement=row, requirements=mine, builders=builders, initial=preset
    )

    def save() -> SignOff:
        values = form.values()
        if not may_speak_for(request.access, form.requirement, values["subteam"].pk):
            raise PermissionDenied
        return signoffs.give(statement=row, **values, actor=actor_of(request, program))

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Evidence for {row.code}",
        submit="Record it",
        lead=f"{row.text} (revision {row.revision})",
        crumbs=[*crumbs_of(program, row), ("Evidence", None)],
        cancel_url=statement_url(program, row),
        done=lambda made: statement_url(program, row),
        say=lambda made: f"{row.code} is {made.get_verdict_display().lower()} by {made.subteam}.",
    )


@requires(Permission.VIEW_INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def signoff_withdraw(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Take back what was signed or refused; the record stays."""
    rows = SignOff.objects.in_program(program).select_related("statement__feature", "subteam", "program")
    row: SignOff = load_or_404(rows, pk=pk)
    asked: Any = policy_in(program).get((program.pk, row.statement.letter), [])
    requirement = next((one for one in asked if one.kind == row.kind), None)
    if not may_speak_for(request.access, requirement, row.subteam_id):
        raise PermissionDenied
    form = WithdrawForm.of(request, program)
    url = statement_url(program, row.statement)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: signoffs.withdraw(
            signoff=row, because=form.cleaned_data["because"], actor=actor_of(request, program)
        ),
        title=f"Withdraw the evidence for {row.statement.code}",
        submit="Withdraw it",
        lead=f"{row}, {row.subteam}. The record stays, with the reason.",
        crumbs=[*crumbs_of(program, row.statement), ("Withdraw", None)],
        cancel_url=url,
        done=lambda row: url,
        say=lambda row: f"Withdrawn. {row.statement.code} counts without it.",
    )
