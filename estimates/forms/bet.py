"""Bets and their options as plain forms."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from estimates.models import Bet, BetOption
from milestones.models import Milestone
from pm.forms.chosen import RowField
from pm.forms.fields import DayField, DaysField, MarkdownField
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect
from pm.permissions import Permission
from pm.pure.effort import EffortProblem, parse_days

MOST_OPTIONS = 12


def open_milestones(program: Any, access: Any) -> Any:
    """The milestones of a program that may still be bet on, as this reader sees them."""
    rows = Milestone.objects.in_program(program).open()
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL)).order_by("number")


class OptionsField(forms.CharField):
    """Options to weigh, one a line: a summary and, after a bar, its effort."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, **kwargs)
        self.days_per_month = 20

    def settle(self, form: Any) -> None:
        self.days_per_month = form.program.days_per_month

    def clean(self, value: Any) -> list[tuple[str, Decimal | None]]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise ValidationError(f"{len(lines)} options are more than can be weighed. Keep {MOST_OPTIONS}.")
        return [self.option(line) for line in lines]

    def option(self, line: str) -> tuple[str, Decimal | None]:
        summary, _, effort = line.rpartition("|") if "|" in line else (line, "", "")
        if not summary.strip() or len(summary.strip()) > 300:
            raise ValidationError(
                "An option is one line of at most 300 characters, such as: Opt-in nodes | 30 d"
            )
        try:
            return summary.strip(), parse_days(effort, days_per_month=self.days_per_month)
        except EffortProblem as problem:
            raise ValidationError(f"{summary.strip()}: {problem}") from problem


class BetForm(RecordForm):
    """What is bet: a stage, an appetite, the options to weigh."""

    columns = ("title", "stage", "appetite_days", "review_by_on", "next_bet")
    milestone = RowField(
        open_milestones, letter="M", label="Milestone", begun="propose the first on the roadmap"
    )
    title = forms.CharField(label="What we bet on", max_length=200)
    stage = forms.ChoiceField(
        label="Stage", choices=Bet.Stage.choices, initial=Bet.Stage.MVP, widget=PlainSelect
    )
    appetite_days = DaysField(
        label="Appetite", help_text="What we are willing to spend: a cap, not an estimate."
    )
    review_by_on = DayField(label="Review by", required=False, ahead=True)
    options = OptionsField(
        label="Options weighed",
        required=False,
        help_text="One a line, its effort after a bar: Store on opt-in nodes | 30 d",
    )
    next_bet = forms.CharField(label="The next bet, if this one works", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["milestone"], self.fields["options"]
            if self.row.status != Bet.Status.DRAFT:
                del self.fields["stage"], self.fields["appetite_days"]


class OptionForm(RecordForm):
    """One way that was weighed."""

    columns = ("summary", "estimate_days", "state", "because")
    summary = forms.CharField(label="Option", max_length=300)
    estimate_days = DaysField(label="Estimate", required=False)
    state = forms.ChoiceField(
        label="Outcome", choices=BetOption.State.choices, initial=BetOption.State.HELD, widget=PlainSelect,
        help_text="One option of a bet is chosen; choosing another holds the one before.",
    )  # fmt: skip
    because = forms.CharField(label="Because", max_length=300, required=False)


class PlaceForm(RecordForm):
    """Placing a bet: the day, and whether the milestone's appetite becomes the sum of its bets."""

    placed_on = DayField(label="Placed on")
    adds_up = forms.BooleanField(label="Set the milestone's appetite to the sum of its bets", required=False)


class MidwayForm(RecordForm):
    """The look mid-way, when the proof of concept or the RFC is done."""

    midway_on = DayField(label="Held on")
    midway_text = MarkdownField(label="What was found")
    next_bet = forms.CharField(label="The next bet", max_length=300, required=False)


class ReviewForm(RecordForm):
    """The review at the end. The numbers of this moment are kept with it."""

    reviewed_on = DayField(label="Reviewed on")
    review_text = MarkdownField(label="What the bet brought")
    next_bet = forms.CharField(label="The next bet", max_length=300, required=False)


class BetFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which bets are listed."""

    q = django_filters.CharFilter(label="Words", field_name="title", lookup_expr="icontains", max_length=100)
    status = django_filters.ChoiceFilter(
        label="Status", choices=Bet.Status.choices, empty_label="Any", widget=PlainSelect
    )
    stage = django_filters.ChoiceFilter(
        label="Stage", choices=Bet.Stage.choices, empty_label="Any", widget=PlainSelect
    )

    class Meta:
        model = Bet
        fields: tuple[str, ...] = ()
