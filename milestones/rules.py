"""Who may do what to a deliverable, and whether a step makes sense now: what the tables of states name."""

from collections.abc import Callable
from typing import Any

from milestones.models import Deliverable, Milestone, MilestoneSignOff, SuccessCriterion, Unknown
from milestones.pure.states import Step
from pm.permissions import Permission
from pm.registry import Registry
from pm.rules import Access

# Each condition returns a sentence part of what is missing, or "" when it holds.
Condition = Callable[[Milestone], str]
CONDITIONS: Registry[Condition] = Registry()
# What a higher app does in the transaction of a step once it is taken, such as recording a decision:
# called as effect(milestone=row, step=step, reason=reason, actor=actor); `reason` holds the words given for
# the step, or those for going on although a condition was not met.
Effect = Callable[..., None]
STEP_EFFECTS: Registry[Effect] = Registry()


def may(access: Access, permission: Permission, row: Deliverable) -> bool:
    """Whether this person may do it to this deliverable: a subteam role only to its own."""
    return access.can(permission, subteam_id=row.accountable_id or 0)


def may_take(access: Access, row: Deliverable, step: Step) -> bool:
    """Whether this person may take that step of a deliverable."""
    return may(access, Permission(step.permission), row)


CONDITIONS.add("title", lambda row: "" if row.title.strip() else "it has no title")
CONDITIONS.add("track", lambda row: "" if row.track_id else "it has no track")
CONDITIONS.add("owner", lambda row: "" if row.owner_id else "it has no owner")
CONDITIONS.add("benefit", lambda row: "" if row.benefit.strip() else "its benefit is not stated")


def is_line(row: Milestone) -> bool:
    """A budget line has no end date and no appetite, but a share of the capacity."""
    return row.kind == Milestone.Kind.BUDGET_LINE


def has_target(row: Milestone) -> str:
    return "" if is_line(row) or row.target_to_on is not None else "it has no target date"


def has_appetite(row: Milestone) -> str:
    if is_line(row):
        return "" if row.capacity_percent is not None else "its share of the capacity is not stated"
    return "" if row.appetite_days is not None else "it has no appetite"


def predecessor_reviewed(row: Milestone) -> str:
    """The bet it continues is reviewed."""
    earlier = row.follows
    if earlier is None or earlier.status == Milestone.Status.REVIEWED:
        return ""
    return f"{earlier.key}, which it follows, is not reviewed"


def must_criteria(row: Milestone) -> str:
    """What must hold for it to count as delivered is written down."""
    # All of them, not only whether there is one: a page that shows them has read them already.
    known = any(one.level == SuccessCriterion.Level.MUST for one in row.criteria.all())
    return "" if known else "no success criterion says what must hold"


def must_criteria_met(row: Milestone) -> str:
    left = SuccessCriterion.objects.filter(
        milestone=row, level=SuccessCriterion.Level.MUST, is_met=False
    ).count()
    return counted(left, "criterion that must hold is", "criteria that must hold are", "not met")


def unknowns_answered(row: Milestone) -> str:
    """No open question of high priority."""
    rows: Any = row.unknowns.all()  # its related name is made by an abstract model
    left = sum(one.status == Unknown.Status.OPEN and one.priority == "HIGH" for one in rows)
    return counted(left, "unknown of high priority is", "unknowns of high priority are", "open")


def signed_by(row: Milestone, moment: str, words: str) -> str:
    """Who is named signs; where nobody is named, nobody is waited for."""
    rows = MilestoneSignOff.objects.filter(milestone=row, moment=moment)
    roles = rows.exclude(state=MilestoneSignOff.State.SIGNED).order_by("rank", "pk")
    names = ", ".join(roles.values_list("role", flat=True))
    return f"{words} by {names}" if names else ""


def counted(left: int, one: str, many: str, what: str) -> str:
    """`2 unknowns are open`; nothing for none."""
    return f"{left} {one if left == 1 else many} {what}" if left else ""


CONDITIONS.add("target", has_target)
CONDITIONS.add("appetite", has_appetite)
CONDITIONS.add("predecessor_reviewed", predecessor_reviewed)
CONDITIONS.add("must_criteria", must_criteria)
CONDITIONS.add("must_criteria_met", must_criteria_met)
CONDITIONS.add("unknowns_answered", unknowns_answered)
CONDITIONS.add(
    "signoffs_agreed", lambda row: signed_by(row, "AGREED", "its success criteria are not agreed yet")
)
CONDITIONS.add("signoffs_met", lambda row: signed_by(row, "MET", "it is not signed off yet"))


def deliverables_ended(row: Milestone) -> str:
    """Every deliverable is closed or dropped."""
    left = Deliverable.objects.filter(milestone=row).open().count()
    return counted(left, "deliverable is", "deliverables are", "still open")


CONDITIONS.add("deliverables_ended", deliverables_ended)


def unmet_conditions(step: Step, row: Milestone) -> list[tuple[str, str]]:
    """What keeps this step from being taken: the condition's name and its words; empty when all holds."""
    found = ((name, CONDITIONS.get(name)(row)) for name in step.needs if name in CONDITIONS)
    return [(name, sentence) for name, sentence in found if sentence]


def unmet(step: Step, row: Milestone) -> list[str]:
    """What keeps this step from being taken, in words; empty when all holds."""
    return [sentence for _, sentence in unmet_conditions(step, row)]
