"""Deliverables and their lines, tasks, handovers, updates, sign-offs, and the settings of delivery."""

from typing import Any

from milestones.pure.delivery_states import HANDOVER_STEPS, TASK_STEPS
from milestones.pure.states import DELIVERABLE_STEPS
from milestones.undo import checks
from pm.registry import UNDO, Back, Undoing

TO_MILESTONE = ("deliverable__milestone",)
TEAM = "deliverable__accountable"
SETTING = Undoing(permission="MANAGE_SETTINGS")


def line(permission: str, **more: Any) -> Undoing:
    """How a line of a deliverable is undone."""
    return Undoing(
        permission=permission,
        team=TEAM,
        leads_to=TO_MILESTONE,
        check=checks.of_open_deliverable,
        check_gone=checks.of_open_deliverable,
        **more,
    )


def side_of(before: Any, after: Any) -> str:
    """Whose handover it is to change: the receiver's once it was offered, else the giver's."""
    return "receiver" if {before, after} & {"ACCEPTED"} or (before, after) in RETURNS else "giver"


RETURNS = {("OFFERED", "RETURNED")}

UNDO.add(
    "milestones.deliverable",
    Undoing(
        permission="EDIT_DELIVERABLE",
        steps=DELIVERABLE_STEPS,
        marks=frozenset({"started_on", "closed_on", "closed_by", "accepted_by", "cut_to"}),
        team="accountable",
        leads_to=("milestone",),
        check=checks.deliverables,
    ),
)
UNDO.add(
    "milestones.contribution",
    Undoing(permission="EDIT_DELIVERABLE", team=TEAM, leads_to=TO_MILESTONE),
)
UNDO.add(
    "milestones.acceptancecriterion",
    line("EDIT_DELIVERABLE", fields={"is_met": "WORK_ON_DELIVERABLE"}),
)
UNDO.add(
    "milestones.checklistitem",
    line("EDIT_DELIVERABLE", fields=dict.fromkeys(("state", "evidence", "because"), "WORK_ON_DELIVERABLE")),
)
UNDO.add("milestones.pin", line("EDIT_DELIVERABLE"))
UNDO.add("milestones.task", Undoing(permission="WRITE_TASK", steps=TASK_STEPS, check=checks.tasks))
UNDO.add("milestones.taskcriterion", Undoing(permission="WRITE_TASK", check=checks.criteria_of_tasks))
UNDO.add(
    "milestones.handover",
    Undoing(
        permission="HAND_OVER",
        steps=HANDOVER_STEPS,
        marks=checks.STEP_MARKS,
        team="giver",
        sides=side_of,
        leads_to=TO_MILESTONE,
        check=checks.handovers,
    ),
)
UNDO.add(
    "milestones.handoveritem",
    Undoing(
        permission="HAND_OVER",
        team="handover__giver",
        sides=lambda before, after: "handover__receiver" if isinstance(before, bool) else "handover__giver",
        check=checks.handover_items,
        check_gone=checks.handover_items,
    ),
)
UNDO.add("milestones.weeklyupdate", Undoing(permission="WRITE_UPDATE", team="subteam", leads_to=TO_MILESTONE))
UNDO.add(
    "milestones.signoff",
    Undoing(
        Back.WITHDRAW,
        permission="SIGN_OFF",
        team="subteam",
        where="what was signed or refused is withdrawn with a reason, on the page of its statement.",
    ),
)
for noun in (
    "evidencerequirement",
    "checklisttemplateitem",
    "handoverkind",
    "handoverkinditem",
    "taskkind",
    "taskkinditem",
):
    UNDO.add(f"milestones.{noun}", SETTING)
