"""The base of every table that belongs to a program."""

from django.db import models


class ProgramModel(models.Model):
    """A row of one program. Subclasses add `*ProgramModel.Meta.constraints` to their own."""

    program = models.ForeignKey("pm.Program", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["program", "id"], name="%(app_label)s_%(class)s_in_program")
        ]


class Recorded(models.Model):
    """The two times of an append-only record: when it was so, and when we learnt it."""

    happened_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
