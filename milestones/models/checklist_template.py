"""What the checklist of a new deliverable holds in this program."""

from django.db import models

from pm.models.base import ProgramModel
from pm.registry import Level


class ChecklistTemplateItem(ProgramModel):
    """A line that every new deliverable's checklist starts with."""

    kind = models.CharField(max_length=10, default="OTHER")
    text = models.CharField(max_length=200, default="", blank=True)
    level = models.CharField(
        max_length=6, choices=[(one.value, one.value.title()) for one in Level], default=Level.MUST
    )
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "kind", "text"], name="checklist_template_item_once"),
        ]

    def __str__(self) -> str:
        return self.text or self.kind
