"""The specification of a milestone: criteria, sign-offs, risks and what stands in the way."""

from milestones.pure.spec_states import BLOCKER_STEPS, DEPENDENCY_STEPS, RISK_STEPS, UNKNOWN_STEPS
from milestones.undo import checks
from pm.registry import UNDO, Undoing

MILESTONE = ("milestone",)
PLACES = ("milestone", "deliverable__milestone")
SPEC = Undoing(
    permission="EDIT_SPEC",
    leads_to=MILESTONE,
    check=checks.of_changing_milestone,
    check_gone=checks.of_changing_milestone,
)

for noun in ("successcriterion", "acceptancecheck", "coverageanswer", "designartefact"):
    UNDO.add(f"milestones.{noun}", SPEC)
UNDO.add("milestones.gate", Undoing(permission="EDIT_SPEC", leads_to=MILESTONE))
UNDO.add("milestones.communication", Undoing(permission="EDIT_SPEC", leads_to=MILESTONE))
UNDO.add("milestones.stakeholder", Undoing(permission="EDIT_SPEC"))
UNDO.add(
    "milestones.milestonesignoff",
    Undoing(
        permission="EDIT_SPEC",
        leads_to=MILESTONE,
        withdrawn=frozenset({"state"}),
        where="what was signed or refused is withdrawn with a reason, among the sign-offs of the milestone.",
        check=checks.of_changing_milestone,
        check_gone=checks.of_changing_milestone,
    ),
)
UNDO.add(
    "milestones.risk",
    Undoing(
        permission="RAISE_RISK",
        fields={"reviewed_on": "REVIEW_RISK"},
        steps=RISK_STEPS,
        leads_to=MILESTONE,
    ),
)
UNDO.add("milestones.blocker", Undoing(permission="RAISE_RISK", steps=BLOCKER_STEPS, leads_to=PLACES))
UNDO.add("milestones.unknown", Undoing(permission="RAISE_RISK", steps=UNKNOWN_STEPS, leads_to=PLACES))
UNDO.add(
    "milestones.dependency",
    Undoing(
        permission="RAISE_RISK",
        steps=DEPENDENCY_STEPS,
        leads_to=PLACES,
        check=checks.dependencies,
    ),
)
