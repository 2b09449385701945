"""The rows that stand in one order with a row: what its place is counted among."""

from django.db.models import Case, F, IntegerField, QuerySet, Value, When

from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable, Milestone, Task, Track

Line = AcceptanceCriterion | ChecklistItem
Ranked = Deliverable | Line | Milestone | Task | Track
# 1 for what has no place yet, else 0.
PLACELESS_LAST = Case(When(rank=0, then=Value(1)), default=Value(0), output_field=IntegerField())


def in_idea_order(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Ideas in the order of a laundry list: by place, then what is worth most."""
    return rows.order_by(PLACELESS_LAST, "rank", F("value").desc(nulls_last=True), "number")


def beside(row: Ranked) -> QuerySet:
    """Every row of its list in order, the row among them; empty for one that stands in no list."""
    if isinstance(row, Deliverable):
        held = Deliverable.objects.filter(milestone=row.milestone_id).exclude(status="DROPPED")
        return held.order_by("rank", F("due_on").asc(nulls_last=True), "number")
    if isinstance(row, Task):
        return Task.objects.filter(deliverable__isnull=False, deliverable=row.deliverable_id).order_by(
            "rank", "pk"
        )
    if isinstance(row, Track):
        return Track.objects.filter(program=row.program_id, is_archived=False).order_by("rank", "name", "pk")
    if isinstance(row, AcceptanceCriterion | ChecklistItem):
        return type(row).objects.filter(deliverable=row.deliverable_id).order_by("rank", "pk")
    ideas = Milestone.objects.filter(track=row.track_id, status=Milestone.Status.IDEA, is_archived=False)
    return in_idea_order(ideas)
