"""Work passes from one subteam to another by a contract: what is given, what is agreed to."""

from typing import ClassVar, Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program, Subteam
from pm.models.base import Keyed, ProgramModel


class Side(models.TextChoices):
    """Who answers a line: the giver brings it, the receiver agrees to it."""

    GIVE = "GIVE", "To bring"
    ACCEPT = "ACCEPT", "To agree to"


class HandoverKind(ProgramModel):
    """The contract between two kinds of subteam."""

    name = models.CharField(max_length=80)
    giver_kind = models.CharField(max_length=12, choices=Subteam.Kind)
    receiver_kind = models.CharField(max_length=12, choices=Subteam.Kind)
    is_archived = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "name"], name="handover_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name


class HandoverKindItem(ProgramModel):
    """A line of the contract."""

    kind = models.ForeignKey(HandoverKind, on_delete=models.CASCADE, related_name="items")
    side = models.CharField(max_length=6, choices=Side)
    text = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("kind", name="handover_kind_item_kind_same_program"),
        ]

    def __str__(self) -> str:
        return self.text


class HandoverQuerySet(models.QuerySet["Handover"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        """Not accepted yet."""
        return self.exclude(status="ACCEPTED")

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        return self if sees_internal else self.exclude(deliverable__milestone__is_internal=True)


class Handover(Keyed):
    """One passing on of a deliverable's work. The giver can never accept."""

    LETTER: ClassVar[str] = "H"

    class Status(models.TextChoices):
        DRAFT = "DRAFT", "Draft"
        OFFERED = "OFFERED", "Offered"
        ACCEPTED = "ACCEPTED", "Accepted"
        RETURNED = "RETURNED", "Returned"

    class Discussion(models.TextChoices):
        ASYNC = "ASYNC", "In writing"
        LINK = "LINK", "At a link"
        MEETING = "MEETING", "In a meeting"

    title = models.CharField(max_length=200)
    kind = models.ForeignKey(
        HandoverKind, null=True, blank=True, on_delete=models.PROTECT, related_name="handovers"
    )
    deliverable = models.ForeignKey(
        "milestones.Deliverable", on_delete=models.PROTECT, related_name="handovers"
    )
    receiving_deliverable = models.ForeignKey(
        "milestones.Deliverable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="received_handovers",
    )
    giver = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="given_handovers")
    receiver = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="received_handovers")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    due_on = models.DateField(null=True, blank=True)
    discussion = models.CharField(max_length=8, choices=Discussion, default=Discussion.ASYNC)
    discussion_text = models.CharField(max_length=500, default="", blank=True)
    offered_on = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    returned_because = models.CharField(max_length=500, default="", blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")), name="handover_between_two_subteams"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["OFFERED", "ACCEPTED"]) | models.Q(offered_on__isnull=False),
                name="handover_offered_has_its_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="ACCEPTED")
                | models.Q(accepted_on__isnull=False)
                & (
                    models.Q(accepted_by__isnull=True)
                    | models.Q(offered_by__isnull=True)
                    | ~models.Q(accepted_by=models.F("offered_by"))
                ),
                name="handover_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="RETURNED") | ~models.Q(returned_because=""),
                name="handover_returned_says_why",
            ),
            SameProgram("kind", name="handover_kind_same_program"),
            SameProgram("deliverable", name="handover_deliverable_same_program"),
            SameProgram("receiving_deliverable", name="handover_receiving_deliverable_same_program"),
            SameProgram("giver", name="handover_giver_same_program"),
            SameProgram("receiver", name="handover_receiver_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "status", "due_on", "id"], name="handover_by_due"),
            models.Index(fields=["deliverable"], name="handover_of_deliverable"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class HandoverItem(ProgramModel):
    """A line of one handover: brought with evidence, or agreed to with a tick."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    side = models.CharField(max_length=6, choices=Side)
    text = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)
    evidence = models.CharField(max_length=500, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_done=False) | models.Q(side="ACCEPT") | ~models.Q(evidence=""),
                name="handover_brought_has_evidence",
            ),
            SameProgram("handover", name="handover_item_handover_same_program"),
        ]

    def __str__(self) -> str:
        return self.text
