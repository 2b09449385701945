"""What the forms of the specification share: rows to choose from, a step, the filters of a register."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.models import Deliverable, Grade, Milestone
from milestones.pure.states import Step, find_step
from pm.forms.chosen import RowField
from pm.forms.fields import DayField, MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import FixedChoices, PlainSelect
from pm.models import Program, User
from pm.permissions import Permission
from pm.rules import Access

ANYONE = "Any"


def seen_milestones(program: Program, access: Access) -> QuerySet[Milestone]:
    """Every milestone that this reader may see."""
    return Milestone.objects.in_program(program).visible(sees_internal=access.can(Permission.VIEW_INTERNAL))


def seen_deliverables(program: Program, access: Access) -> QuerySet[Deliverable]:
    """Every deliverable that this reader may see."""
    rows = Deliverable.objects.in_program(program).visible(sees_internal=access.can(Permission.VIEW_INTERNAL))
    return rows.select_related("milestone")


def milestone_field(label: str = "Milestone", **more: Any) -> RowField:
    """A milestone by its typed key, such as M-3."""
    return RowField(seen_milestones, letter="M", listed=False, label=label, required=False, **more)


def deliverable_field(label: str = "Deliverable", **more: Any) -> RowField:
    """A deliverable by its typed key, such as D-7."""
    return RowField(seen_deliverables, letter="D", listed=False, label=label, required=False, **more)


def choice(label: str, choices: Sequence[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    """One of a few words."""
    return forms.ChoiceField(label=label, choices=choices, widget=PlainSelect, **more)


def grade(label: str, **more: Any) -> forms.ChoiceField:
    """Low, medium, high, or not judged yet."""
    return choice(label, [("", "Not judged"), *Grade.choices], required=False, **more)


class StepForm(RecordForm):
    """A step and the words it asks for. `to` is given by the button that led here."""

    columns: ClassVar[Mapping[str, str]] = {"to": "status"}
    steps: tuple[Step, ...] = ()
    asked: dict[str, str] = {}

    to = forms.ChoiceField(label="State", widget=forms.HiddenInput)
    reason = MarkdownField(label="Why", rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.wanted = str((initial or {}).get("to", ""))
        super().__init__(*args, initial=initial, **kwargs)

    def settle(self, name: str) -> None:
        """The states to choose from, and what the step asks for in words."""
        super().settle(name)
        field: Any = self.fields[name]
        if name == "to":
            field.choices = (
                type(self.row).State if self.columns["to"] == "state" else type(self.row).Status
            ).choices
        elif name == "reason":
            field.label = self.asked.get(self.target, "Why")
            field.required = self.step is not None and self.step.needs_reason
            field.error_messages["required"] = "One sentence is asked here. Write it."

    @property
    def target(self) -> str:
        """The state the person wants it in."""
        return str(self.data.get("to", "")) if self.is_bound else self.wanted

    @property
    def step(self) -> Step | None:
        """The step from where it stands, None when the table holds none."""
        status = getattr(self.row, self.columns["to"])
        return find_step(self.steps, status, self.target)

    def seen_status(self) -> str:
        """The state that the person saw."""
        return str(self.base()[self.columns["to"]])


def owners_of(rows: QuerySet) -> list[tuple[str, str]]:
    """Everybody who owns one of these rows, by name."""
    ids = rows.order_by().values("owner_id")
    return [
        (str(pk), name)
        for pk, name in User.objects.filter(pk__in=ids).order_by("name", "pk").values_list("pk", "name")
    ]


def number_typed(text: str, letter: str) -> int | None:
    """12 of `M-12`, `m-12` or `12`; None for anything else."""
    digits = text.strip().upper().removeprefix(f"{letter}-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else None


class DayFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter has no stubs
    """Rows before or after one day, written as anywhere else."""

    field_class = DayField


class SpecFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which rows of a register are listed: the open ones, unless states are chosen."""

    letter = ""
    words: tuple[str, ...] = ("title", "text")
    of_milestone: tuple[str, ...] = ("milestone",)

    q = django_filters.CharFilter(label="Words or key", method="by_words", max_length=100)
    milestone = django_filters.CharFilter(label="Milestone", method="by_milestone", max_length=12)
    owner = django_filters.ChoiceFilter(
        label="Owner", method="by_owner", choices=[], empty_label=ANYONE, widget=PlainSelect
    )
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=[], widget=forms.CheckboxSelectMultiple, distinct=False
    )

    def __init__(self, data: Any, *, queryset: QuerySet, user_id: int | None) -> None:
        super().__init__(data, queryset=queryset)
        self.user_id = user_id
        me = [("me", "Me")] if user_id is not None else []
        self.filters["owner"].extra["choices"] = FixedChoices(
            [*me, ("none", "No owner"), *owners_of(queryset)]
        )
        self.filters["status"].extra["choices"] = queryset.model.Status.choices

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows: QuerySet = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("status") else rows.filter(status="OPEN")

    def by_words(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        found = any_of(Q(**{f"{column}__icontains": value.strip()}) for column in self.words)
        number = number_typed(value, self.letter)
        return rows.filter(found | Q(number=number) if number is not None else found)

    def by_milestone(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        number = number_typed(value, "M")
        return (
            rows.none()
            if number is None
            else rows.filter(any_of(Q(**{f"{path}__number": number}) for path in self.of_milestone))
        )

    def by_owner(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if value == "none":
            return rows.filter(owner=None)
        return rows.filter(owner=self.user_id if value == "me" else int(value))


def any_of(conditions: Iterable[Q]) -> Q:
    """Rows for which one of these holds."""
    found = Q()
    for condition in conditions:
        found |= condition
    return found
