"""A piece of work with acceptance criteria and an assignee, in a deliverable or on its own."""

from typing import ClassVar, Self

from django.db import models

from pm.constraints import SameProgram
from pm.models import Program
from pm.models.base import Keyed, ProgramModel

# 1 for what is planned in no week, else 0.
UNPLANNED_LAST = models.Case(
    models.When(planned_week="", then=models.Value(1)),
    default=models.Value(0),
    output_field=models.IntegerField(),
)


class TaskKind(ProgramModel):
    """What a task outside any deliverable can be: bug, test, release, dependencies by default."""

    name = models.CharField(max_length=40)
    # A test asks which deliverable caused it and moves there.
    asks_cause = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "name"], name="task_kind_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TaskKindItem(ProgramModel):
    """A line of the short checklist that a task of that kind starts with."""

    kind = models.ForeignKey(TaskKind, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(max_length=300)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("kind", name="task_kind_item_kind_same_program"),
        ]

    def __str__(self) -> str:
        return self.text


class TaskQuerySet(models.QuerySet["Task"]):
    def in_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(status__in=["OPEN", "IN_PROGRESS"])

    def orphans(self) -> Self:
        """Outside any deliverable."""
        return self.filter(deliverable__isnull=True)

    def visible(self, *, sees_internal: bool) -> Self:
        """Without those of internal milestones, unless the reader may see them."""
        if sees_internal:
            return self
        return self.exclude(deliverable__milestone__is_internal=True)


class Task(Keyed):
    """A task of a deliverable, or an orphan of a kind."""

    LETTER: ClassVar[str] = "T"

    class Status(models.TextChoices):
        OPEN = "OPEN", "Open"
        IN_PROGRESS = "IN_PROGRESS", "In progress"
        DONE = "DONE", "Done"
        DROPPED = "DROPPED", "Dropped"

    title = models.CharField(max_length=200)
    text = models.TextField(default="", blank=True)
    deliverable = models.ForeignKey(
        "milestones.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    kind = models.ForeignKey(TaskKind, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    caused_by = models.ForeignKey(
        "milestones.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="caused_tasks"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    assignee = models.ForeignKey(
        "pm.User", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    subteam = models.ForeignKey(
        "pm.Subteam", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    planned_week = models.CharField(max_length=8, default="", blank=True)
    external_url = models.URLField(max_length=500, default="", blank=True)
    done_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    rank = models.PositiveIntegerField(default=0)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            *Keyed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(deliverable__isnull=False) | models.Q(kind__isnull=False),
                name="task_in_a_deliverable_or_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_week="") | models.Q(planned_week__regex=r"^\d{4}-W\d{2}$"),
                name="task_week_is_iso",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="DONE") | models.Q(done_on__isnull=False),
                name="task_done_has_its_day",
            ),
            SameProgram("deliverable", name="task_deliverable_same_program"),
            SameProgram("kind", name="task_kind_same_program"),
            SameProgram("caused_by", name="task_caused_by_same_program"),
            SameProgram("subteam", name="task_subteam_same_program"),
        ]
        indexes = [
            models.Index(fields=["program", "status", "planned_week", "id"], name="task_by_week"),
            # The order of its list.
            models.Index(
                models.F("program"),
                UNPLANNED_LAST,
                models.F("planned_week"),
                models.F("number"),
                name="task_in_order",
            ),
            # The same for the open ones: what is done stands before them and is never read.
            models.Index(
                models.F("program"),
                UNPLANNED_LAST,
                models.F("planned_week"),
                models.F("number"),
                condition=models.Q(status__in=["OPEN", "IN_PROGRESS"]),
                name="task_open_in_order",
            ),
            models.Index(fields=["deliverable", "rank", "id"], name="task_by_rank"),
            models.Index(fields=["program", "assignee", "status"], name="task_by_assignee"),
            models.Index(fields=["program", "subteam", "status"], name="task_by_subteam"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.OPEN, self.Status.IN_PROGRESS}


class TaskCriterion(ProgramModel):
    """An acceptance criterion of a task, or a line of its kind's checklist."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="criteria")
    text = models.CharField(max_length=300)
    is_met = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("task", name="task_criterion_task_same_program"),
        ]

    def __str__(self) -> str:
        return self.text
