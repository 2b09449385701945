"""A cycle of work, its parts and steps; and the form that plans a milestone by one."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField

from milestones.models import HandoverKind, WorkCycle, WorkCyclePart, WorkCycleStep
from milestones.services.cycle_plan import Taken
from pm.forms.chosen import ChosenField, SubteamField
from pm.forms.fields import DayField, MarkdownField, Settled
from pm.forms.record import RecordForm
from pm.models import Subteam

NO_REASON = "Say in one sentence why it is not needed."


class WorkCycleForm(RecordForm):
    """Its name and what it is for."""

    columns = ("name", "text", "rank")
    name = forms.CharField(label="Name", max_length=80, help_text="Such as Research.")
    text = forms.CharField(label="What it is for", required=False, max_length=300)
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)


class CyclePartForm(RecordForm):
    """One deliverable of the work, who answers for it, and at its beginning its steps."""

    columns = ("name", "subteam_kind", "output", "condition", "rank")
    name = forms.CharField(label="Name", max_length=80, help_text="What the deliverable is, such as Docs.")
    subteam_kind = forms.ChoiceField(
        label="Kind of subteam that answers for it",
        required=False,
        choices=[("", "any"), *Subteam.Kind.choices],
    )
    output = forms.CharField(label="Output", required=False, max_length=300)
    condition = forms.CharField(
        label="Only where",
        required=False,
        max_length=200,
        help_text="Left empty, it is always needed. Else whoever plans may say “not needed, because”.",
    )
    rank = forms.IntegerField(label="Place", min_value=0, max_value=999, initial=99)
    steps = MarkdownField(label="Its steps", required=False, max_length=4000, help_text="A line each.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["steps"]


class PartField(ChosenField):
    """Another part of the same cycle."""

    def offered(self, form: Settled) -> QuerySet[WorkCyclePart]:
        part: WorkCyclePart = form.part  # type: ignore[attr-defined]  # only a CycleStepForm has this field
        rows = WorkCyclePart.objects.filter(cycle=part.cycle_id).exclude(pk=part.pk)
        return rows.order_by("rank", "pk")


class ContractField(ChosenField):
    """A kind of handover that is in use."""

    def offered(self, form: Settled) -> QuerySet[HandoverKind]:
        rows = HandoverKind.objects.filter(program=form.program, is_archived=False)
        return rows.order_by("rank", "name", "pk")


class CycleStepForm(RecordForm):
    """One step, and to whom its end hands over."""

    columns = ("number", "text", "condition", "is_review", "hands_to", "handover_kind")
    number = forms.IntegerField(
        label="Number", required=False, min_value=1, max_value=99, help_text="Left empty, it comes last."
    )
    text = forms.CharField(label="What is done", max_length=200)
    condition = forms.CharField(
        label="Only where", required=False, max_length=200, help_text="Left empty, it is always needed."
    )
    is_review = forms.BooleanField(label="The mid-way review follows it", required=False)
    hands_to = PartField(label="Hands over to", required=False, empty_label="nobody")
    handover_kind = ContractField(label="By the contract", required=False, empty_label="none")

    def __init__(self, *args: Any, part: WorkCyclePart, **kwargs: Any) -> None:
        self.part = part
        super().__init__(*args, **kwargs)


class CyclePlanForm(RecordForm):
    """What is made of a cycle for one milestone: who answers for each part, what is not needed and why."""

    start = DayField(
        required=False, label="Planned start", help_text="Of the first part. The other dates stay open."
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[WorkCyclePart, Sequence[WorkCycleStep]]],
                 teams: Sequence[Subteam], **kwargs: Any) -> None:  # fmt: skip
        self.parts = parts
        super().__init__(*args, **kwargs)
        for part, steps in parts:
            if part.condition:
                self.ask(f"part_{part.pk}", f"Needed: {lower_first(part.condition)}")
            field = SubteamField(
                required=False, label="Accountable subteam", empty_label="nobody yet", help_text=said(steps)
            )
            self.fields[f"team_{part.pk}"] = field
            field.settle(self)
            first = next((team for team in teams if team.kind == part.subteam_kind), None)
            self.initial[f"team_{part.pk}"] = first
            for step in steps:
                if step.condition:
                    self.ask(f"step_{step.pk}", f"Step {step.number} needed: {lower_first(step.condition)}")

    def ask(self, name: str, label: str) -> None:
        """A tick for what may be needed, and why where it is not."""
        self.fields[name] = forms.BooleanField(required=False, label=label)
        self.fields[f"{name}_because"] = forms.CharField(
            required=False, max_length=200, label="Not needed, because"
        )
        self.initial[name] = True

    def drawn_groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        yield "", [self["start"]]
        for part, steps in self.parts:
            marks = [f"part_{part.pk}", f"part_{part.pk}_because", f"team_{part.pk}"]
            marks += [f"step_{step.pk}{end}" for step in steps for end in ("", "_because")]
            yield part.name, [self[name] for name in marks if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in list(self.fields):
            because = f"{name}_because"
            if because in self.fields and not cleaned.get(name) and not cleaned.get(because, "").strip():
                self.add_error(because, NO_REASON)
        return cleaned

    def why_not(self, name: str) -> str:
        """Why something is not needed; empty where it is."""
        if name not in self.fields or self.cleaned_data[name]:
            return ""
        return str(self.cleaned_data[f"{name}_because"])

    def taken(self) -> list[Taken]:
        """What is to be made of each part."""
        return [
            Taken(
                part,
                steps,
                subteam=self.cleaned_data[f"team_{part.pk}"],
                because=self.why_not(f"part_{part.pk}"),
                waived={step.pk: why for step in steps if (why := self.why_not(f"step_{step.pk}"))},
            )
            for part, steps in self.parts
        ]


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def said(steps: Sequence[WorkCycleStep]) -> str:
    """What a part is made of, in a line."""
    if not steps:
        return "A deliverable without tasks of its own."
    words = []
    for step in steps:
        more = ", then the mid-way review" if step.is_review else ""
        more += f", handed over to {step.hands_to.name}" if step.hands_to else ""
        words.append(f"{step.number} {step.text}{more}")
    return f"{' · '.join(words)}."


def cycles_in_use(rows: QuerySet[WorkCycle]) -> list[WorkCycle]:
    """The cycles that are offered, in their order."""
    return list(rows.filter(is_archived=False).order_by("rank", "name", "pk"))
