"""Work towards one milestone that one subteam is accountable for."""

from typing import Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import ProgramModel

# 1 for what was closed or dropped, else 0.
ENDED_LAST = models.Case(
    models.When(status__in=["CLOSED", "DROPPED"], then=models.Value(1)),
    default=models.Value(0),
    output_field=models.IntegerField(),
)


class DeliverableQuerySet(models.QuerySet["Deliverable"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        """Neither closed nor dropped."""
        return self.exclude(status__in=["CLOSED", "DROPPED"])

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        return self if sees_internal else self.filter(milestone__is_internal=False)

    def overdue(self, today: object) -> Self:
        """Open, and the due date lies behind us."""
        return self.open().filter(due_on__lt=today)


class Deliverable(ProgramModel):
    """A piece of a milestone with its output, its promises and its gate to close."""

    class Status(models.TextChoices):
        PLANNED = "PLANNED", "Planned"
        IN_PROGRESS = "IN_PROGRESS", "In progress"
        CLOSE_REQUESTED = "CLOSE_REQUESTED", "Close requested"
        CLOSED = "CLOSED", "Closed"
        DROPPED = "DROPPED", "Dropped"

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    milestone = models.ForeignKey(
        "milestones.Milestone", on_delete=models.PROTECT, related_name="deliverables"
    )
    feature = models.ForeignKey(
        "milestones.Feature", null=True, blank=True, on_delete=models.PROTECT, related_name="deliverables"
    )
    accountable = models.ForeignKey(
        "pm.Subteam", null=True, blank=True, on_delete=models.PROTECT, related_name="deliverables"
    )
    owner = models.ForeignKey(
        "pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="owned_deliverables"
    )
    status = models.CharField(max_length=16, choices=Status, default=Status.PLANNED)
    is_must = models.BooleanField(default=True)
    output = models.TextField(default="", blank=True)
    dependencies_text = models.TextField(default="", blank=True)
    external_url = models.URLField(max_length=500, default="", blank=True)
    planned_start_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_close_imported = models.BooleanField(default=False)
    # The idea that holds what was cut: dropped here, kept on the laundry list.
    cut_to = models.ForeignKey(
        "milestones.Milestone", null=True, blank=True, on_delete=models.PROTECT, related_name="cut_from"
    )
    rank = models.PositiveSmallIntegerField(default=0)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "number"], name="deliverable_number_once"),
            models.CheckConstraint(
                condition=models.Q(planned_start_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("planned_start_on")),
                name="deliverable_due_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="CLOSED") | models.Q(closed_on__isnull=False),
                name="deliverable_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(cut_to__isnull=True) | models.Q(status="DROPPED"),
                name="deliverable_cut_is_dropped",
            ),
            SameProgram("milestone", name="deliverable_milestone_same_program"),
            SameProgram("cut_to", name="deliverable_cut_to_same_program"),
            SameProgram("feature", name="deliverable_feature_same_program"),
            SameProgram("accountable", name="deliverable_accountable_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "due_on", "id"], name="deliverable_by_due"),
            # The order of its list: what has ended comes last.
            models.Index(
                models.F("program"),
                ENDED_LAST,
                models.F("due_on"),
                models.F("number"),
                name="deliverable_in_order",
            ),
            models.Index(fields=["milestone", "rank", "id"], name="deliverable_by_rank"),
            models.Index(fields=["program", "accountable", "status"], name="deliverable_by_subteam"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def key(self) -> str:
        """The public key, `D-7`."""
        return f"D-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.status not in {self.Status.CLOSED, self.Status.DROPPED}


class Contribution(ProgramModel):
    """A subteam that helps with a deliverable it is not accountable for."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="contributions")
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="contributions")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["deliverable", "subteam"], name="contribution_once"),
            SameProgram("deliverable", name="contribution_deliverable_same_program"),
            SameProgram("subteam", name="contribution_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.subteam_id} on {self.deliverable_id}"


class AcceptanceCriterion(ProgramModel):
    """A sentence that must hold for the deliverable to close."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="criteria")
    text = models.CharField(max_length=500)
    is_met = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("deliverable", name="criterion_deliverable_same_program"),
        ]

    def __str__(self) -> str:
        return self.text


class ChecklistItem(ProgramModel):
    """Specs, code, dogfooding or docs: done with evidence, not needed because, or open.

    A line that only should be done is counted and shown, and keeps nothing from closing.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        DONE = "DONE", "Done"
        NOT_NEEDED = "NOT_NEEDED", "Not needed"

    class Kind(models.TextChoices):
        SPECS = "SPECS", "Specs"
        CODE = "CODE", "Code"
        DOGFOODING = "DOGFOODING", "Dogfooding"
        DOCS = "DOCS", "Docs"
        OTHER = "OTHER", "Other"

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="checklist")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=500, default="", blank=True)
    is_should = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    evidence = models.CharField(max_length=500, default="", blank=True)
    because = models.CharField(max_length=300, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["deliverable", "kind", "rank"], name="checklist_item_once"),
            models.CheckConstraint(
                condition=~models.Q(state="DONE") | ~models.Q(evidence=""),
                name="checklist_done_has_evidence",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="NOT_NEEDED") | ~models.Q(because=""),
                name="checklist_not_needed_says_why",
            ),
            SameProgram("deliverable", name="checklist_deliverable_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"
