"""Evidence: what a program asks for by letter, and what a service team signed."""

from typing import Self

from django.db import models

from milestones.models.feature import Statement
from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import ProgramModel, Recorded


class EvidenceRequirement(ProgramModel):
    """What a statement of a letter needs to count as verified, and who brings it."""

    class Kind(models.TextChoices):
        PANEL = "PANEL", "Dashboard panel"
        SIMULATION = "SIMULATION", "Simulation"
        TEST_SUITE = "TEST_SUITE", "Test suite"
        OTHER = "OTHER", "Other"

    class Provider(models.TextChoices):
        OWNER = "OWNER", "Accountable subteam"
        SERVICE = "SERVICE", "Service team"

    class Need(models.TextChoices):
        REQUIRED = "REQUIRED", "Required"
        IF_RELEVANT = "IF_RELEVANT", "If relevant"
        OFF = "OFF", "Not asked for"

    letter = models.CharField(max_length=1, choices=Statement.Letter)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=200, default="", blank=True)
    provider = models.CharField(max_length=8, choices=Provider, default=Provider.SERVICE)
    need = models.CharField(max_length=12, choices=Need, default=Need.REQUIRED)
    expires_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "letter", "kind"], name="evidence_once_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.get_kind_display()}"


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class SignOff(ProgramModel, Recorded):
    """A team's evidence for one revision of a statement, append-only; withdrawn with a reason."""

    class Verdict(models.TextChoices):
        SIGNED = "SIGNED", "Signed"
        REFUSED = "REFUSED", "Refused"
        NOT_RELEVANT = "NOT_RELEVANT", "Not relevant"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="signoffs")
    revision = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=EvidenceRequirement.Kind)
    verdict = models.CharField(max_length=12, choices=Verdict)
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="signoffs")
    signer = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    link = models.CharField(max_length=500, default="", blank=True)
    environment = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, default="", blank=True)
    withdrawn_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(verdict="SIGNED") | ~models.Q(link=""), name="signoff_signed_has_a_link"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="SIGNED") | ~models.Q(reason=""), name="signoff_refused_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_because=""),
                name="signoff_withdrawn_says_why",
            ),
            SameProgram("statement", name="signoff_statement_same_program"),
            SameProgram("subteam", name="signoff_subteam_same_program"),
        ]
        indexes = [models.Index(fields=["statement", "revision", "kind"], name="signoff_of_statement")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.get_kind_display()} r{self.revision}"
