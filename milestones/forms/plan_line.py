"""A milestone in a half-year: its rank there, and the effort it asks of each subteam."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from milestones.models import PlannedEffort
from pm.forms.fields import DaysField
from pm.forms.record import RecordForm
from pm.models import Period, Subteam
from pm.pure.periods import following, half_year


class PlanLineForm(RecordForm):
    """The rank and the planned effort by subteam; the half-year stays once it is chosen."""

    columns = ("rank",)
    rank = forms.IntegerField(
        label="Rank", min_value=0, max_value=999, initial=0, help_text="1 comes first; 0 is not ranked."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = list(
            Subteam.objects.filter(program=self.program, is_archived=False).order_by("rank", "name", "pk")
        )
        held = {} if self.row is None else self.held()
        for team in self.teams:
            name = f"effort_{team.pk}"
            self.fields[name] = DaysField(required=False, least=Decimal(0), label=f"Effort of {team.name}")
            self.settle(name)
            self.initial[name] = held.get(team.pk)

    def held(self) -> dict[int, Decimal]:
        """The planned effort that stands now, by subteam."""
        rows = PlannedEffort.objects.filter(plan_line=self.row)
        return dict(rows.values_list("subteam_id", "person_days"))

    def efforts(self) -> dict[Subteam, Decimal | None]:
        """The effort of each subteam; None where none is planned."""
        return {team: self.cleaned_data[f"effort_{team.pk}"] for team in self.teams}

    def planned(self) -> dict[Subteam, Decimal]:
        """The subteams that something is planned of."""
        return {team: days for team, days in self.efforts().items() if days is not None}


class NewPlanLineForm(PlanLineForm):
    """Which half-year, too."""

    period = forms.ChoiceField(label="Half-year", choices=[])
    field_order = ("period", "rank")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["period"]  # a ChoiceField; typeshed knows only Field
        field.choices = lambda: [("", "Choose…"), *((code, code) for code in self.periods())]

    def periods(self) -> Iterable[str]:
        """The half-years that are open, this one and the next."""
        near = half_year(self.today)
        rows = Period.objects.filter(program=self.program, is_closed=False).values_list("code", flat=True)
        return sorted({near, following(near), *rows})
