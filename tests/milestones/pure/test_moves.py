"""Where a card may go, and the sentences of where it may not."""

from milestones.pure.moves import reached, why_not
from milestones.pure.states import Step

STEPS = (
    Step("OPEN", "DONE", "Finish", "WORK"),
    Step("OPEN", "DROPPED", "Drop", "PLAN", needs_reason=True),
)
LABELS = {"OPEN": "Open", "DONE": "Done", "DROPPED": "Dropped"}


def may(step):
    return step.permission == "WORK"


def test_a_card_reaches_what_a_step_and_a_role_allow():
    assert (reached(STEPS, "OPEN", may), reached(STEPS, "DONE", may)) == (["DONE"], [])


def test_what_is_not_reached_says_why():
    assert why_not(STEPS, LABELS, may, lambda permission: f"of {permission}") == {
        "OPEN": {
            "": "From open the steps are: finish (done), drop (dropped).",
            "DROPPED": "“Drop” needs the role of PLAN.",
        },
        "DONE": {"": "Done is an end."},
        "DROPPED": {"": "Dropped is an end."},
    }
