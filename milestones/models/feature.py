"""One domain of behaviour with one set of FURPS statements."""

from typing import Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import ProgramModel, Recorded


class FeatureQuerySet(models.QuerySet["Feature"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Feature(ProgramModel):
    """A named behaviour, grouped by area."""

    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    area = models.CharField(max_length=80, default="", blank=True)
    description = models.TextField(default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    objects = FeatureQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "slug"], name="feature_slug_once_a_program"),
        ]

    def __str__(self) -> str:
        return self.name


class Statement(ProgramModel):
    """A numbered quality promise. Letter and number never change and are never given twice."""

    class Letter(models.TextChoices):
        F = "F", "Functionality"
        U = "U", "Usability"
        R = "R", "Reliability"
        P = "P", "Performance"
        S = "S", "Supportability"
        PLUS = "+", "Others"

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", "Active"
        LIMITATION = "LIMITATION", "Limitation"
        RETIRED = "RETIRED", "Retired"

    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="statements")
    letter = models.CharField(max_length=1, choices=Letter)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    revision = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["feature", "letter", "number"], name="statement_number_once_a_letter"
            ),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="statement_revision_from_1"),
            SameProgram("feature", name="statement_feature_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.text}"

    @property
    def code(self) -> str:
        """`F3`, `+1`."""
        return f"{self.letter}{self.number}"


class StatementRevision(ProgramModel, Recorded):
    """The text a statement had from a day on, append-only."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["statement", "number"], name="statement_revision_once"),
            SameProgram("statement", name="statement_revision_statement_same_program"),
        ]

    def __str__(self) -> str:
        return f"r{self.number}"


class Pin(ProgramModel):
    """A deliverable promising a statement at a revision, with an optional scope.

    `answer` says what became of a drift: kept as it was promised, or disputed, because. It holds while the
    statement stays at `answered_revision`.
    """

    class Answer(models.TextChoices):
        NONE = "", "Not answered"
        KEPT = "KEPT", "Kept as promised"
        DISPUTED = "DISPUTED", "Disputed"

    deliverable = models.ForeignKey("milestones.Deliverable", on_delete=models.CASCADE, related_name="pins")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="pins")
    revision = models.PositiveSmallIntegerField(default=1)
    scope = models.CharField(max_length=200, default="", blank=True)
    quoted_text = models.TextField(default="", blank=True)
    is_dropped = models.BooleanField(default=False)
    answer = models.CharField(max_length=8, choices=Answer, default="", blank=True)
    answered_revision = models.PositiveSmallIntegerField(null=True, blank=True)
    because = models.CharField(max_length=300, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["deliverable", "statement", "scope"], name="pin_once_a_scope"),
            models.CheckConstraint(
                condition=models.Q(answer="") | ~models.Q(because=""), name="pin_answer_says_why"
            ),
            SameProgram("deliverable", name="pin_deliverable_same_program"),
            SameProgram("statement", name="pin_statement_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable_id} promises {self.statement_id} r{self.revision}"


class MilestonePin(ProgramModel):
    """A statement a milestone names as its own aim, whether or not a deliverable promises it."""

    milestone = models.ForeignKey("milestones.Milestone", on_delete=models.CASCADE, related_name="aims")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="aims")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "statement"], name="milestone_pin_once"),
            SameProgram("milestone", name="milestone_pin_milestone_same_program"),
            SameProgram("statement", name="milestone_pin_statement_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} aims at {self.statement_id}"
