"""Capacity of a half-year: a line for each subteam, its absences, the form of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from estimates.forms.capacity import AbsenceForm, CapacityForm
from estimates.models import Absence, Capacity
from estimates.pure.capacity import bounds
from estimates.queries.allocation import allocations_in
from estimates.queries.capacity import (
    CapacityLine,
    CapacitySheet,
    absences_in,
    capacity_now,
    capacity_sheet,
    periods_of,
)
from estimates.services import capacity as capacities
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program, Subteam
from pm.models.period import PERIOD_PATTERN
from pm.permissions import Permission
from pm.pure.days import short_day
from pm.pure.effort import short
from pm.pure.periods import half_year
from pm.templatetags.ui import NONE, person_days
from pm.views.csv_file import csv_answer
from pm.views.record import Verb, record_page, verb_page
from pm.views.switch import options_of

FORM_METHODS = ["GET", "HEAD", "POST"]
SUMMED = ("away", "available", "kept", "planned", "allocated", "left")


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One subteam as the table prints it."""

    name: str
    url: str
    people: str
    support: str
    figures: tuple[str, ...]
    fits: str
    icon: str
    rate: str
    rate_url: str


def list_url(program: Program, period: str) -> str:
    return reverse("capacity_list", args=[program.slug, period])


def checked(period: str) -> str:
    """The half-year of an address, or 404."""
    if not re.fullmatch(PERIOD_PATTERN, period) or period[:4] < "1900":
        raise Http404(f"{period} is no half-year.")
    return period


def load_subteam(program: Program, slug: str) -> Subteam:
    row: Subteam = load_or_404(Subteam.objects.filter(program=program), slug=slug)
    row.program = program
    return row


@requires(Permission.VIEW_INTERNAL)
@require_safe
def capacity_home(request: UserRequest, program: Program) -> HttpResponse:
    """The capacity of this half-year."""
    return HttpResponseRedirect(list_url(program, half_year(actor_of(request, program).today)))


@requires(Permission.VIEW_INTERNAL)
@require_safe
def capacity_list(request: UserRequest, program: Program, period: str) -> HttpResponse:
    """Who is there in a half-year, what is asked of them, and whether it fits."""
    period, today = checked(period), actor_of(request, program).today
    sees_costs = request.access.can(Permission.VIEW_COSTS)
    may_plan = request.access.can(Permission.PLAN_CAPACITY)
    sheet = capacity_sheet(program, period, sees_costs=sees_costs)
    if request.GET.get("format") == "csv":
        name = f"{program.slug}-capacity-{slugify(period)}.csv"
        return csv_answer(name, csv_head(sees_costs), csv_rows(sheet, sees_costs))
    context = {
        "period": period,
        "rows": [row_of(program, line, period, may_plan) for line in sheet.lines],
        "total_people": short(sheet.people),
        "totals": [(name.capitalize(), person_days(sheet.total(name))) for name in SUMMED],
        "days": sheet.lines[0].fit.working_days if sheet.lines else 0,
        "kept_percent": sheet.kept_percent,
        "sees_costs": sees_costs,
        "periods": options_of(
            [(one, one) for one in sorted({*periods_of(program, today), period})],
            period,
            lambda one: list_url(program, one),
        ),
        "sizes_url": reverse("size_edit", args=[program.slug])
        if request.access.can(Permission.MANAGE_SETTINGS)
        else "",
        "team_url": reverse("subteam_create", args=[program.slug])
        if request.access.can(Permission.MANAGE_PEOPLE)
        else "",
        "costs_url": reverse("cost_list", args=[program.slug, period]) if sees_costs else "",
        "goals_url": reverse("period_list", args=[program.slug]),
        "crumbs": [("Capacity", None)],
        **spans_context(program, period, today, may_plan),
    }
    return render(request, "estimates/capacity/list.html", context)


def spans_context(program: Program, period: str, today: date, may_plan: bool) -> dict[str, Any]:
    """The absences and allocations of a half-year: row, from, to, address to change it."""
    first, last = bounds(period)
    found: dict[str, Any] = {
        "absence_url": reverse("absence_create", args=[program.slug]) if may_plan else "",
        "allocation_url": reverse("allocation_create", args=[program.slug]) if may_plan else "",
    }
    rows: dict[str, tuple[str, Any]] = {
        "absences": ("absence_edit", absences_in(program, first, last)),
        "allocations": ("allocation_edit", allocations_in(program, first, last)),
    }
    for name, (edit, those) in rows.items():
        found[name] = [
            (one, short_day(one.from_on, today), short_day(one.to_on, today),
             reverse(edit, args=[program.slug, one.pk]) if may_plan else "")
            for one in those
        ]  # fmt: skip
    return found


def row_of(program: Program, line: CapacityLine, period: str, may_plan: bool) -> CapacityRow:
    """A line of the sheet in ready words."""
    held, fit, cost = line.capacity, line.fit, line.cost
    address = [program.slug, period, line.subteam.slug]
    word, mark = {
        None: ("unknown", "h-unknown"),
        True: ("fits", "h-ok"),
        False: ("too much", "h-watch"),
    }[fit.fits]
    return CapacityRow(
        name=line.subteam.name,
        url=reverse("capacity_edit", args=address) if may_plan else "",
        people=short(held.people) if held else NONE,
        support=f"{held.support_percent} %" if held else NONE,
        figures=tuple(person_days(getattr(fit, name)) for name in SUMMED),
        fits=word,
        icon=mark,
        rate=f"{short(cost.amount)} {cost.currency}" if cost else NONE,
        rate_url=reverse("cost_edit", args=address) if may_plan else "",
    )


def csv_head(sees_costs: bool) -> list[str]:
    costs = ["rate a day", "currency"] if sees_costs else []
    return ["period", "subteam", "people", "support %", "working days", *SUMMED, "fits", *costs]


def csv_rows(sheet: CapacitySheet, sees_costs: bool) -> Iterator[list[Any]]:
    for line in sheet.lines:
        held, fit = line.capacity, line.fit
        figures: list[Decimal | None] = [getattr(fit, name) for name in SUMMED]
        fits = "" if fit.fits is None else "yes" if fit.fits else "no"
        costs = [line.cost.amount, line.cost.currency] if line.cost else ["", ""]
        yield [
            sheet.period, line.subteam.name, held.people if held else "",
            held.support_percent if held else "", fit.working_days, *figures, fits,
            *(costs if sees_costs else []),
        ]  # fmt: skip


@requires(Permission.PLAN_CAPACITY)
@require_http_methods(FORM_METHODS)
def capacity_edit(request: UserRequest, program: Program, period: str, tslug: str) -> HttpResponse:
    """Say how many people a subteam has in a half-year; the figure before stays in history."""
    subteam, period = load_subteam(program, tslug), checked(period)
    row = capacity_now(subteam, period)
    form = CapacityForm.of(request, program, row=row)

    def save() -> Capacity:
        typed = form.cleaned_data
        merged = {name: getattr(row, name) for name in form.columns} if row else {}
        wanted = {**merged, **form.changes()} if row else dict(typed)
        return capacities.set_capacity(
            subteam=subteam, period=period, actor=actor_of(request, program), seen=form.base(), **wanted
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"{subteam.name} in {period}",
        submit="Save the capacity",
        lead="People × working days, less support and absences, is what the plan can ask for.",
        crumbs=[("Capacity", list_url(program, period)), (f"{subteam.name} in {period}", None)],
        cancel_url=list_url(program, period),
        done=lambda _: list_url(program, period),
        say=lambda row: f"{subteam.name} has {short(row.people)} people in {period}.",
    )


# --- Absences


@requires(Permission.PLAN_CAPACITY)
@require_http_methods(FORM_METHODS)
def absence_create(request: UserRequest, program: Program) -> HttpResponse:
    """Take person-days from a subteam."""
    home = reverse("capacity_home", args=[program.slug])
    form = AbsenceForm.of(request, program, initial={"subteam": request.GET.get("subteam", "")})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: capacities.add_absence(**form.changes(), actor=actor_of(request, program)),
        title="New absence",
        submit="Add the absence",
        lead="Holidays of everybody stand in the working calendar; this is for one subteam.",
        crumbs=[("Capacity", home), ("New absence", None)],
        cancel_url=home,
        done=lambda row: list_url(program, half_year(row.from_on)),
        say=lambda row: f"{row.subteam} is away for {person_days(row.person_days)} person-days.",
    )


def load_absence(program: Program, pk: int) -> Absence:
    row: Absence = load_or_404(Absence.objects.filter(program=program).select_related("subteam"), pk=pk)
    row.program = program
    return row


@requires(Permission.PLAN_CAPACITY)
@require_http_methods(FORM_METHODS)
def absence_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change an absence, or take it back."""
    row = load_absence(program, pk)
    back = list_url(program, half_year(row.from_on))
    form = AbsenceForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: capacities.edit_absence(
            absence=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Absence of {row.subteam}",
        submit="Save",
        crumbs=[("Capacity", back), ("Absence", None)],
        cancel_url=back,
        done=lambda _: back,
        say=lambda row: f"{row.subteam} is away for {person_days(row.person_days)} person-days.",
        verbs=[Verb("Remove this absence", reverse("absence_remove", args=[program.slug, row.pk]))],
    )


@requires(Permission.PLAN_CAPACITY)
@require_POST
def absence_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Give the days back."""
    row = load_absence(program, pk)
    back = list_url(program, half_year(row.from_on))
    return verb_page(
        request,
        do=lambda: capacities.remove_absence(absence=row, actor=actor_of(request, program)),
        done=lambda _: back,
        say=lambda _: f"Removed an absence of {row.subteam}.",
    )
