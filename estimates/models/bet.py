"""The decision to spend an appetite on a stage of a milestone, with the options weighed."""

from typing import ClassVar, Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import Keyed, ProgramModel, Recorded


class BetQuerySet(models.QuerySet["Bet"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        return self if sees_internal else self.exclude(milestone__is_internal=True)


class Bet(Keyed):
    """So many person-days for a stage. `numbers` holds what was seen when it was reviewed."""

    LETTER: ClassVar[str] = "BT"

    class Stage(models.TextChoices):
        POC = "POC", "Proof of concept"
        MVP = "MVP", "Minimal viable product"
        BEYOND = "BEYOND", "Beyond"

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        PLACED = "PLACED", "Placed"
        REVIEWED = "REVIEWED", "Reviewed"

    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.PROTECT, related_name="+", related_query_name="bet"
    )
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.MVP)
    title = models.CharField(max_length=200)
    appetite_days = models.DecimalField(max_digits=9, decimal_places=2)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    placed_on = models.DateField(null=True, blank=True)
    review_by_on = models.DateField(null=True, blank=True)
    midway_on = models.DateField(null=True, blank=True)
    midway_text = models.TextField(default="", blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_text = models.TextField(default="", blank=True)
    next_bet = models.CharField(max_length=300, default="", blank=True)
    numbers = models.JSONField(default=dict, blank=True)

    objects = BetQuerySet.as_manager()

    class Meta:
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(condition=models.Q(appetite_days__gt=0), name="bet_appetite_positive"),
            models.CheckConstraint(
                condition=models.Q(status="DRAFT") | models.Q(placed_on__isnull=False),
                name="bet_placed_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="REVIEWED")
                | (models.Q(reviewed_on__isnull=False) & ~models.Q(review_text="")),
                name="bet_reviewed_says_what",
            ),
            SameProgram("milestone", name="bet_milestone_same_program"),
        ]
        indexes = [models.Index(fields=["program", "status", "placed_on", "id"], name="bet_by_status")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class BetOption(ProgramModel):
    """One way that was weighed. At most one of a bet is chosen."""

    class State(models.TextChoices):
        HELD = "HELD", "Held"
        CHOSEN = "CHOSEN", "Chosen"
        REJECTED = "REJECTED", "Rejected"

    bet = models.ForeignKey(Bet, on_delete=models.CASCADE, related_name="options")
    summary = models.CharField(max_length=300)
    estimate_days = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    because = models.CharField(max_length=300, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["bet"], condition=models.Q(state="CHOSEN"), name="bet_option_one_chosen"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="REJECTED") | ~models.Q(because=""),
                name="bet_option_rejected_says_why",
            ),
            SameProgram("bet", name="bet_option_bet_same_program"),
        ]

    def __str__(self) -> str:
        return self.summary


class DecisionQuerySet(models.QuerySet["Decision"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def visible(self, *, sees_internal: bool) -> Self:
        """Without internal decisions and those of internal milestones, unless the reader may see them."""
        if sees_internal:
            return self
        return self.filter(is_internal=False).exclude(milestone__is_internal=True)


class Decision(Keyed, Recorded):
    """Continue, reshape, shelve, drop or re-prioritise, with the numbers seen at that moment. Append-only."""

    LETTER: ClassVar[str] = "DC"

    class Kind(models.TextChoices):
        CONTINUE = "CONTINUE", "Continue with a new bet"
        RESHAPE = "RESHAPE", "Reshape"
        SHELVE = "SHELVE", "Shelve"
        DROP = "DROP", "Drop"
        REPRIORITISE = "REPRIORITISE", "Re-prioritise"

    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.PROTECT, related_name="+", related_query_name="decision"
    )
    bet = models.ForeignKey(Bet, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind)
    rationale = models.TextField()
    numbers = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_internal = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, default="", blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(rationale=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_because=""),
                name="decision_withdrawn_says_why",
            ),
            SameProgram("milestone", name="decision_milestone_same_program"),
            SameProgram("bet", name="decision_bet_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "-happened_on", "-id"], name="decision_newest"),
            models.Index(fields=["milestone", "-happened_on"], name="decision_of_milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.get_kind_display()}"

    @property
    def title(self) -> str:
        """What was decided, as a heading."""
        return self.get_kind_display()
