"""The forms that a deliverable's page leads to, for those who may edit it."""

from django.urls import reverse

from milestones.models import Deliverable
from milestones.rules import may
from pm.models import Program
from pm.permissions import Permission
from pm.rules import Access

# A closed or dropped deliverable keeps its lines and promises; its words may still be mended.
WHILE_OPEN = ("move", "cut", "criterion_create", "checklist_create", "promise_create")


def acts_of(access: Access, program: Program, row: Deliverable) -> dict[str, str]:
    """The address of each form by its name; empty for a reader. `lines` is where lines are edited."""
    if not may(access, Permission.EDIT_DELIVERABLE, row):
        return {}
    names = ("edit", *(WHILE_OPEN if row.is_open else ()))
    found = {name: reverse(f"deliverable_{name}", args=[program.slug, row.key]) for name in names}
    page = reverse("deliverable_detail", args=[program.slug, row.key])
    return found | {"promises": f"{page}promises/", "lines": page if row.is_open else ""}
