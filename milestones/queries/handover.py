"""Handovers as their desk and their pages show them."""

from django.db.models import Count, F, Q, QuerySet

from milestones.models import Deliverable, Handover
from pm.models import Program
from pm.permissions import Permission
from pm.queries.presence import hangs_on
from pm.rules import Access

LINES = Count("items")
DONE = Count("items", filter=Q(items__is_done=True))


def visible_handovers(program: Program, access: Access) -> QuerySet[Handover]:
    """The program's handovers that this reader may see."""
    rows = Handover.objects.in_program(program)
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL))


def in_list(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """Rows with all that a line shows, the earliest due first."""
    return rows.select_related(
        "deliverable", "giver", "receiver", "kind", "offered_by", "accepted_by"
    ).order_by(F("due_on").asc(nulls_last=True), "number")


def of_deliverable(row: Deliverable, access: Access) -> list[Handover]:
    """What a deliverable gives and receives, with how many lines are answered: one query."""
    if not hangs_on(row, Handover):
        return []
    about = Q(deliverable=row) | Q(receiving_deliverable=row)
    rows = visible_handovers(row.program, access).filter(about).annotate(lines=LINES, done=DONE)
    return list(in_list(rows))
