"""A half-year: plans, capacity and reports belong to one."""

from django.db import models

from pm.models.base import ProgramModel

PERIOD_PATTERN = r"^\d{4}H[12]$"


class Period(ProgramModel):
    """A half-year the program plans, `2026H1`, with what it wants from it."""

    code = models.CharField(max_length=6)
    goal = models.TextField(default="", blank=True)
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "code"], name="period_once_a_program"),
            models.CheckConstraint(
                condition=models.Q(code__regex=PERIOD_PATTERN), name="period_is_a_half_year"
            ),
        ]

    def __str__(self) -> str:
        return self.code
