"""Capacity of a subteam in a half-year, its absences, its allocations and its cost rate as plain forms."""

from typing import Any

from django import forms

from milestones.models import Deliverable, Milestone
from pm.forms.chosen import PersonField, RowField, SubteamField
from pm.forms.fields import DayField, DaysField
from pm.forms.record import RecordForm
from pm.permissions import Permission


class CapacityForm(RecordForm):
    """People and what of their time goes to support; saving appends a revision."""

    columns = ("people", "support_percent", "note")
    people = forms.DecimalField(
        label="People", min_value=0, max_value=1000, max_digits=6, decimal_places=2,
        help_text="Part-time counts in parts: 2.5",
    )  # fmt: skip
    support_percent = forms.IntegerField(
        label="Support, per cent", min_value=0, max_value=100, initial=20,
        help_text="What of the time goes to support and is not there for the plan.",
    )  # fmt: skip
    note = forms.CharField(label="Note", max_length=300, required=False)


class AbsenceForm(RecordForm):
    """Person-days away, by a reason and never by a person."""

    columns = ("subteam", "from_on", "to_on", "person_days", "reason")
    subteam = SubteamField(label="Subteam")
    from_on = DayField(label="From")
    to_on = DayField(label="To")
    person_days = DaysField(
        label="Person-days away", help_text="Of the subteam together: 3 people for a week are 15 d."
    )
    reason = forms.CharField(
        label="Reason", max_length=120, required=False, help_text="Such as offsite, or summer."
    )


def open_milestones(program: Any, access: Any) -> Any:
    rows = Milestone.objects.in_program(program).open()
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL)).order_by("number")


def open_deliverables(program: Any, access: Any) -> Any:
    rows = Deliverable.objects.in_program(program).open()
    return rows.visible(sees_internal=access.can(Permission.VIEW_INTERNAL))


class AllocationForm(RecordForm):
    """Who works on what, from when to when."""

    columns = ("subteam", "people", "person", "from_on", "to_on", "note")
    milestone = RowField(open_milestones, letter="M", label="Milestone", required=False)
    deliverable = RowField(
        open_deliverables, letter="D", listed=False, label="Or one deliverable", required=False
    )
    subteam = SubteamField(label="Subteam")
    people = forms.DecimalField(
        label="People", min_value=0, max_value=1000, max_digits=6, decimal_places=2,
        help_text="How many of the subteam; half a person is 0.5.",
    )  # fmt: skip
    person = PersonField(label="Person", required=False, empty_label="not said")
    from_on = DayField(label="From")
    to_on = DayField(label="To")
    note = forms.CharField(label="Note", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            del self.fields["milestone"], self.fields["deliverable"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.row is None and not self.errors:
            chosen = [cleaned.get(name) for name in ("milestone", "deliverable") if cleaned.get(name)]
            if len(chosen) != 1:
                self.add_error(
                    "milestone", "Choose a milestone, or write the key of one deliverable: one of both."
                )
        return cleaned


class CostForm(RecordForm):
    """What a person-day costs."""

    columns = ("amount", "currency")
    amount = forms.DecimalField(label="Cost of a person-day", min_value=0, max_digits=10, decimal_places=2)
    currency = forms.CharField(label="Currency", max_length=3, min_length=3, initial="EUR")

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
