"""Cost rates, and what they come to: seen and set by leads and managers only."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from estimates.forms.capacity import CostForm
from estimates.models import CostRate
from estimates.panels.worth import line_of_worth, sum_words
from estimates.pure.cost import sums_words, together
from estimates.queries.cost import TeamCost, closed_bets, cost_sheet, rates_of, worth_of
from estimates.services import cost as costs
from estimates.views.capacity import checked, list_url, load_subteam
from pm.http import UserRequest, actor_of, requires, teams_in
from pm.models import Program
from pm.permissions import Permission
from pm.pure.effort import short
from pm.pure.periods import following, half_year, preceding
from pm.templatetags.ui import NONE, person_days
from pm.views.record import record_page
from pm.views.switch import options_of


@requires(Permission.VIEW_COSTS)
@require_safe
def cost_list(request: UserRequest, program: Program, period: str) -> HttpResponse:
    """Budget and spend of a half-year by subteam, and what closed bets brought for what they cost."""
    period = checked(period)
    rates = rates_of(program)
    sheet = cost_sheet(program, period, teams_in(request), rates)
    worths = worth_of(closed_bets(program), rates)
    budget, spent = together(line.budget for line in sheet), together(line.spent for line in sheet)
    may_plan = request.access.can(Permission.PLAN_CAPACITY)
    now = half_year(actor_of(request, program).today)
    known = {preceding(period), period, following(period), now}
    context: dict[str, Any] = {
        "period": period,
        "periods": options_of(
            [(one, one) for one in sorted(known)],
            period,
            lambda one: reverse("cost_list", args=[program.slug, one]),
        ),
        "rows": [row_of(program, line, period, may_plan) for line in sheet],
        "budget": sums_words(budget),
        "spent": sums_words(spent),
        "lacking": ", ".join(
            f"{person_days(one.unpriced)} d {what}"
            for what, one in (("planned", budget), ("spent", spent))
            if one.unpriced
        ),
        "worths": [line_of_worth(one, program) for one in worths],
        "sentence": sum_words(worths, program),
        "capacity_url": list_url(program, period),
        "crumbs": [("Capacity", list_url(program, period)), ("Costs", None)],
    }
    return render(request, "estimates/cost/list.html", context)


def row_of(program: Program, line: TeamCost, period: str, may_plan: bool) -> dict[str, str]:
    """A subteam's line: what a day of it costs, what was planned, what was spent."""
    unset = "Set a rate" if may_plan else NONE
    edit_url = reverse("cost_edit", args=[program.slug, period, line.subteam.slug])
    return {
        "name": line.subteam.name,
        "rate": f"{short(line.rate[0])} {line.rate[1]}" if line.rate else unset,
        "rate_url": edit_url if may_plan else "",
        "planned": person_days(line.budget.days),
        "budget": sums_words(line.budget),
        "days": person_days(line.spent.days),
        "spent": sums_words(line.spent),
    }


@requires(Permission.VIEW_COSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cost_edit(request: UserRequest, program: Program, period: str, tslug: str) -> HttpResponse:
    """Set what a person-day of a subteam costs in a half-year."""
    subteam, period = load_subteam(program, tslug), checked(period)
    row = CostRate.objects.filter(program=program, subteam=subteam, period=period).first()
    form = CostForm.of(request, program, row=row)

    def save() -> CostRate:
        held = {"amount": row.amount, "currency": row.currency} if row else {}
        return costs.set_rate(
            subteam=subteam, period=period, actor=actor_of(request, program),
            base=form.base() if row else None, **{**held, **form.changes()},
        )  # fmt: skip

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Cost of {subteam.name} in {period}",
        submit="Save the rate",
        lead="Seen by program leads and managers only.",
        crumbs=[("Capacity", list_url(program, period)), ("Cost", None)],
        cancel_url=list_url(program, period),
        done=lambda _: list_url(program, period),
        say=lambda row: (
            f"A person-day of {subteam.name} costs {short(row.amount)} {row.currency} in {period}."
        ),
    )
