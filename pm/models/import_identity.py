"""Where an imported row came from, and what the import last gave it."""

from django.db import models

from pm.models.base import ProgramModel


class ImportIdentity(ProgramModel):
    """One place in a source that one row was made from.

    `given` holds the fields as the import last wrote them: a field that differs from it now was
    edited by people and is never overwritten.
    """

    source = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    anchor = models.CharField(max_length=300)
    noun = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    given = models.JSONField(default=dict)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "source", "path", "anchor"], name="import_identity_once_a_place"
            ),
        ]
        indexes = [models.Index(fields=["program", "noun", "object_id"], name="import_identity_object")]

    def __str__(self) -> str:
        return f"{self.path}#{self.anchor}"
