"""The forms of a sign-off and the filters of the desk."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from milestones.forms.spec import choice
from milestones.models import EvidenceRequirement, Feature, SignOff, Statement
from milestones.queries.signoff import expiring, lacking, refused, unbuilt_by
from milestones.services.signoff import SIGNING_KINDS
from pm.forms.chosen import ChosenField
from pm.forms.fields import DayField, LinkField, MarkdownField, Settled
from pm.forms.record import RecordForm
from pm.forms.widgets import FixedChoices, PlainSelect
from pm.models import Program, Subteam
from pm.permissions import Permission

ANY = "Any"
LACKING = "lacking"


def right_of(requirement: EvidenceRequirement | None) -> Permission:
    """What signing for this evidence asks of a person, for the team they sign for."""
    is_own = requirement is not None and requirement.provider == EvidenceRequirement.Provider.OWNER
    return Permission.WORK_ON_DELIVERABLE if is_own else Permission.SIGN_OFF


class SigningTeamField(ChosenField):
    """A team that signs for others, or one that builds the statement."""

    builders: Collection[int] = ()
    requirements: Sequence[EvidenceRequirement] = ()

    def offered(self, form: Settled) -> list[Subteam]:
        """Those one may speak for, by one of the evidences that one may bring."""
        rows = Subteam.objects.filter(program=form.program, is_archived=False)
        rows = rows.filter(Q(kind__in=SIGNING_KINDS) | Q(pk__in=self.builders))
        needed = {right_of(one) for one in self.requirements}
        return [
            row
            for row in rows.order_by("rank", "name", "pk")
            if any(form.access.can(right, subteam_id=row.pk) for right in needed)
        ]

    def mark(self, row: Any) -> str:
        return str(row.slug)


class SignOffForm(RecordForm):
    """What was tested by whom, and what came of it."""

    groups = (
        ("What came of it", ("kind", "verdict", "link", "reason")),
        ("Who, where, when", ("subteam", "environment", "happened_on", "expires_on")),
    )

    kind = choice("Evidence", EvidenceRequirement.Kind.choices)
    verdict = choice("Verdict", SignOff.Verdict.choices)
    link = LinkField(label="Link", required=False, help_text="To the run, the panel or the report.")
    reason = MarkdownField(
        label="Why",
        required=False,
        rows=2,
        max_length=500,
        help_text="Asked when it is refused or not relevant.",
    )
    subteam = SigningTeamField(label="Team that tested")
    environment = forms.CharField(
        label="Environment", max_length=200, required=False, help_text="100 nodes, 30 % loss."
    )
    happened_on = DayField(label="Made on", required=False, help_text="Empty: today.")
    expires_on = DayField(label="Expires", required=False, help_text="Empty: as the policy says.")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        statement: Statement,
        requirements: Sequence[EvidenceRequirement],
        builders: Collection[int],
        **kwargs: Any,
    ) -> None:
        self.builders, self.requirements = builders, requirements
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(one.kind, one.get_kind_display()) for one in requirements]
        self.initial.setdefault("revision", statement.revision)
        team: Any = self.fields["subteam"]
        own = frozenset().union(*self.access.own_subteams.values())
        if len(mine := [row for row in team.rows().values() if row.pk in own]) == 1:
            self.initial.setdefault("subteam", mine[0])

    def settle(self, name: str) -> None:
        field: Any = self.fields[name]
        if isinstance(field, SigningTeamField):
            field.builders, field.requirements = self.builders, self.requirements
        super().settle(name)

    def values(self) -> dict[str, Any]:
        """What the sign-off is made of."""
        return dict(self.cleaned_data)

    @property
    def requirement(self) -> EvidenceRequirement:
        """The line of the policy that this answers."""
        return next(one for one in self.requirements if one.kind == self.cleaned_data["kind"])


class WithdrawForm(RecordForm):
    """Why it is taken back."""

    because = forms.CharField(label="Why", max_length=300)


class SignOffFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no stubs
    """Which statements stand on the desk: those that lack a service team's evidence, or what is asked."""

    show = django_filters.ChoiceFilter(
        label="Show",
        method="by_show",
        choices=[
            (LACKING, "Lacks evidence"),
            ("refused", "Refused"),
            ("expiring", "Expired or expires within 30 days"),
            ("all", "All that is promised"),
        ],
        empty_label="Lacks evidence",
        widget=PlainSelect,
    )
    q = django_filters.CharFilter(label="Words", field_name="text", lookup_expr="icontains", max_length=100)
    letter = django_filters.ChoiceFilter(
        label="Letter", choices=Statement.Letter.choices, empty_label=ANY, widget=PlainSelect
    )
    feature = django_filters.ChoiceFilter(
        label="Feature", field_name="feature__slug", choices=[], empty_label=ANY, widget=PlainSelect
    )

    class Meta:
        model = Statement
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: QuerySet[Statement],
        program: Program,
        teams: Collection[int],
        today: date,
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.today, self.teams = today, teams
        features = Feature.objects.in_program(program).order_by("name", "slug")
        self.filters["feature"].extra["choices"] = FixedChoices(features.values_list("slug", "name"))

    def filter_queryset(self, queryset: QuerySet[Statement]) -> QuerySet[Statement]:
        rows: QuerySet[Statement] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("show") else self.by_show(rows, "show", LACKING)

    def by_show(self, rows: QuerySet[Statement], _name: str, value: str) -> QuerySet[Statement]:
        if value == "refused":
            return refused(rows)
        if value == "expiring":
            return expiring(rows, self.today)
        return unbuilt_by(lacking(rows, self.today), self.teams) if value == LACKING else rows
