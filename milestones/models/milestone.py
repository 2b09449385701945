"""A minimal, user-visible bet with an appetite, an estimate and a target date."""

from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models

from milestones.pure.states import MILESTONE_OPEN
from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import ProgramModel, Recorded

PERIOD_PATTERN = r"^\d{4}H[12]$"


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        """Neither delivered, reviewed, shelved nor dropped."""
        return self.filter(status__in=MILESTONE_OPEN)

    def planned(self) -> Self:
        """On the roadmap: everything but ideas, shelved and dropped."""
        return self.exclude(status__in=["IDEA", "SHELVED", "DROPPED"])

    def visible(self, *, sees_internal: bool) -> Self:
        """Without the internal ones, unless the reader may see them."""
        return self if sees_internal else self.filter(is_internal=False)


class Milestone(ProgramModel):
    """A bet of the roadmap. Its target is imprecise: from, to and the text as written.

    `health`, `health_at`, `health_reason`, `rank_score` and `decision_owed_*` are computed; only
    `milestones.services.health` writes them, and they make no history row.
    """

    class Status(models.TextChoices):
        IDEA = "IDEA", "Idea"
        PROPOSED = "PROPOSED", "Proposed"
        COMMITTED = "COMMITTED", "Committed"
        IN_PROGRESS = "IN_PROGRESS", "In progress"
        DELIVERED = "DELIVERED", "Delivered"
        REVIEWED = "REVIEWED", "Reviewed"
        SHELVED = "SHELVED", "Shelved"
        DROPPED = "DROPPED", "Dropped"

    class Kind(models.TextChoices):
        STANDARD = "STANDARD", "Standard"
        BUNDLE = "BUNDLE", "Bundle"
        SOLO = "SOLO", "Solo"
        BUDGET_LINE = "BUDGET_LINE", "Budget line"

    class Audience(models.TextChoices):
        UNKNOWN = "", "Not stated"
        END_USERS = "END_USERS", "End users"
        OPERATORS = "OPERATORS", "Operators"
        DEVELOPERS = "DEVELOPERS", "Developers"

    class Health(models.TextChoices):
        UNKNOWN = "UNKNOWN", "Unknown"
        ON_TRACK = "ON_TRACK", "On track"
        WATCH = "WATCH", "Watch"
        AT_RISK = "AT_RISK", "At risk"
        LATE = "LATE", "Late"

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    track = models.ForeignKey("milestones.Track", on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STANDARD)
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED)
    owner = models.ForeignKey(
        "pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="owned_milestones"
    )
    narrative = models.TextField(default="", blank=True)
    benefit = models.CharField(max_length=300, default="", blank=True)
    audience = models.CharField(max_length=12, choices=Audience, default="", blank=True)
    objective = models.CharField(max_length=300, default="", blank=True)
    value = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(10)])
    realised_value = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    scope_in = models.TextField(default="", blank=True)
    scope_out = models.TextField(default="", blank=True)
    risks_text = models.TextField(default="", blank=True)
    rollback_plan = models.TextField(default="", blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    # What research on an idea is charged to.
    budget_line = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effort_guess_days = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    # A budget line has no end date but a share of the capacity, in per cent.
    capacity_percent = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    external_url = models.URLField(max_length=500, default="", blank=True)
    is_internal = models.BooleanField(default=False)
    is_pencilled = models.BooleanField(default=False)
    # Put away: not on any list unless it is asked for. Only what has ended, or an idea.
    is_archived = models.BooleanField(default=False)
    # Its place among those of its track; 0 has none yet and comes last.
    rank = models.PositiveIntegerField(default=0)
    appetite_days = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    planned_start_on = models.DateField(null=True, blank=True)
    target_from_on = models.DateField(null=True, blank=True)
    target_to_on = models.DateField(null=True, blank=True)
    target_text = models.CharField(max_length=80, default="", blank=True)
    first_target_on = models.DateField(null=True, blank=True)
    push_count = models.PositiveSmallIntegerField(default=0)
    committed_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    owner_call = models.CharField(max_length=10, choices=Health, default="", blank=True)
    owner_call_confidence = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    owner_call_text = models.CharField(max_length=300, default="", blank=True)
    owner_call_on = models.DateField(null=True, blank=True)
    owner_call_next_on = models.DateField(null=True, blank=True)
    health = models.CharField(max_length=10, choices=Health, default=Health.UNKNOWN)
    health_at = models.DateTimeField(null=True)
    health_reason = models.CharField(max_length=300, default="")
    rank_score = models.FloatField(default=0)
    # Set by the circuit breaker, cleared by a decision: computed, no history row.
    decision_owed_on = models.DateField(null=True)
    decision_owed_reason = models.CharField(max_length=300, default="")

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "number"], name="milestone_number_once"),
            models.CheckConstraint(
                condition=models.Q(target_from_on__isnull=True)
                | models.Q(target_to_on__gte=models.F("target_from_on")),
                name="milestone_target_to_after_from",
            ),
            models.CheckConstraint(
                condition=models.Q(target_from_on__isnull=False, target_to_on__isnull=False)
                | models.Q(target_from_on__isnull=True, target_to_on__isnull=True),
                name="milestone_target_both_ends_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_start_on__isnull=True)
                | models.Q(target_to_on__isnull=True)
                | models.Q(planned_start_on__lte=models.F("target_to_on")),
                name="milestone_starts_before_target",
            ),
            models.CheckConstraint(condition=models.Q(value__lte=10), name="milestone_value_0_to_10"),
            models.CheckConstraint(
                condition=models.Q(appetite_days__isnull=True) | models.Q(appetite_days__gt=0),
                name="milestone_appetite_positive",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["COMMITTED", "IN_PROGRESS", "DELIVERED", "REVIEWED"])
                | models.Q(committed_on__isnull=False),
                name="milestone_committed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["DELIVERED", "REVIEWED"])
                | models.Q(delivered_on__isnull=False),
                name="milestone_delivered_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(follows=models.F("id")), name="milestone_follows_another"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity_percent__isnull=True)
                | models.Q(kind="BUDGET_LINE", capacity_percent__lte=100),
                name="milestone_share_of_a_budget_line",
            ),
            SameProgram("track", name="milestone_track_same_program"),
            SameProgram("follows", name="milestone_follows_same_program"),
            SameProgram("budget_line", name="milestone_budget_line_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "target_to_on", "id"], name="milestone_by_target"),
            models.Index(fields=["program", "track", "status"], name="milestone_by_track"),
            models.Index(fields=["program", "-rank_score", "id"], name="milestone_by_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def key(self) -> str:
        """The public key, `M-12`."""
        return f"M-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status in MILESTONE_OPEN

    @property
    def is_committed(self) -> bool:
        """Its date is a promise: a move of it is a slip and needs a reason."""
        return self.committed_on is not None and self.is_open

    @property
    def slip_days(self) -> int | None:
        """Days from the first committed target to the current one, both at their far end."""
        if self.first_target_on is None or self.target_to_on is None:
            return None
        return (self.target_to_on - self.first_target_on).days


class TargetRevision(ProgramModel, Recorded):
    """One move of a target, append-only. It is a slip when the milestone was committed."""

    class ReasonClass(models.TextChoices):
        NONE = "", "Not stated"
        SCOPE = "SCOPE", "Scope"
        ESTIMATE = "ESTIMATE", "Estimate"
        STAFFING = "STAFFING", "Staffing"
        EXTERNAL = "EXTERNAL", "External"
        PRIORITY = "PRIORITY", "Priority"

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="target_revisions")
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    text = models.CharField(max_length=80, default="", blank=True)
    previous_to_on = models.DateField(null=True)
    is_slip = models.BooleanField(default=False)
    reason_class = models.CharField(max_length=8, choices=ReasonClass, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_slip=False) | ~models.Q(reason_class=""),
                name="target_slip_has_a_reason_class",
            ),
            SameProgram("milestone", name="target_revision_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["milestone", "recorded_at"], name="target_revision_order")]

    def __str__(self) -> str:
        return f"{self.previous_to_on} → {self.to_on}"

    @property
    def days(self) -> int | None:
        """How far the target moved, in days; positive is later."""
        if self.to_on is None or self.previous_to_on is None:
            return None
        return (self.to_on - self.previous_to_on).days


class PlanLine(ProgramModel):
    """A milestone in a period: its rank there. A carried milestone has a line in both."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="plan_lines")
    period = models.CharField(max_length=6)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["milestone", "period"], name="plan_line_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(period__regex=PERIOD_PATTERN), name="plan_line_period_is_a_half_year"
            ),
            SameProgram("milestone", name="plan_line_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["program", "period", "rank"], name="plan_line_by_rank")]

    def __str__(self) -> str:
        return f"{self.milestone_id} in {self.period}"


class PlannedEffort(ProgramModel):
    """What a plan line asks of one subteam, in person-days."""

    plan_line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="efforts")
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")
    person_days = models.DecimalField(max_digits=9, decimal_places=2)
    text = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["plan_line", "subteam"], name="planned_effort_once_a_subteam"),
            models.CheckConstraint(
                condition=models.Q(person_days__gte=0), name="planned_effort_not_negative"
            ),
            SameProgram("plan_line", name="planned_effort_plan_line_same_program"),
            SameProgram("subteam", name="planned_effort_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.person_days} d"
