"""What stands in the way of a milestone: blockers now, unknowns that may become some."""

from typing import ClassVar, Self

from django.db import models

from milestones.models.risk import Grade
from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import Keyed


class ObstacleQuerySet(models.QuerySet[models.Model]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        return self.filter(status="OPEN")

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        return self if sees_internal else self.exclude(milestone__is_internal=True)


class Obstacle(Keyed):
    """Who owns it, what it waits on, what is done about it, by when, and what it may cost in days."""

    title = models.CharField(max_length=300)
    text = models.TextField(default="", blank=True)
    milestone = models.ForeignKey("milestones.Milestone", on_delete=models.PROTECT, related_name="%(class)ss")
    deliverable = models.ForeignKey(
        "milestones.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    owner = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    priority = models.CharField(max_length=6, choices=Grade, default=Grade.MEDIUM)
    delay_low_days = models.PositiveSmallIntegerField(null=True, blank=True)
    delay_high_days = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_on = models.CharField(max_length=200, default="", blank=True)
    action = models.TextField(default="", blank=True)
    opened_on = models.DateField()
    resolve_by_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(default="", blank=True)

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(delay_low_days__isnull=True)
                | models.Q(delay_high_days__isnull=True)
                | models.Q(delay_low_days__lte=models.F("delay_high_days")),
                name="%(class)s_delay_low_to_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class Blocker(Obstacle):
    """What stops work now."""

    LETTER: ClassVar[str] = "B"

    class Status(models.TextChoices):
        OPEN = "OPEN", "Open"
        RESOLVED = "RESOLVED", "Resolved"

    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)

    class Meta:
        constraints = [
            *Obstacle.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(status="RESOLVED") | models.Q(resolved_on__isnull=False),
                name="blocker_resolved_has_its_day",
            ),
            SameProgram("milestone", name="blocker_milestone_same_program"),
            SameProgram("deliverable", name="blocker_deliverable_same_program"),
        ]
        indexes = [models.Index(fields=["program", "status", "resolve_by_on", "id"], name="blocker_by_day")]


class Unknown(Obstacle):
    """A question whose answer may move the plan. Deferring it needs a named approver."""

    LETTER: ClassVar[str] = "U"

    class Status(models.TextChoices):
        OPEN = "OPEN", "Open"
        ANSWERED = "ANSWERED", "Answered"
        DEFERRED = "DEFERRED", "Deferred"

    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    deferred_by = models.ForeignKey(
        "pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            *Obstacle.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(status="ANSWERED") | ~models.Q(resolution=""),
                name="unknown_answered_says_what",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="DEFERRED") | models.Q(deferred_by__isnull=False),
                name="unknown_deferred_has_an_approver",
            ),
            SameProgram("milestone", name="unknown_milestone_same_program"),
            SameProgram("deliverable", name="unknown_deliverable_same_program"),
        ]
        indexes = [models.Index(fields=["program", "status", "resolve_by_on", "id"], name="unknown_by_day")]
