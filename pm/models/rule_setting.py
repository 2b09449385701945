"""A program's own weight and threshold for a rule."""

from django.db import models

from pm.models.base import ProgramModel
from pm.registry import Weight


class RuleSetting(ProgramModel):
    """What a program changed about a rule; an absent row means the rule's default."""

    rule = models.CharField(max_length=60)
    weight = models.CharField(max_length=8, choices=[(w.value, w.label) for w in Weight])
    threshold = models.DecimalField(max_digits=10, decimal_places=3, null=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "rule"], name="rule_setting_once_a_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.weight}"
