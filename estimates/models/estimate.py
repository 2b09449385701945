"""Effort estimates: append-only, in person-days."""

from typing import Self

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded


class EstimateQuerySet(models.QuerySet["Estimate"]):
    def totals(self) -> Self:
        """Estimates of the whole work, not of what remains."""
        return self.filter(purpose=Estimate.Purpose.TOTAL)

    def newest_first(self) -> Self:
        return self.order_by("-happened_on", "-recorded_at", "-id")


class Estimate(ProgramModel, Recorded):
    """How much effort a milestone or a deliverable takes: low, likely, high, in person-days."""

    class Kind(models.TextChoices):
        RANGE = "RANGE", "Range"
        TSHIRT = "TSHIRT", "T-shirt size"
        ALLOCATION = "ALLOCATION", "Allocation"

    class Purpose(models.TextChoices):
        TOTAL = "TOTAL", "Whole work"
        REMAINING = "REMAINING", "What remains"

    class Basis(models.TextChoices):
        OWN = "OWN", "Own"
        BOTTOM_UP = "BOTTOM_UP", "Bottom-up"

    milestone = models.ForeignKey(
        "milestones.Milestone",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="estimate",
    )
    deliverable = models.ForeignKey(
        "milestones.Deliverable",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="estimate",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RANGE)
    purpose = models.CharField(max_length=9, choices=Purpose, default=Purpose.TOTAL)
    basis = models.CharField(max_length=9, choices=Basis, default=Basis.OWN)
    low_days = models.DecimalField(max_digits=9, decimal_places=2)
    likely_days = models.DecimalField(max_digits=9, decimal_places=2)
    high_days = models.DecimalField(max_digits=9, decimal_places=2)
    size = models.CharField(max_length=3, default="", blank=True)
    text = models.CharField(max_length=300, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)
    is_baseline = models.BooleanField(default=False)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = EstimateQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(milestone__isnull=False, deliverable__isnull=True)
                | models.Q(milestone__isnull=True, deliverable__isnull=False),
                name="estimate_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(low_days__gte=0)
                & models.Q(likely_days__gte=models.F("low_days"))
                & models.Q(high_days__gte=models.F("likely_days")),
                name="estimate_low_likely_high_in_order",
            ),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(is_baseline=True, milestone__isnull=False),
                name="estimate_one_baseline_a_milestone",
            ),
            models.UniqueConstraint(
                fields=["deliverable"],
                condition=models.Q(is_baseline=True, deliverable__isnull=False),
                name="estimate_one_baseline_a_deliverable",
            ),
            SameProgram("milestone", name="estimate_milestone_same_program"),
            SameProgram("deliverable", name="estimate_deliverable_same_program"),
        ]
        indexes = [
            models.Index(fields=["milestone", "-happened_on", "-id"], name="estimate_of_milestone"),
            models.Index(fields=["deliverable", "-happened_on", "-id"], name="estimate_of_deliverable"),
        ]

    def __str__(self) -> str:
        """`14 d`, or `9–14–22 d` where the range is open."""
        days = [f"{float(part):g}" for part in (self.low_days, self.likely_days, self.high_days)]
        return f"{days[1] if days[0] == days[2] else '–'.join(days)} d"


class AllocationLine(ProgramModel):
    """One part of an allocation estimate: so many people of a subteam for so many months."""

    estimate = models.ForeignKey(Estimate, on_delete=models.CASCADE, related_name="lines")
    subteam = models.ForeignKey("pm.Subteam", null=True, on_delete=models.PROTECT, related_name="+")
    people = models.DecimalField(max_digits=6, decimal_places=2)
    months = models.DecimalField(max_digits=6, decimal_places=2)
    text = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(people__gt=0, months__gt=0), name="allocation_line_positive"
            ),
            SameProgram("estimate", name="allocation_line_estimate_same_program"),
            SameProgram("subteam", name="allocation_line_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.people} × {self.months} months"
