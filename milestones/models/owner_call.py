"""What the owner of a milestone says of it each week, beside what is computed."""

from django.core.validators import MaxValueValidator
from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded


class OwnerCall(ProgramModel, Recorded):
    """One weekly call, append-only: health, how sure in per cent, one sentence, when the next one comes."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="calls")
    health = models.CharField(max_length=10, choices=Milestone.Health)
    confidence = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])
    sentence = models.CharField(max_length=300, default="", blank=True)
    next_on = models.DateField(null=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__lte=100),
                name="owner_call_confidence_0_to_100",
            ),
            SameProgram("milestone", name="owner_call_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["milestone", "-recorded_at"], name="owner_call_newest")]

    def __str__(self) -> str:
        return f"{self.get_health_display()} on {self.happened_on}"
