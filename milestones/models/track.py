"""A long-lived theme of the roadmap."""

from django.db import models

from pm.models.base import ProgramModel


class Track(ProgramModel):
    """Holds the milestones of one theme, and its ideas."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    description = models.TextField(default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "slug"], name="track_slug_once_a_program"),
        ]

    def __str__(self) -> str:
        return self.name
