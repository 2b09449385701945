"""What may go wrong."""

from typing import ClassVar, Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import Keyed


class Grade(models.TextChoices):
    """Low, medium or high: of a likelihood, an impact, a priority."""

    LOW = "LOW", "Low"
    MEDIUM = "MEDIUM", "Medium"
    HIGH = "HIGH", "High"


class RiskQuerySet(models.QuerySet["Risk"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        return self.filter(status="OPEN")

    def visible(self, *, sees_internal: bool) -> Self:
        """Without internal risks and those of internal milestones, unless the reader may see them."""
        if sees_internal:
            return self
        return self.filter(is_internal=False).exclude(milestone__is_internal=True)


class Risk(Keyed):
    """Something that may happen to a milestone, or to the whole program."""

    LETTER: ClassVar[str] = "R"

    class Kind(models.TextChoices):
        TECHNICAL = "TECHNICAL", "Technical"
        SCHEDULE = "SCHEDULE", "Schedule"
        STAFFING = "STAFFING", "Staffing"
        EXTERNAL = "EXTERNAL", "External"
        ADOPTION = "ADOPTION", "Adoption"
        OTHER = "OTHER", "Other"

    class Response(models.TextChoices):
        NONE = "", "Not decided"
        ACCEPT = "ACCEPT", "Accept"
        OWN = "OWN", "Own"
        MITIGATE = "MITIGATE", "Mitigate"

    class Status(models.TextChoices):
        OPEN = "OPEN", "Open"
        HAPPENED = "HAPPENED", "Happened"
        CLOSED = "CLOSED", "Closed"

    title = models.CharField(max_length=300)
    text = models.TextField(default="", blank=True)
    milestone = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="risks"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    likelihood = models.CharField(max_length=6, choices=Grade, default="", blank=True)
    impact = models.CharField(max_length=6, choices=Grade, default="", blank=True)
    response = models.CharField(max_length=8, choices=Response, default="", blank=True)
    mitigation = models.TextField(default="", blank=True)
    owner = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    reviewed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_internal = models.BooleanField(default=False)

    objects = RiskQuerySet.as_manager()

    class Meta:
        constraints = [*Keyed.Meta.constraints, SameProgram("milestone", name="risk_milestone_same_program")]
        indexes = [models.Index(fields=["program", "status", "id"], name="risk_by_status")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"
