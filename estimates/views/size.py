"""T-shirt sizes: what each means in this program."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from estimates.forms.size import SizeForm, row_of
from estimates.queries.size import sizes_of
from estimates.services import size as service
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def size_edit(request: UserRequest, program: Program) -> HttpResponse:
    """Say how many person-days S, M, L and XL are."""
    home = reverse("capacity_home", args=[program.slug])
    form = SizeForm.of(request, program, row=row_of(sizes_of(program)))

    def save() -> Program:
        service.set_sizes(
            program=program, sizes=form.sizes(), base=form.seen_sizes(), actor=actor_of(request, program)
        )
        return program

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="T-shirt sizes",
        submit="Save the sizes",
        lead="Low, likely and high person-days. Estimates made before keep the days they had.",
        crumbs=[("Capacity", home), ("Sizes", None)],
        cancel_url=home,
        done=lambda _: home,
        say=lambda _: "Saved the sizes. New estimates use them.",
    )
