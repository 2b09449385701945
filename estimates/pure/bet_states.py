"""The states of a bet, and what a step of a milestone decides. Every path obeys them."""

from milestones.pure.states import Step

DRAFT, PLACED, REVIEWED = "DRAFT", "PLACED", "REVIEWED"

BET_STEPS: tuple[Step, ...] = (
    Step(DRAFT, PLACED, "Place", "PLACE_BET", ("open_milestone", "one_chosen")),
    Step(PLACED, REVIEWED, "Review", "REVIEW_MILESTONE", needs_reason=True),
)

# What is decided by taking a step of a milestone, by (from, to); a source of "" stands for any.
STEP_DECIDES: dict[tuple[str, str], str] = {
    ("", "SHELVED"): "SHELVE",
    ("", "DROPPED"): "DROP",
    ("SHELVED", "PROPOSED"): "REPRIORITISE",
    ("DROPPED", "PROPOSED"): "REPRIORITISE",
    ("DELIVERED", "IN_PROGRESS"): "CONTINUE",
}


def decided_by(step: Step) -> str:
    """The kind of decision that a milestone's step is; empty when it is none."""
    exact = STEP_DECIDES.get((step.source, step.target), "")
    return exact or STEP_DECIDES.get(("", step.target), "")
