"""The base of every table that belongs to a program."""

from functools import cache
from typing import Any, ClassVar

from django.db import models


@cache
def labels_of(field: models.Field) -> dict[Any, str]:
    """The words of the choices of a column: Django makes this anew for each row it shows."""
    return {value: str(label) for value, label in field.flatchoices}


class ProgramModel(models.Model):
    """A row of one program. Subclasses add `*ProgramModel.Meta.constraints` to their own."""

    program = models.ForeignKey("pm.Program", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["program", "id"], name="%(app_label)s_%(class)s_in_program")
        ]

    def _get_FIELD_display(self, field: models.Field) -> Any:  # noqa: N802  # what get_…_display() calls
        value = getattr(self, field.attname)
        return labels_of(field).get(value, value)


class Keyed(ProgramModel):
    """A row with a public key, its letter and its number (`R-4`). Numbers are burnt, never given twice."""

    LETTER: ClassVar[str]

    number = models.PositiveIntegerField()

    class Meta:
        abstract = True
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "number"], name="%(class)s_number_once"),
        ]

    @property
    def key(self) -> str:
        """The public key, `R-4`."""
        return f"{self.LETTER}-{self.number}"


class Recorded(models.Model):
    """The two times of an append-only record: when it was so, and when we learnt it."""

    happened_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
