"""The tables of states. Every path, page or import, obeys them."""

from dataclasses import dataclass

MILESTONE_OPEN = ("IDEA", "PROPOSED", "COMMITTED", "IN_PROGRESS")
MILESTONE_ENDED = ("DELIVERED", "REVIEWED", "SHELVED", "DROPPED")


@dataclass(frozen=True, slots=True)
class Step:
    """A legal step: from, to, the verb on its button, the permission, what must hold, what it asks for.

    `asks_answers`: each open deliverable is answered first: kept, moved, cut or dropped.
    """

    source: str
    target: str
    verb: str
    permission: str
    needs: tuple[str, ...] = ()
    can_override: bool = False
    needs_reason: bool = False
    asks_answers: bool = False


COMMIT_NEEDS = (
    "owner",
    "target",
    "estimate",
    "appetite",
    "benefit",
    "impact_metric",
    "predecessor_reviewed",
    "signoffs_agreed",
)
START_NEEDS = ("must_criteria", "unknowns_answered")
DELIVER_NEEDS = ("deliverables_ended", "must_criteria_met", "signoffs_met")

MILESTONE_STEPS: tuple[Step, ...] = (
    Step("IDEA", "PROPOSED", "Propose", "EDIT_MILESTONE", ("title", "track")),
    Step("PROPOSED", "COMMITTED", "Commit", "COMMIT_MILESTONE", COMMIT_NEEDS, can_override=True),
    Step("COMMITTED", "IN_PROGRESS", "Start", "START_MILESTONE", START_NEEDS, can_override=True),
    Step("IN_PROGRESS", "DELIVERED", "Deliver", "COMMIT_MILESTONE", DELIVER_NEEDS, can_override=True),
    Step("DELIVERED", "REVIEWED", "Review", "REVIEW_MILESTONE", ("impact_review",)),
    *(
        Step(source, target, verb, "COMMIT_MILESTONE", needs_reason=True, asks_answers=True)
        for target, verb in (("SHELVED", "Shelve"), ("DROPPED", "Drop"))
        for source in MILESTONE_OPEN
    ),
    Step("SHELVED", "PROPOSED", "Reopen", "COMMIT_MILESTONE", needs_reason=True),
    Step("DROPPED", "PROPOSED", "Reopen", "COMMIT_MILESTONE", needs_reason=True),
    Step("DELIVERED", "IN_PROGRESS", "Reopen", "COMMIT_MILESTONE", needs_reason=True),
)

DELIVERABLE_STEPS: tuple[Step, ...] = (
    Step("PLANNED", "IN_PROGRESS", "Start", "WORK_ON_DELIVERABLE", ("milestone_committed",)),
    Step("IN_PROGRESS", "CLOSED", "Close", "CLOSE_DELIVERABLE", ("gate",)),
    Step("IN_PROGRESS", "CLOSE_REQUESTED", "Request close", "CLOSE_DELIVERABLE"),
    Step("CLOSE_REQUESTED", "CLOSED", "Accept close", "ACCEPT_CLOSE"),
    Step("CLOSE_REQUESTED", "IN_PROGRESS", "Return", "ACCEPT_CLOSE", needs_reason=True),
    Step("CLOSED", "IN_PROGRESS", "Reopen", "EDIT_DELIVERABLE", needs_reason=True),
    *(
        Step(source, "DROPPED", "Drop", "EDIT_DELIVERABLE", needs_reason=True)
        for source in ("PLANNED", "IN_PROGRESS", "CLOSE_REQUESTED")
    ),
    Step("DROPPED", "PLANNED", "Reopen", "EDIT_DELIVERABLE", needs_reason=True),
)


def find_step(steps: tuple[Step, ...], source: str, target: str) -> Step | None:
    """The step between two states, or None when the table does not hold it."""
    return next((step for step in steps if step.source == source and step.target == target), None)


def steps_from(steps: tuple[Step, ...], source: str) -> tuple[Step, ...]:
    """The legal steps out of a state."""
    return tuple(step for step in steps if step.source == source)
