"""Who must hear of a milestone, what, and when."""

from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel


class Stakeholder(ProgramModel):
    """A person or a group with an interest in the program; no account needed."""

    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=120, default="", blank=True)
    interest = models.CharField(max_length=300, default="", blank=True)
    is_archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "name"], name="stakeholder_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Communication(ProgramModel):
    """A row of the communication plan; it comes due."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="communications")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="communications")
    message = models.CharField(max_length=500)
    channel = models.CharField(max_length=120, default="", blank=True)
    owner = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("milestone", name="communication_milestone_same_program"),
            SameProgram("stakeholder", name="communication_stakeholder_same_program"),
        ]
        indexes = [models.Index(fields=["program", "due_on", "id"], name="communication_by_day")]

    def __str__(self) -> str:
        return self.message
