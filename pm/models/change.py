"""What was changed: who, what, from, to, why, when it was so and when it was recorded."""

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel


class ChangeSet(ProgramModel):
    """Changes that were made together: an import, a bulk edit, a sample program."""

    title = models.CharField(max_length=200)
    actor_name = models.CharField(max_length=120)
    user = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [*ProgramModel.Meta.constraints]

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """One field of one row changed, or one row was created or deleted (then `payload` holds it whole)."""

    class Kind(models.TextChoices):
        CREATE = "CREATE", "created"
        UPDATE = "UPDATE", "changed"
        DELETE = "DELETE", "deleted"

    program = models.ForeignKey("pm.Program", null=True, on_delete=models.PROTECT, related_name="+")
    change_set = models.ForeignKey(ChangeSet, null=True, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=6, choices=Kind)
    noun = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=200, default="")
    subject = models.CharField(max_length=60, default="")
    field = models.CharField(max_length=60, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    payload = models.JSONField(null=True)
    why = models.TextField(default="")
    # The change that this one takes back.
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    actor_name = models.CharField(max_length=120)
    user = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=12)
    request_id = models.CharField(max_length=40, default="")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["program", "-recorded_at", "-id"], name="change_newest"),
            models.Index(fields=["program", "noun", "object_id"], name="change_of_object"),
            models.Index(fields=["program", "subject"], name="change_of_subject"),
            models.Index(fields=["program", "happened_on", "id"], name="change_by_day"),
            models.Index(
                fields=["program", "-recorded_at", "-id"],
                name="change_deleted",
                condition=models.Q(kind="DELETE"),
            ),
        ]
        constraints = [SameProgram("change_set", name="change_change_set_same_program")]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id} {self.kind} {self.field}"
