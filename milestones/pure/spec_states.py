"""The tables of states of what a milestone specifies: risks, blockers, unknowns, dependencies, sign-offs."""

from milestones.pure.states import Step

RISK_STEPS: tuple[Step, ...] = (
    Step("OPEN", "HAPPENED", "It happened", "REVIEW_RISK", needs_reason=True),
    Step("OPEN", "CLOSED", "Close", "REVIEW_RISK", needs_reason=True),
    Step("HAPPENED", "CLOSED", "Close", "REVIEW_RISK", needs_reason=True),
    Step("HAPPENED", "OPEN", "Reopen", "REVIEW_RISK", needs_reason=True),
    Step("CLOSED", "OPEN", "Reopen", "REVIEW_RISK", needs_reason=True),
)
BLOCKER_STEPS: tuple[Step, ...] = (
    Step("OPEN", "RESOLVED", "Resolve", "RAISE_RISK", needs_reason=True),
    Step("RESOLVED", "OPEN", "Reopen", "RAISE_RISK", needs_reason=True),
)
UNKNOWN_STEPS: tuple[Step, ...] = (
    Step("OPEN", "ANSWERED", "Answer", "RAISE_RISK", needs_reason=True),
    Step("OPEN", "DEFERRED", "Defer", "RAISE_RISK", ("approver",), needs_reason=True),
    Step("DEFERRED", "ANSWERED", "Answer", "RAISE_RISK", needs_reason=True),
    Step("DEFERRED", "OPEN", "Reopen", "RAISE_RISK", needs_reason=True),
    Step("ANSWERED", "OPEN", "Reopen", "RAISE_RISK", needs_reason=True),
)
DEPENDENCY_STEPS: tuple[Step, ...] = (
    Step("OPEN", "MET", "Mark as met", "RAISE_RISK"),
    Step("OPEN", "DROPPED", "Drop", "RAISE_RISK", needs_reason=True),
    Step("MET", "OPEN", "Reopen", "RAISE_RISK", ("no_cycle",), needs_reason=True),
    Step("DROPPED", "OPEN", "Reopen", "RAISE_RISK", ("no_cycle",), needs_reason=True),
)
# Who is named signs; a manager signs where nobody is.
SIGNOFF_STEPS: tuple[Step, ...] = (
    Step("OPEN", "SIGNED", "Sign", "EDIT_SPEC", ("in_order",)),
    Step("OPEN", "REFUSED", "Refuse", "EDIT_SPEC", ("in_order",), needs_reason=True),
    Step("REFUSED", "SIGNED", "Sign", "EDIT_SPEC", ("in_order",)),
    Step("REFUSED", "OPEN", "Withdraw", "EDIT_SPEC", needs_reason=True),
    Step("SIGNED", "OPEN", "Withdraw", "EDIT_SPEC", ("last_signed",), needs_reason=True),
)
