"""Choosing what drift is measured against."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from estimates.forms.estimate import BaselineForm
from estimates.services.estimate import choose_baseline
from milestones.views.milestone_cell import load_milestone
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.templatetags.ui import person_days
from pm.views.record import record_page


@requires(Permission.EDIT_MILESTONE)
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_baseline(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Choose the baseline, once: the own estimate or the sum of the deliverables'."""
    row = load_milestone(request, program, key)
    home = reverse("milestone_detail", args=[program.slug, row.key])
    form = BaselineForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: choose_baseline(
            milestone=row, basis=form.cleaned_data["basis"], actor=actor_of(request, program)
        ),
        title=f"Baseline of {row.key}",
        submit="Choose the baseline",
        lead="Drift is measured against it from then on. It is chosen once and stays.",
        crumbs=[("Roadmap", reverse("roadmap", args=[program.slug])), (row.key, home), ("Baseline", None)],
        cancel_url=home,
        done=lambda _: home,
        say=lambda estimate: f"The baseline of {row.key} is {person_days(estimate.likely_days)} person-days.",
    )
