"""Whether a step makes sense now: the conditions that the tables of states name."""

from collections.abc import Callable

from milestones.models import Deliverable, Milestone
from milestones.pure.states import Step
from pm.registry import Registry

# Each condition returns a sentence part of what is missing, or "" when it holds.
Condition = Callable[[Milestone], str]
CONDITIONS: Registry[Condition] = Registry()
# What a higher app does in the transaction of a step once it is taken, such as recording a decision:
# called as effect(milestone=row, step=step, reason=reason, actor=actor); `reason` holds the words given for
# the step, or those for going on although a condition was not met.
Effect = Callable[..., None]
STEP_EFFECTS: Registry[Effect] = Registry()

CONDITIONS.add("title", lambda row: "" if row.title.strip() else "it has no title")
CONDITIONS.add("track", lambda row: "" if row.track_id else "it has no track")
CONDITIONS.add("owner", lambda row: "" if row.owner_id else "it has no owner")
CONDITIONS.add("appetite", lambda row: "" if row.appetite_days is not None else "it has no appetite")
CONDITIONS.add("benefit", lambda row: "" if row.benefit.strip() else "its benefit is not stated")
CONDITIONS.add("target", lambda row: "" if row.target_to_on is not None else "it has no target date")


def deliverables_ended(row: Milestone) -> str:
    """Every deliverable is closed or dropped."""
    left = Deliverable.objects.filter(milestone=row).open().count()
    noun = "deliverable is" if left == 1 else "deliverables are"
    return f"{left} {noun} still open" if left else ""


CONDITIONS.add("deliverables_ended", deliverables_ended)
CONDITIONS.add(
    "impact_review",
    lambda row: "" if row.realised_value is not None else "its realised value is not recorded",
)


def unmet(step: Step, row: Milestone) -> list[str]:
    """What keeps this step from being taken, in words; empty when all holds."""
    return [sentence for name in step.needs if name in CONDITIONS and (sentence := CONDITIONS.get(name)(row))]
