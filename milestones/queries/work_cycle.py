"""A cycle of work with its parts and steps."""

from milestones.models import WorkCycle, WorkCyclePart, WorkCycleStep


def parts_of(cycle: WorkCycle) -> list[tuple[WorkCyclePart, list[WorkCycleStep]]]:
    """Each part in order with its steps in theirs: two queries."""
    steps: dict[int, list[WorkCycleStep]] = {}
    rows = WorkCycleStep.objects.filter(part__cycle=cycle).select_related("hands_to", "handover_kind")
    for step in rows.order_by("number", "pk"):
        steps.setdefault(step.part_id, []).append(step)
    parts = WorkCyclePart.objects.filter(cycle=cycle).order_by("rank", "pk")
    return [(part, steps.get(part.pk, [])) for part in parts]
