"""How a kind of work runs from step to step: the template of deliverables, tasks and handovers."""

from django.db import models

from milestones.models.handover import HandoverKind
from pm.constraints import SameProgram
from pm.models import Subteam
from pm.models.base import ProgramModel


class WorkCycle(ProgramModel):
    """A cycle of the program, such as research or engineering."""

    name = models.CharField(max_length=80)
    text = models.CharField(max_length=300, default="", blank=True)
    is_archived = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "name"], name="work_cycle_once"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkCyclePart(ProgramModel):
    """The deliverable that some steps of a cycle belong to, and the kind of subteam that is accountable."""

    cycle = models.ForeignKey(WorkCycle, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=80)
    subteam_kind = models.CharField(max_length=12, choices=Subteam.Kind, default="", blank=True)
    output = models.CharField(max_length=300, default="", blank=True)
    # Only where the work asks for it: made when it is ticked, else answered "not needed, because".
    condition = models.CharField(max_length=200, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("cycle", name="work_cycle_part_cycle_same_program"),
        ]

    def __str__(self) -> str:
        return self.name


class WorkCycleStep(ProgramModel):
    """A step: a task of its part's deliverable, perhaps ending in a handover to another part."""

    part = models.ForeignKey(WorkCyclePart, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    condition = models.CharField(max_length=200, default="", blank=True)
    is_review = models.BooleanField(default=False)
    hands_to = models.ForeignKey(
        WorkCyclePart, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handover_kind = models.ForeignKey(
        HandoverKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["part", "number"], name="work_cycle_step_number_once"),
            SameProgram("part", name="work_cycle_step_part_same_program"),
            SameProgram("hands_to", name="work_cycle_step_hands_to_same_program"),
            SameProgram("handover_kind", name="work_cycle_step_handover_kind_same_program"),
        ]

    def __str__(self) -> str:
        return self.text
