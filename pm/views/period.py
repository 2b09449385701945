"""Periods: the half-years a program plans."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pm.forms.period import PeriodFilter, PeriodForm
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Period, Program
from pm.permissions import Permission
from pm.pure.periods import first_day, following, half_year, last_day
from pm.services import period as periods
from pm.views.record import record_page
from pm.views.register import Column, register_page


def list_url(program: Program) -> str:
    return reverse("period_list", args=[program.slug])


def columns_of(program: Program, *, may_edit: bool) -> list[Column]:
    """The columns; the name leads to the form of those who may edit."""

    def edit_url(row: Period) -> str:
        return reverse("period_edit", args=[program.slug, row.code])

    return [
        Column("Period", lambda row: row.code, edit_url if may_edit else None, is_head=True),
        Column("From", lambda row: first_day(row.code), css="nowrap"),
        Column("To", lambda row: last_day(row.code), css="nowrap"),
        Column("Goal", lambda row: row.goal, css="wide"),
        Column("Closed", lambda row: row.is_closed),
    ]


@requires(Permission.VIEW)
@require_safe
def period_list(request: UserRequest, program: Program) -> HttpResponse:
    """The half-years of the program, the newest first."""
    may_edit = request.access.can(Permission.MANAGE_SETTINGS)
    rows = Period.objects.filter(program=program).order_by("-code", "pk")
    return register_page(
        request,
        program,
        filterset=PeriodFilter(request.GET, queryset=rows),
        columns=columns_of(program, may_edit=may_edit),
        title="Periods",
        noun="period",
        lead="Plans, capacity and reports belong to a half-year each.",
        empty="A period is a half-year the program plans, such as 2026H2.",
        create=("Open a period", reverse("period_create", args=[program.slug])) if may_edit else None,
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def period_create(request: UserRequest, program: Program) -> HttpResponse:
    """Open a half-year for planning; the next one that is not there is offered."""
    actor = actor_of(request, program)
    form = PeriodForm.of(request, program, initial={"code": next_code(program, half_year(actor.today))})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: periods.create(program=program, **form.changes(), actor=actor),
        title="New period",
        submit="Open the period",
        crumbs=[("Periods", list_url(program)), ("New period", None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
        say=lambda row: f"Opened the period {row.code}.",
    )


def next_code(program: Program, code: str) -> str:
    """The first half-year from this one on that the program does not have."""
    known = set(Period.objects.filter(program=program).values_list("code", flat=True))
    while code in known:
        code = following(code)
    return code


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request: UserRequest, program: Program, period: str) -> HttpResponse:
    """Change a period's goal, or close it."""
    row: Period = load_or_404(Period.objects.filter(program=program), code=period)
    row.program = program
    form = PeriodForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: periods.edit(
            period=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.code}",
        submit="Save",
        crumbs=[("Periods", list_url(program)), (row.code, None)],
        cancel_url=list_url(program),
        done=lambda row: list_url(program),
    )
