"""The drawings and specifications a milestone brings."""

from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel


class DesignArtefact(ProgramModel):
    """One artefact of a scope: open, there (a link), or not needed, because."""

    class Kind(models.TextChoices):
        SYSTEM_ARCHITECTURE = "SYSTEM_ARCHITECTURE", "System architecture"
        APPLICATION_ARCHITECTURE = "APPLICATION_ARCHITECTURE", "Application architecture"
        PROTOCOL_SPECIFICATION = "PROTOCOL_SPECIFICATION", "Protocol specifications"
        DETAILED_DESIGN = "DETAILED_DESIGN", "Detailed design specification"
        INFRASTRUCTURE = "INFRASTRUCTURE", "Infrastructure diagram"
        SEQUENCE = "SEQUENCE", "Sequence diagram"
        FLOW = "FLOW", "Flow chart"

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        PRESENT = "PRESENT", "There"
        NOT_NEEDED = "NOT_NEEDED", "Not needed"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="artefacts")
    kind = models.CharField(max_length=24, choices=Kind)
    scope = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    link = models.CharField(max_length=500, default="", blank=True)
    because = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "kind", "scope"], name="artefact_once_a_scope"),
            models.CheckConstraint(
                condition=~models.Q(state="PRESENT") | ~models.Q(link=""), name="artefact_there_has_a_link"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="NOT_NEEDED") | ~models.Q(because=""),
                name="artefact_not_needed_says_why",
            ),
            SameProgram("milestone", name="artefact_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
