"""What no longer fits when a deliverable works towards another milestone."""

from datetime import date

from milestones.models import Deliverable, Handover, Milestone, MilestonePin, Pin
from pm.pure.days import short_day


def unfit_for(row: Deliverable, goal: Milestone, today: date) -> list[str]:
    """What does not fit the other milestone, in words with numbers; empty where all does."""
    found = []
    if row.due_on and goal.target_to_on and row.due_on > goal.target_to_on:
        late = (row.due_on - goal.target_to_on).days
        found.append(f"it is due {short_day(row.due_on, today)}, {late} d after the target of {goal.key}")
    if row.planned_start_on and goal.planned_start_on and row.planned_start_on < goal.planned_start_on:
        early = (goal.planned_start_on - row.planned_start_on).days
        found.append(f"it starts {early} d before {goal.key} does")
    aimed = MilestonePin.objects.filter(milestone=row.milestone_id).values("statement")
    count = Pin.objects.filter(deliverable=row, is_dropped=False, statement__in=aimed).count()
    if count:
        words = (
            "1 statement that it promises is" if count == 1 else f"{count} statements that it promises are"
        )
        found.append(f"{words} what {row.milestone.key} aims at")
    waiting = Handover.objects.filter(deliverable=row, receiving_deliverable__milestone=row.milestone_id)
    waiting = waiting.exclude(status=Handover.Status.ACCEPTED).select_related("receiving_deliverable")
    return found + [
        f"{one.key} hands it to {one.receiving_deliverable.key} of {row.milestone.key}"
        for one in waiting.order_by("number")
        if one.receiving_deliverable
    ]
