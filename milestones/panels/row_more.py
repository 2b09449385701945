"""The button at the end of a row's name that shows its steps and what else can be done with it."""

from django.utils.safestring import SafeString

from milestones.models import Deliverable, Milestone, Task
from milestones.rules import may
from pm.permissions import Permission
from pm.rules import Access
from pm.templatetags.cells import filled, sign

PLACES = {Milestone: "milestones", Deliverable: "deliverables", Task: "tasks"}
NOTHING = SafeString("")
BUTTON = (
    '<a class="btn btn-quiet btn-icon btn-s row-more" href="/%s/%s/%s/card/" data-card-steps '
    'aria-label="Steps of %s, and more">%s</a>'
)


def may_step(access: Access, row: Milestone | Deliverable | Task) -> bool:
    """Whether its steps are this person's at all: who may asks nothing of the database."""
    if isinstance(row, Deliverable):
        return may(access, Permission.WORK_ON_DELIVERABLE, row)
    needed = Permission.START_MILESTONE if isinstance(row, Milestone) else Permission.WRITE_TASK
    return access.can(needed)


def row_more(slug: str, access: Access, row: Milestone | Deliverable | Task) -> SafeString:
    """The button of one row; nothing for those who may not."""
    if not may_step(access, row):
        return NOTHING
    key = SafeString(row.key)  # a letter and a number
    return filled(BUTTON, slug, SafeString(PLACES[type(row)]), key, key, sign("more"))
