"""Cost rates: seen and set by leads and managers only."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from estimates.forms.capacity import CostForm
from estimates.models import CostRate
from estimates.services import cost as costs
from estimates.views.capacity import checked, list_url, load_subteam
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.effort import short
from pm.views.record import record_page


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
