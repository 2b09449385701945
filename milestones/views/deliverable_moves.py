"""The steps of a deliverable as its page offers them: which, in what words, and why not."""

from typing import Any

from milestones.forms.deliverable import StepForm
from milestones.models import Deliverable
from milestones.pure.states import DELIVERABLE_STEPS, Step, steps_from
from milestones.rules import may_take
from pm.pure.words import in_letters
from pm.rules import Access

Status = Deliverable.Status
FORWARD = {
    Status.PLANNED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.CLOSED,
    Status.CLOSE_REQUESTED: Status.CLOSED,
}


def step_words(step: Step, left: int) -> str:
    """The words on a step's button."""
    if (step.source, step.target) == (Status.IN_PROGRESS, Status.CLOSED):
        return "Close deliverable"
    if step.target == Status.CLOSE_REQUESTED:
        return f"Request close with {left} waived…" if left else "Request close"
    return f"{step.verb}…" if step.needs_reason else step.verb


def legal_steps(row: Deliverable, access: Access) -> dict[str, Step]:
    """The steps out of the row's state that this person may take, by their target."""
    return {
        step.target: step for step in steps_from(DELIVERABLE_STEPS, row.status) if may_take(access, row, step)
    }


def asking_reason(steps: dict[str, Step], left: int) -> frozenset[str]:
    """The targets whose step needs a sentence: by its table, or because conditions are waived."""
    return frozenset(
        to for to, step in steps.items() if step.needs_reason or (to == Status.CLOSE_REQUESTED and left)
    )


def refusal_of(step: Step, row: Deliverable, left: int) -> str:
    """Why a step cannot be taken now; empty when it can."""
    if "milestone_committed" in step.needs and row.milestone.committed_on is None:
        return f"{row.milestone.key} is not committed yet."
    if "gate" in step.needs and row.program.asks_close_acceptance:
        return "A program lead or manager accepts a close here. Request it."
    if "gate" in step.needs and left:
        return f"{in_letters(left)} of the conditions {'is' if left == 1 else 'are'} left."
    return ""


def step_buttons(row: Deliverable, access: Access, left: int, tried: StepForm | None) -> list[dict[str, Any]]:
    """The steps as buttons, the way forward first."""
    steps = legal_steps(row, access)
    asks = asking_reason(steps, left)
    forward = FORWARD.get(Status(row.status))
    if forward == Status.CLOSED and row.status == Status.IN_PROGRESS and row.program.asks_close_acceptance:
        forward = Status.CLOSE_REQUESTED
    buttons = []
    for to, step in sorted(steps.items(), key=lambda pair: (pair[0] != forward, pair[0] == Status.DROPPED)):
        mine = tried if tried is not None and tried.data.get("to") == to else None
        buttons.append(
            {
                "to": to,
                "label": step_words(step, left),
                "verb": step.verb,
                "is_forward": to == forward,
                "asks": to in asks,
                "refusal": refusal_of(step, row, left),
                "form": mine or StepForm(steps=steps, asks_reason=asks, auto_id=f"step-{to.lower()}-%s"),
                "is_open": mine is not None,
            }
        )
    return buttons
