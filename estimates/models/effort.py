"""Effort spent: person-days of a subteam in an ISO week, never of a person."""

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded

WEEK_PATTERN = r"^\d{4}-W\d{2}$"


class EffortEntry(ProgramModel, Recorded):
    """What a subteam spent in one week on a deliverable, or on a budget line."""

    deliverable = models.ForeignKey(
        "milestones.Deliverable",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="effort",
    )
    milestone = models.ForeignKey(
        "milestones.Milestone",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        related_query_name="effort",
    )
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    week = models.CharField(max_length=8)
    person_days = models.DecimalField(max_digits=8, decimal_places=2)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(deliverable__isnull=False, milestone__isnull=True)
                | models.Q(deliverable__isnull=True, milestone__isnull=False),
                name="effort_on_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(person_days__gte=0), name="effort_not_negative"),
            models.CheckConstraint(condition=models.Q(week__regex=WEEK_PATTERN), name="effort_week_is_iso"),
            models.UniqueConstraint(
                fields=["deliverable", "subteam", "week"],
                condition=models.Q(deliverable__isnull=False),
                name="effort_once_a_deliverable_subteam_week",
            ),
            models.UniqueConstraint(
                fields=["milestone", "subteam", "week"],
                condition=models.Q(milestone__isnull=False),
                name="effort_once_a_budget_line_subteam_week",
            ),
            SameProgram("deliverable", name="effort_deliverable_same_program"),
            SameProgram("milestone", name="effort_milestone_same_program"),
            SameProgram("subteam", name="effort_subteam_same_program"),
        ]
        indexes = [models.Index(fields=["program", "week"], name="effort_by_week")]

    def __str__(self) -> str:
        return f"{self.person_days} d in {self.week}"
