"""Tracks, milestones, their targets and places in half-years, ideas, features and statements."""

from typing import Any

from milestones.models import Milestone
from milestones.pure.states import MILESTONE_STEPS
from milestones.services.milestone import tell
from milestones.undo import checks, compensate
from pm.actor import Actor
from pm.models import Program
from pm.registry import SETTING_EFFECTS, UNDO, UNDO_EFFECTS, Back, Undoing
from pm.services.undo_compensate import one_by_one

MANY = 50
OWNER_CALL = frozenset(
    {"owner_call", "owner_call_confidence", "owner_call_text", "owner_call_on", "owner_call_next_on"}
)

UNDO.add("milestones.track", Undoing(permission="EDIT_MILESTONE"))
UNDO.add(
    "milestones.milestone",
    Undoing(
        permission="EDIT_MILESTONE",
        makes="PROPOSE_IDEA",
        steps=MILESTONE_STEPS,
        marks=frozenset({"committed_on", "first_target_on", "delivered_on"}),
        fields=dict.fromkeys(OWNER_CALL, "MAKE_CALL"),
        person="owner",
        own=OWNER_CALL,
        leads_to=("",),
        computed=frozenset(
            {
                "health",
                "health_at",
                "health_reason",
                "rank_score",
                "decision_owed_on",
                "decision_owed_reason",
            }
        ),
        check=checks.milestones,
    ),
)
UNDO.add(
    "milestones.targetrevision",
    Undoing(
        Back.COMPENSATE,
        permission="EDIT_MILESTONE",
        makes="PROPOSE_IDEA",
        owners=("milestone",),
        compensate=compensate.revise_targets,
    ),
)
UNDO.add(
    "milestones.ownercall",
    Undoing(
        Back.COMPENSATE,
        permission="MAKE_CALL",
        person="milestone__owner",
        owners=("milestone",),
        compensate=one_by_one(compensate.call_again),
    ),
)
UNDO.add("milestones.planline", Undoing(permission="EDIT_MILESTONE", leads_to=("milestone",)))
UNDO.add("milestones.plannedeffort", Undoing(permission="EDIT_MILESTONE", leads_to=("plan_line__milestone",)))
UNDO.add("milestones.milestonepin", Undoing(permission="EDIT_MILESTONE", leads_to=("milestone",)))
UNDO.add(
    "milestones.ideavote",
    Undoing(permission="EDIT_MILESTONE", person="user", only_own=frozenset({"", "value"})),
)
UNDO.add("milestones.preference", Undoing(permission="EDIT_MILESTONE", person="by"))
UNDO.add("milestones.workcycle", Undoing(permission="MANAGE_SETTINGS"))
UNDO.add("milestones.workcyclepart", Undoing(permission="MANAGE_SETTINGS"))
UNDO.add("milestones.workcyclestep", Undoing(permission="MANAGE_SETTINGS"))
UNDO.add("milestones.feature", Undoing(permission="EDIT_FEATURE"))
UNDO.add(
    "milestones.statement",
    Undoing(
        Back.COMPENSATE,
        permission="EDIT_FEATURE",
        owners=("feature",),
        kept=frozenset({"revision"}),
        leads_to=("pins__deliverable__milestone",),
        compensate=one_by_one(compensate.retire),
    ),
)
UNDO.add(
    "milestones.statementrevision",
    Undoing(
        Back.COMPENSATE,
        permission="EDIT_FEATURE",
        owners=("statement",),
        compensate=one_by_one(compensate.revise_statement),
    ),
)


def plans_changed(*, program: Program, ids: set[int], actor: Actor) -> None:
    """The plans of these milestones are others now; of many, the whole program is computed anew."""
    if len(ids) > MANY:
        for effect in SETTING_EFFECTS:
            effect(program=program, actor=actor)
        return
    rows: Any = Milestone.objects.in_program(program).filter(pk__in=ids)
    for row in rows.order_by("pk"):
        tell(row, program, actor)


UNDO_EFFECTS.add("milestones.milestone", plans_changed)
