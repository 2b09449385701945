"""What the page of one milestone shows."""

from django.db.models import Exists, F, OuterRef

from milestones.models import Deliverable, Milestone, MilestonePin, Pin, PlanLine, Statement, TargetRevision


def load_deliverables(milestone: Milestone) -> list[Deliverable]:
    """Its deliverables in their order, dropped ones last, with subteam and owner."""
    rows = Deliverable.objects.filter(milestone=milestone).select_related("accountable", "owner")
    ordered = rows.order_by("rank", F("due_on").asc(nulls_last=True), "number")
    return sorted(ordered, key=lambda row: row.status == Deliverable.Status.DROPPED)


def load_plan_lines(milestone: Milestone) -> list[PlanLine]:
    """The half-years it was planned in, in their order."""
    return list(PlanLine.objects.filter(milestone=milestone).order_by("period", "pk"))


def load_revisions(milestone: Milestone) -> list[TargetRevision]:
    """Every move of its target, the newest first."""
    rows = TargetRevision.objects.filter(milestone=milestone).select_related("by")
    return list(rows.order_by("-happened_on", "-recorded_at", "-pk"))


def unpromised_aims(milestone: Milestone) -> list[MilestonePin]:
    """The statements it aims at that none of its deliverables promises."""
    promised = Pin.objects.filter(
        statement=OuterRef("statement"), deliverable__milestone=milestone, is_dropped=False
    ).exclude(deliverable__status=Deliverable.Status.DROPPED)
    return list(
        MilestonePin.objects.filter(milestone=milestone, statement__state=Statement.State.ACTIVE)
        .filter(~Exists(promised))
        .select_related("statement__feature")
        .order_by("statement__feature__name", "statement__letter", "statement__number")
    )
