"""The meetings a milestone passes through."""

from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel


class Gate(ProgramModel):
    """A review or a meeting: when, who, what came out, what was learnt."""

    class Kind(models.TextChoices):
        DESIGN_REVIEW = "DESIGN_REVIEW", "Design review"
        KICK_OFF = "KICK_OFF", "Kick-off"
        TASK_BREAK_OUT = "TASK_BREAK_OUT", "Task break-out"
        MID_WAY_REVIEW = "MID_WAY_REVIEW", "Mid-way review"
        CLOSE = "CLOSE", "Close"
        RETROSPECTIVE = "RETROSPECTIVE", "Retrospective"
        POST_MORTEM = "POST_MORTEM", "Post-mortem"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="gates")
    kind = models.CharField(max_length=14, choices=Kind)
    planned_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=300, default="", blank=True)
    has_guests = models.BooleanField(default=False)
    outcome = models.TextField(default="", blank=True)
    lessons = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(held_on__isnull=True) | ~models.Q(outcome=""),
                name="gate_held_has_an_outcome",
            ),
            SameProgram("milestone", name="gate_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["program", "planned_on", "id"], name="gate_by_day")]

    def __str__(self) -> str:
        return self.get_kind_display()
