"""The owner's weekly call of a milestone."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from milestones.forms.owner_call import OwnerCallForm
from milestones.models import Milestone
from milestones.services import owner_call as calls
from milestones.views.spec import load_milestone, url_of
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access
from pm.views.record import record_page


def may_call(access: Access, row: Milestone, user_id: int | None) -> bool:
    """The owner calls, and who may for them."""
    return access.can(Permission.MAKE_CALL) or (row.owner_id is not None and row.owner_id == user_id)


@requires(Permission.VIEW_INTERNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def owner_call_make(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Say how it stands, how sure, and when the next word comes."""
    row = load_milestone(request, program, key)
    actor = actor_of(request, program)
    if not may_call(request.access, row, actor.user_id):
        raise PermissionDenied
    form = OwnerCallForm.of(request, program, row=row)

    def save() -> Milestone:
        wanted = form.values()
        return calls.make(
            milestone=row,
            health=wanted["owner_call"],
            confidence=wanted["owner_call_confidence"],
            sentence=wanted["owner_call_text"],
            next_on=wanted["owner_call_next_on"],
            base={column: value for column, value in form.base().items() if column in form.changes()},
            actor=actor,
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Call on {row.key}",
        submit="Make the call",
        lead=f"{row.title}. Computed: {row.get_health_display().lower()}. Both stand side by side.",
        crumbs=[("Roadmap", reverse("roadmap", args=[program.slug])), (row.key, url_of(row)), ("Call", None)],
        cancel_url=url_of(row),
        done=url_of,
        say=lambda row: f"{row.key} is called {row.get_owner_call_display().lower()}.",
    )
