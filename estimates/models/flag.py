"""An open statement that a milestone needs a look, with its reasons."""

from django.db import models

from milestones.models import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel
from pm.registry import Weight


class Flag(ProgramModel):
    """A milestone's flag at one level: opened when it got that level, closed when it left it."""

    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.CASCADE, related_name="+", related_query_name="flag"
    )
    level = models.CharField(max_length=10, choices=Milestone.Health)
    previous_level = models.CharField(max_length=10, default="", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(closed_at__isnull=True),
                name="flag_one_open_a_milestone",
            ),
            SameProgram("milestone", name="flag_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["program", "closed_at", "opened_at"], name="flag_open")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.level}"


class FlagReason(ProgramModel):
    """Why: a rule, its weight, a number, its threshold, since when, a sentence and where to mend it.

    `highlight` is the part of the sentence that holds the number.
    """

    flag = models.ForeignKey(Flag, on_delete=models.CASCADE, related_name="reasons")
    rule = models.CharField(max_length=60)
    weight = models.CharField(max_length=8, choices=[(w.value, w.label) for w in Weight])
    number = models.FloatField()
    threshold = models.FloatField(null=True)
    unit = models.CharField(max_length=20, default="")
    since_on = models.DateField()
    sentence = models.CharField(max_length=400)
    highlight = models.CharField(max_length=60, default="")
    mend = models.CharField(max_length=60)
    mend_key = models.CharField(max_length=20, default="")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["flag", "rule"], name="flag_reason_once_a_rule"),
            SameProgram("flag", name="flag_reason_flag_same_program"),
        ]

    def __str__(self) -> str:
        return self.sentence


class RiskReview(ProgramModel):
    """Somebody looked the at-risk page over: the next look starts from here."""

    reviewed_by = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [*ProgramModel.Meta.constraints]
        indexes = [models.Index(fields=["program", "reviewed_by", "-reviewed_at"], name="review_newest")]

    def __str__(self) -> str:
        return f"{self.reviewed_at:%Y-%m-%d}"
