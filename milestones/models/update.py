"""What a subteam says each week of a deliverable."""

from typing import Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import ProgramModel, Recorded


class WeeklyUpdateQuerySet(models.QuerySet["WeeklyUpdate"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        return self if sees_internal else self.exclude(deliverable__milestone__is_internal=True)


class WeeklyUpdate(ProgramModel, Recorded):
    """Achieved, next and blocked in Markdown; a change of scope or date is said as a field."""

    deliverable = models.ForeignKey(
        "milestones.Deliverable", on_delete=models.PROTECT, related_name="updates"
    )
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="updates")
    week = models.CharField(max_length=8)
    achieved = models.TextField(default="", blank=True)
    next = models.TextField(default="", blank=True)
    blocked = models.TextField(default="", blank=True)
    scope_change = models.CharField(max_length=500, default="", blank=True)
    date_change = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = WeeklyUpdateQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["deliverable", "subteam", "week"], name="weekly_update_once_a_week"
            ),
            models.CheckConstraint(
                condition=models.Q(week__regex=r"^\d{4}-W\d{2}$"), name="weekly_update_week_is_iso"
            ),
            models.CheckConstraint(
                condition=~models.Q(achieved="", next="", blocked="", scope_change="", date_change=""),
                name="weekly_update_says_something",
            ),
            SameProgram("deliverable", name="weekly_update_deliverable_same_program"),
            SameProgram("subteam", name="weekly_update_subteam_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "week", "id"], name="weekly_update_by_week"),
            models.Index(fields=["deliverable", "-week"], name="weekly_update_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.week}"
