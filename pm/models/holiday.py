"""Days on which nobody works: the working calendar of a program is its weekdays less these."""

from django.db import models

from pm.models.base import ProgramModel


class Holiday(ProgramModel):
    """One free day of the whole program."""

    on = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "on"], name="holiday_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
