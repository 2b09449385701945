"""What a milestone must show to count as delivered, who signs for it, and how it was tried."""

from django.db import models

from milestones.models.milestone import Milestone
from pm.constraints import SameProgram
from pm.models import Subteam
from pm.models.base import ProgramModel


class SuccessCriterion(ProgramModel):
    """A testable sentence: agreed before commitment, met before delivery."""

    class Kind(models.TextChoices):
        TECHNICAL = "TECHNICAL", "Technical"
        OPERATIONAL = "OPERATIONAL", "Operational"
        QUALITY = "QUALITY", "Quality"
        DOCUMENTATION = "DOCUMENTATION", "Documentation"

    class Level(models.TextChoices):
        MUST = "MUST", "Must"
        SHOULD = "SHOULD", "Should"
        NICE = "NICE", "Nice to have"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.TECHNICAL)
    level = models.CharField(max_length=6, choices=Level, default=Level.MUST)
    text = models.CharField(max_length=500)
    is_met = models.BooleanField(default=False)
    evidence = models.CharField(max_length=500, default="", blank=True)
    met_on = models.DateField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_met=False) | (~models.Q(evidence="") & models.Q(met_on__isnull=False)),
                name="success_criterion_met_has_evidence",
            ),
            SameProgram("milestone", name="success_criterion_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["milestone", "rank", "id"], name="success_criterion_by_rank")]

    def __str__(self) -> str:
        return self.text


class MilestoneSignOff(ProgramModel):
    """One signature in order: that the criteria are agreed, or that they are met."""

    class Moment(models.TextChoices):
        AGREED = "AGREED", "Criteria agreed, before commitment"
        MET = "MET", "Criteria met, before delivery"

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        SIGNED = "SIGNED", "Signed"
        REFUSED = "REFUSED", "Refused"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="milestone_signoffs")
    moment = models.CharField(max_length=6, choices=Moment)
    role = models.CharField(max_length=80)
    signer = models.ForeignKey("pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    note = models.CharField(max_length=500, default="", blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["milestone", "moment", "role"], name="milestone_signoff_once_a_role"
            ),
            models.CheckConstraint(
                condition=models.Q(state="OPEN") | models.Q(signed_on__isnull=False),
                name="milestone_signoff_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="REFUSED") | ~models.Q(note=""),
                name="milestone_signoff_refused_says_why",
            ),
            SameProgram("milestone", name="milestone_signoff_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.get_state_display()}"


class AcceptanceCheck(ProgramModel):
    """A line of the acceptance checklists, with its result."""

    class Kind(models.TextChoices):
        MANUAL = "MANUAL", "Manual"
        PERFORMANCE = "PERFORMANCE", "Performance"
        SECURITY = "SECURITY", "Security"

    class Result(models.TextChoices):
        OPEN = "OPEN", "Open"
        PASSED = "PASSED", "Passed"
        FAILED = "FAILED", "Failed"
        NOT_NEEDED = "NOT_NEEDED", "Not needed"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="acceptance_checks")
    kind = models.CharField(max_length=11, choices=Kind, default=Kind.MANUAL)
    text = models.CharField(max_length=500)
    result = models.CharField(max_length=10, choices=Result, default=Result.OPEN)
    evidence = models.CharField(max_length=500, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(result="OPEN") | ~models.Q(evidence=""),
                name="acceptance_check_result_says_what",
            ),
            SameProgram("milestone", name="acceptance_check_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return self.text


class CoverageAnswer(ProgramModel):
    """Why a milestone needs no deliverable of one kind of subteam."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="coverage_answers")
    kind = models.CharField(max_length=12, choices=Subteam.Kind)
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "kind"], name="coverage_answer_once_a_kind"),
            models.CheckConstraint(condition=~models.Q(because=""), name="coverage_answer_says_why"),
            SameProgram("milestone", name="coverage_answer_milestone_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.because}"
