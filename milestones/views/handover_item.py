"""The lines of a handover: one more, its evidence, its tick."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from milestones.forms.handover import HandoverBringForm, HandoverItemForm
from milestones.models import Handover, HandoverItem, Side
from milestones.services import handover as handovers
from milestones.views.handover_parts import crumbs_of, gives, load_given, load_handover, receives
from milestones.views.spec import url_of
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page, verb_page


@requires(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_item_add(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Ask for one more line than the contract does."""
    row = load_given(request, program, key)
    form = HandoverItemForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handovers.add_item(
            handover=row,
            side=form.cleaned_data["side"],
            text=form.cleaned_data["text"],
            actor=actor_of(request, program),
        ),
        title=f"New line of {row.key}",
        submit="Add it",
        lead=row.title,
        crumbs=[*crumbs_of(program, row), ("New line", None)],
        cancel_url=url_of(row),
        done=lambda item: url_of(row),
        say=lambda item: f"Added “{item.text}”.",
    )


def load_item(row: Handover, pk: int) -> HandoverItem:
    item: HandoverItem = load_or_404(row.items.select_related("program", "handover"), pk=pk)
    return item


@requires(Permission.HAND_OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def handover_item_answer(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """The giver brings evidence for a line; the receiver agrees to one of theirs."""
    row = load_handover(request, program, key)
    item = load_item(row, pk)
    mine = gives if item.side == Side.GIVE else receives
    if not mine(request.access, row):
        raise PermissionDenied
    actor = actor_of(request, program)
    if item.side == Side.ACCEPT and request.method == "POST":
        is_done = request.POST.get("answer") == "agreed"
        return verb_page(
            request,
            do=lambda: handovers.agree(item=item, is_done=is_done, actor=actor),
            done=lambda item: url_of(row),
            say=lambda item: f"“{item.text}” is {'agreed to' if item.is_done else 'open again'}.",
        )
    form = HandoverBringForm.of(request, program, row=item)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: handovers.bring(
            item=item, evidence=form.cleaned_data["evidence"], base=form.base(), actor=actor
        ),
        title=f"Evidence for {row.key}",
        submit="Bring it",
        lead=item.text,
        crumbs=[*crumbs_of(program, row), ("Evidence", None)],
        cancel_url=url_of(row),
        done=lambda item: url_of(row),
        say=lambda item: f"“{item.text}” is {'brought' if item.is_done else 'open again'}.",
    )


@requires(Permission.HAND_OVER)
@require_POST
def handover_item_remove(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Take a line away while it lies with the giver."""
    row = load_given(request, program, key)
    item = load_item(row, pk)

    def remove() -> Handover:
        handovers.remove_item(item=item, actor=actor_of(request, program))
        return row

    return verb_page(request, do=remove, done=url_of, say=lambda row: f"Removed “{item.text}”.")
