"""The forms of a handover and the filters of its desk."""

from collections.abc import Collection, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.forms.spec import DayFilter, StepForm, choice, number_typed
from milestones.forms.task import open_deliverables
from milestones.models import Handover, HandoverKind, Side
from milestones.pure.delivery_states import HANDOVER_STEPS
from pm.forms.chosen import ChosenField, RowField, SubteamField
from pm.forms.fields import DayField, MarkdownField, Settled
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.models import Program, Subteam

ANY = "Any"


class ContractField(ChosenField):
    """One of the program's kinds of handovers in use."""

    def offered(self, form: Settled) -> QuerySet[HandoverKind]:
        rows = HandoverKind.objects.filter(program=form.program, is_archived=False)
        return rows.order_by("rank", "name", "pk")


class HandoverForm(RecordForm):
    """What passes from whom to whom, by which contract, and where it is talked about."""

    columns = ("title", "receiver", "receiving_deliverable", "due_on", "discussion", "discussion_text")
    groups = (
        ("What passes on", ("deliverable", "kind", "title", "give", "accept")),
        ("From whom to whom", ("giver", "receiver", "receiving_deliverable", "due_on")),
        ("Where it is talked about", ("discussion", "discussion_text")),
    )
    once = ("deliverable", "kind", "giver", "give", "accept")

    deliverable = RowField(open_deliverables, letter="D", listed=False, label="Deliverable")
    kind = ContractField(
        label="Contract",
        required=False,
        empty_label="none, only the lines below",
        help_text="What is to be brought and to be agreed to is copied from it.",
    )
    title = forms.CharField(
        label="In a few words",
        max_length=200,
        required=False,
        help_text="Left empty, the contract and the deliverable name it.",
    )
    give = MarkdownField(
        label="To bring, beyond the contract",
        required=False,
        rows=2,
        max_length=4000,
        help_text="One a line.",
    )
    accept = MarkdownField(
        label="To agree to, beyond the contract",
        required=False,
        rows=2,
        max_length=4000,
        help_text="One a line.",
    )
    giver = SubteamField(label="Gives", required=False, empty_label="the deliverable’s subteam")
    receiver = SubteamField(
        label="Receives", error_messages={"required": "Choose the subteam that receives it."}
    )
    receiving_deliverable = RowField(
        open_deliverables, letter="D", listed=False, label="Goes on in", required=False,
        help_text="A deliverable of the receiving subteam.",
    )  # fmt: skip
    due_on = DayField(label="Due", required=False)
    discussion = choice("Discussion", Handover.Discussion.choices, initial=Handover.Discussion.ASYNC)
    discussion_text = forms.CharField(label="Link, or when and where", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            for name in self.once:
                del self.fields[name]
            self.fields["title"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "giver" in self.fields and not cleaned.get("giver") and cleaned.get("deliverable"):
            cleaned["giver"] = cleaned["deliverable"].accountable
            if cleaned["giver"] is None:
                self.add_error("giver", "No subteam is accountable for this deliverable. Choose who gives.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What a new handover is made of."""
        data = self.cleaned_data
        texts = {name: data[name].splitlines() for name in ("give", "accept")}
        return {**self.changes(), **texts, **{name: data[name] for name in ("deliverable", "kind", "giver")}}


class HandoverItemForm(RecordForm):
    """One more line."""

    side = choice("Who answers it", Side.choices)
    text = forms.CharField(label="Line", max_length=300)


class HandoverBringForm(RecordForm):
    """The evidence of a line that the giver brings."""

    columns = ("evidence",)
    evidence = forms.CharField(
        label="Evidence",
        max_length=500,
        required=False,
        help_text="A link, or a sentence that says where to look. Empty takes it back.",
    )


class HandoverStepForm(StepForm):
    steps = HANDOVER_STEPS
    asked = {Handover.Status.RETURNED: "What is missing"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.max_length = 500
        if not reason.required:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.setdefault("reason", "")
        if len(cleaned["reason"]) > 500:
            self.add_error("reason", "500 characters at most. Put the rest where it is talked about.")
        return cleaned


class HandoverFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which handovers are listed: those that are not accepted yet, unless states are chosen."""

    q = django_filters.CharFilter(label="Words or key", method="by_words", max_length=100)
    desk = django_filters.ChoiceFilter(
        label="Desk",
        method="by_desk",
        choices=[("waiting", "Waits for my subteams"), ("owed", "Owed by my subteams")],
        empty_label=ANY,
        widget=PlainSelect,
    )
    subteam = django_filters.ChoiceFilter(
        label="Subteam", method="by_subteam", choices=[], empty_label=ANY, widget=PlainSelect
    )
    deliverable = django_filters.CharFilter(label="Deliverable", method="by_deliverable", max_length=12)
    before = DayFilter(label="Due before", field_name="due_on", lookup_expr="lt")
    status = django_filters.MultipleChoiceFilter(
        label="Status", choices=Handover.Status.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )

    class Meta:
        model = Handover
        fields: Sequence[str] = []

    def __init__(
        self, data: Any, *, queryset: QuerySet[Handover], program: Program, teams: Collection[int]
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.teams = teams
        subteams = Subteam.objects.filter(program=program).order_by("rank", "name", "pk")
        self.filters["subteam"].extra["choices"] = list(subteams.values_list("slug", "name"))

    def filter_queryset(self, queryset: QuerySet[Handover]) -> QuerySet[Handover]:
        rows: QuerySet[Handover] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("status") else rows.exclude(status="ACCEPTED")

    def by_words(self, rows: QuerySet[Handover], _name: str, value: str) -> QuerySet[Handover]:
        number = number_typed(value, Handover.LETTER)
        found = Q(title__icontains=value.strip())
        return rows.filter(found | Q(number=number) if number is not None else found)

    def by_desk(self, rows: QuerySet[Handover], _name: str, value: str) -> QuerySet[Handover]:
        if value == "waiting":
            return rows.filter(receiver__in=self.teams, status="OFFERED")
        return rows.filter(giver__in=self.teams, status__in=["DRAFT", "RETURNED"])

    def by_subteam(self, rows: QuerySet[Handover], _name: str, value: str) -> QuerySet[Handover]:
        return rows.filter(Q(giver__slug=value) | Q(receiver__slug=value))

    def by_deliverable(self, rows: QuerySet[Handover], _name: str, value: str) -> QuerySet[Handover]:
        number = number_typed(value, "D")
        return rows.none() if number is None else rows.filter(deliverable__number=number)
