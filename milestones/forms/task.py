"""The forms of a task."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from milestones.forms.spec import StepForm, deliverable_field, seen_deliverables
from milestones.models import Deliverable, Task, TaskKind
from milestones.pure.delivery_states import TASK_STEPS
from pm.forms.chosen import ChosenField, PersonField, RowField, SubteamField
from pm.forms.fields import LinkField, MarkdownField, Settled
from pm.forms.record import RecordForm
from pm.models import Program
from pm.rules import Access


class KindField(ChosenField):
    """One of the program's kinds of tasks in use."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "none, it is in a deliverable")
        super().__init__(**kwargs)

    def offered(self, form: Settled) -> QuerySet[TaskKind]:
        return TaskKind.objects.filter(program=form.program, is_archived=False).order_by("rank", "name", "pk")


class WeekField(forms.CharField):
    """An ISO week, `2026-W39`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"placeholder": "2026-W39"}))
        super().__init__(max_length=8, **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").upper()


def open_deliverables(program: Program, access: Access) -> QuerySet[Deliverable]:
    """Deliverables that can still take a task."""
    return seen_deliverables(program, access).exclude(status__in=["CLOSED", "DROPPED"])


class TaskForm(RecordForm):
    """What is to be done, where it belongs, who does it and when."""

    columns = ("title", "text", "assignee", "subteam", "planned_week", "external_url")
    groups = (
        ("What", ("title", "text", "criteria")),
        ("Where it belongs", ("deliverable", "kind", "caused_by")),
        ("Who and when", ("assignee", "subteam", "planned_week", "external_url")),
    )

    title = forms.CharField(label="Task", max_length=200)
    text = MarkdownField(label="More about it", required=False)
    criteria = MarkdownField(
        label="Acceptance criteria", required=False, rows=3, max_length=4000, help_text="One a line."
    )
    deliverable = RowField(open_deliverables, letter="D", listed=False, label="Deliverable", required=False)
    kind = KindField(
        label="Kind",
        required=False,
        help_text="Asked of a task outside any deliverable; brings its checklist.",
    )
    caused_by = deliverable_field(
        "Caused by", help_text="Of a test: the deliverable that caused it. The test moves there."
    )
    assignee = PersonField(label="Assignee", required=False)
    subteam = SubteamField(label="Subteam", required=False, empty_label="the deliverable’s")
    planned_week = WeekField(label="Planned week", required=False)
    external_url = LinkField(label="Tracked at", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            for name in ("criteria", "deliverable", "kind", "caused_by"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What a new task is made of."""
        data = self.cleaned_data
        placed = {name: data[name] for name in ("deliverable", "kind", "caused_by")}
        return {**self.changes(), **placed, "criteria": data["criteria"].splitlines()}


class TaskMoveForm(RecordForm):
    """Another deliverable, or none."""

    columns = ("deliverable", "kind")
    deliverable = RowField(open_deliverables, letter="D", listed=False, label="Deliverable", required=False)
    kind = KindField(label="Kind", required=False, help_text="A task outside any deliverable has one.")


class TaskCauseForm(RecordForm):
    """Which deliverable caused a test."""

    caused_by = RowField(
        open_deliverables, letter="D", listed=False, label="Caused by", help_text="The test moves there."
    )


class TaskCriterionForm(RecordForm):
    """One more criterion."""

    text = forms.CharField(label="Criterion", max_length=300)


class TaskStepForm(StepForm):
    steps = TASK_STEPS
    asked = {
        Task.Status.DROPPED: "Why it is dropped",
        Task.Status.OPEN: "Why it is open again",
    }
