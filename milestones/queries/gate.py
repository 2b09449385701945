"""What stands between a deliverable and its close."""

from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable


def open_conditions(row: Deliverable) -> list[str]:
    """Each unmet condition of the close gate, in words; empty when the gate is met."""
    missing = [
        f"{item.get_kind_display().lower()} is open"
        for item in ChecklistItem.objects.filter(deliverable=row, state=ChecklistItem.State.OPEN).order_by(
            "rank", "pk"
        )
    ]
    missing += [
        f"“{criterion.text}” is not met"
        for criterion in AcceptanceCriterion.objects.filter(deliverable=row, is_met=False).order_by(
            "rank", "pk"
        )
    ]
    return missing
