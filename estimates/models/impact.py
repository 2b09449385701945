"""What a bet is for: metrics stated before commitment, observed after delivery, and the review."""

from django.core.validators import MaxValueValidator
from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel, Recorded


class ImpactMetric(ProgramModel):
    """A figure the milestone is meant to move: unit, source, baseline, expected, by when."""

    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.PROTECT, related_name="+", related_query_name="metric"
    )
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, default="", blank=True)
    source = models.CharField(max_length=300, default="", blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    expected = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "name"], name="impact_metric_once"),
            SameProgram("milestone", name="impact_metric_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return self.name


class ImpactObservation(ProgramModel, Recorded):
    """What the figure was on a day, append-only."""

    metric = models.ForeignKey(ImpactMetric, on_delete=models.CASCADE, related_name="observations")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    note = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("metric", name="impact_observation_metric_same_program"),
        ]
        indexes = [models.Index(fields=["metric", "-happened_on", "-id"], name="impact_observation_newest")]

    def __str__(self) -> str:
        return f"{self.value} on {self.happened_on}"


class ImpactReview(ProgramModel, Recorded):
    """The look back 30 or 90 days after delivery: feedback, realised value, win or loss."""

    class Moment(models.TextChoices):
        T30 = "T30", "30 days after"
        T90 = "T90", "90 days after"

    class Verdict(models.TextChoices):
        WIN = "WIN", "Win"
        LOSS = "LOSS", "Loss"
        OPEN = "OPEN", "Not clear yet"

    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.PROTECT, related_name="+", related_query_name="impact_review"
    )
    moment = models.CharField(max_length=3, choices=Moment)
    verdict = models.CharField(max_length=4, choices=Verdict)
    realised_value = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(10)])
    feedback = models.TextField(default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "moment"], name="impact_review_once_a_moment"),
            models.CheckConstraint(
                condition=models.Q(realised_value__isnull=True) | models.Q(realised_value__lte=10),
                name="impact_review_value_0_to_10",
            ),
            SameProgram("milestone", name="impact_review_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.get_moment_display()}: {self.get_verdict_display()}"
