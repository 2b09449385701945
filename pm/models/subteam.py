"""A team inside a program, or a service team that signs off for it."""

from django.db import models

from pm.models.base import ProgramModel


class Subteam(ProgramModel):
    """One accountable group: research, engineering, QA, docs, or a service team."""

    class Kind(models.TextChoices):
        RESEARCH = "RESEARCH", "Research"
        ENGINEERING = "ENGINEERING", "Engineering"
        QA = "QA", "QA"
        DOCS = "DOCS", "Docs"
        DEVREL = "DEVREL", "Developer relations"
        BUSINESS = "BUSINESS", "Business development"
        SERVICE = "SERVICE", "Service team"

    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=2)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ENGINEERING)
    rank = models.PositiveSmallIntegerField(default=0)
    is_archived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "slug"], name="subteam_slug_once_a_program"),
        ]

    def __str__(self) -> str:
        return self.name
