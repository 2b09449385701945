"""What was computed of a milestone at a moment. Never updated."""

from django.db import models

from milestones.models import Milestone
from pm.constraints import SameProgram
from pm.models.base import ProgramModel


class Forecast(ProgramModel):
    """Drift of effort and date at one moment, with everything that made it. Effort in person-days.

    `details` holds what stands behind the parts: lines per part (key, days), and notes in sentences.
    """

    milestone = models.ForeignKey(
        "milestones.Milestone",
        on_delete=models.CASCADE,
        related_name="+",
        related_query_name="forecast",
    )
    made_at = models.DateTimeField()
    day = models.DateField()
    is_latest = models.BooleanField(default=True)
    model_version = models.CharField(max_length=20)
    inputs_hash = models.CharField(max_length=64)
    level = models.CharField(max_length=10, choices=Milestone.Health)
    baseline_days = models.FloatField(null=True)
    spent_days = models.FloatField(default=0)
    remaining_days = models.FloatField(null=True)
    forecast_days = models.FloatField(null=True)
    effort_drift_days = models.FloatField(null=True)
    part_finished_days = models.FloatField(null=True)
    part_scope_days = models.FloatField(null=True)
    part_remaining_days = models.FloatField(null=True)
    part_class_days = models.FloatField(null=True)
    progress = models.FloatField(null=True)
    p50_on = models.DateField(null=True)
    p50_basis = models.CharField(max_length=200, default="")
    pace_days_per_week = models.FloatField(null=True)
    date_drift_baseline_days = models.IntegerField(null=True)
    date_drift_target_days = models.IntegerField(null=True)
    expected_days_late = models.FloatField(null=True)
    value = models.FloatField(null=True)
    is_value_stated = models.BooleanField(default=False)
    rank_score = models.FloatField(default=0)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone"],
                condition=models.Q(is_latest=True),
                name="forecast_one_latest_a_milestone",
            ),
            SameProgram("milestone", name="forecast_milestone_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "is_latest", "-rank_score"], name="forecast_ranked"),
            models.Index(fields=["milestone", "-made_at"], name="forecast_of_milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.level} at {self.made_at:%Y-%m-%d %H:%M}"
