"""What must come first: of another milestone or deliverable, or of somebody outside."""

from typing import ClassVar, Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import Keyed

ONE_NEEDER = models.Q(milestone__isnull=False, deliverable__isnull=True) | models.Q(
    milestone__isnull=True, deliverable__isnull=False
)
NOTHING_INSIDE = models.Q(needed_milestone__isnull=True, needed_deliverable__isnull=True)
ONE_NEEDED = models.Q(needed_milestone__isnull=False, needed_deliverable__isnull=True) | models.Q(
    needed_milestone__isnull=True, needed_deliverable__isnull=False
)


class DependencyQuerySet(models.QuerySet["Dependency"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        return self.filter(status="OPEN")

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those that touch an internal milestone at either end, unless the reader may see them."""
        if sees_internal:
            return self
        return self.exclude(
            models.Q(milestone__is_internal=True)
            | models.Q(deliverable__milestone__is_internal=True)
            | models.Q(needed_milestone__is_internal=True)
            | models.Q(needed_deliverable__milestone__is_internal=True)
        )


class Dependency(Keyed):
    """`milestone` or `deliverable` waits for another one of the program, or for something external."""

    LETTER: ClassVar[str] = "DP"

    class Kind(models.TextChoices):
        INTERNAL = "INTERNAL", "Inside the program"
        EXTERNAL = "EXTERNAL", "External"

    class Status(models.TextChoices):
        OPEN = "OPEN", "Open"
        MET = "MET", "Met"
        DROPPED = "DROPPED", "No longer needed"

    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    milestone = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="dependencies"
    )
    deliverable = models.ForeignKey(
        "milestones.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="dependencies"
    )
    needed_milestone = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="dependants"
    )
    needed_deliverable = models.ForeignKey(
        "milestones.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="dependants"
    )
    title = models.CharField(max_length=200, default="", blank=True)
    external_url = models.URLField(max_length=500, default="", blank=True)
    is_confirmed = models.BooleanField(default=False)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=120, default="", blank=True)
    needed_by_on = models.DateField(null=True, blank=True)
    if_delayed = models.TextField(default="", blank=True)
    contingency = models.TextField(default="", blank=True)
    owner = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(null=True, blank=True)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(condition=ONE_NEEDER, name="dependency_of_one_thing"),
            models.CheckConstraint(
                condition=(models.Q(kind="INTERNAL") & ONE_NEEDED)
                | (models.Q(kind="EXTERNAL") & NOTHING_INSIDE & ~models.Q(title="")),
                name="dependency_inside_or_named_outside",
            ),
            models.CheckConstraint(
                condition=models.Q(milestone__isnull=True)
                | models.Q(needed_milestone__isnull=True)
                | ~models.Q(milestone=models.F("needed_milestone")),
                name="dependency_on_another_milestone",
            ),
            models.CheckConstraint(
                condition=models.Q(deliverable__isnull=True)
                | models.Q(needed_deliverable__isnull=True)
                | ~models.Q(deliverable=models.F("needed_deliverable")),
                name="dependency_on_another_deliverable",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="MET") | models.Q(met_on__isnull=False),
                name="dependency_met_has_its_day",
            ),
            SameProgram("milestone", name="dependency_milestone_same_program"),
            SameProgram("deliverable", name="dependency_deliverable_same_program"),
            SameProgram("needed_milestone", name="dependency_needed_milestone_same_program"),
            SameProgram("needed_deliverable", name="dependency_needed_deliverable_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "status", "needed_by_on", "id"], name="dependency_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}".strip()
