"""The whole form of a milestone: asked with a title and a track, everything else when it is known."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from milestones.forms.target import EXAMPLES, TargetField, settled, target_of
from milestones.models import Milestone, TargetRevision, Track
from milestones.models.milestone import MilestoneQuerySet
from pm.forms.chosen import PersonField, RowField
from pm.forms.fields import DayField, DaysField, LinkField, MarkdownField
from pm.forms.record import RecordForm
from pm.models import Period, Program
from pm.permissions import Permission
from pm.pure.dates import UNKNOWN, ImpreciseDate
from pm.pure.periods import following, half_year
from pm.rules import Access

TARGET = "target"
WHY = ("narrative", "benefit", "audience", "objective", "value")
SCOPE = ("scope_in", "scope_out", "risks_text", "rollback_plan")
DATES = (
    "start", "target", "reason_class", "reason", "appetite", "capacity_percent", "is_pencilled", "period",
)  # fmt: skip
LINKS = ("follows", "budget_line", "effort_guess", "external_url", "is_internal")
# What somebody may say of an idea who may not edit the plan.
IDEA_FIELDS = frozenset({"title", "track", "narrative", "benefit", "audience", "value", "effort_guess"})
VALUE_ERROR = "The value is a whole number from 0 to 10."
SHARE_ERROR = "The share is a whole number from 0 to 100."


def tracks(program: Program, access: Access) -> QuerySet[Track]:
    """The tracks that take new milestones."""
    return Track.objects.filter(program=program, is_archived=False).order_by("rank", "name", "pk")


def bets(program: Program, access: Access) -> MilestoneQuerySet:
    """Every milestone this reader may see."""
    seen = Milestone.objects.in_program(program).visible(sees_internal=access.can(Permission.VIEW_INTERNAL))
    return seen.order_by("number")


def budget_lines(program: Program, access: Access) -> MilestoneQuerySet:
    """The budget lines that are still spent from."""
    return bets(program, access).open().filter(kind=Milestone.Kind.BUDGET_LINE)


def whole(low_high_error: str, top: int, **more: Any) -> forms.IntegerField:
    """A whole number from 0, with one sentence for whatever else is typed."""
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), low_high_error)
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        required=False, min_value=0, max_value=top, error_messages=errors, widget=widget, **more
    )


class MilestoneForm(RecordForm):
    """Every field of a milestone in calm groups; its target asks why it moves once it is committed."""

    columns = {
        **{name: name for name in ("title", "track", "kind", "owner", *WHY, *SCOPE)},
        "start": "planned_start_on",
        TARGET: TARGET,
        "appetite": "appetite_days",
        "capacity_percent": "capacity_percent",
        "is_pencilled": "is_pencilled",
        "follows": "follows",
        "budget_line": "budget_line",
        "effort_guess": "effort_guess_days",
        "external_url": "external_url",
        "is_internal": "is_internal",
    }
    beside = {TARGET: ("reason_class", "reason")}
    groups = (
        ("", ("title", "track", "status")),
        ("What and why", ("kind", "owner", *WHY)),
        ("Scope", SCOPE),
        ("Dates and appetite", DATES),
        ("Links", LINKS),
    )
    folded: frozenset[str] = frozenset()

    title = forms.CharField(max_length=200)
    track = RowField(tracks, error_messages={"required": "Choose the theme it belongs to."})
    kind = forms.ChoiceField(choices=Milestone.Kind.choices, initial=Milestone.Kind.STANDARD)
    owner = PersonField(required=False, empty_label="no owner")
    narrative = MarkdownField(required=False, label="Why", help_text="Markdown. Why this is worth doing now.")
    benefit = forms.CharField(
        required=False, max_length=300, label="Benefit", help_text="One sentence a user would say."
    )
    audience = forms.ChoiceField(required=False, choices=Milestone.Audience.choices, label="For whom")
    objective = forms.CharField(required=False, max_length=300, label="Strategic objective")
    value = whole(VALUE_ERROR, 10, label="Value, 0–10")
    scope_in = MarkdownField(required=False, label="In scope", rows=3)
    scope_out = MarkdownField(required=False, label="Left out", rows=3)
    risks_text = MarkdownField(required=False, label="Risks in words", rows=3)
    rollback_plan = MarkdownField(
        required=False, label="Rollback plan", rows=3, help_text="How to go back when it fails in use."
    )
    start = DayField(required=False, label="Planned start")
    target = TargetField(label="Target", help_text=f"A day, a month, a quarter or a stretch: {EXAMPLES}.")
    reason_class = forms.ChoiceField(label="Why the target moves", required=False, choices=[])
    reason = forms.CharField(label="In one sentence", required=False, max_length=300)
    appetite = DaysField(
        required=False, bare="m", label="Appetite", help_text="What we are willing to spend: a cap."
    )
    capacity_percent = whole(
        SHARE_ERROR, 100, label="Share of the capacity, %", help_text="For a budget line only."
    )
    is_pencilled = forms.BooleanField(required=False, label="Pencilled: later, no date is asked yet")
    follows = RowField(
        bets, letter="M", listed=False, required=False, label="Follows",
        help_text="The bet it continues, by its key. It is reviewed before this one is committed.",
    )  # fmt: skip
    budget_line = RowField(
        budget_lines, letter="M", required=False, label="Research is charged to",
        help_text="The budget line that pays while it is an idea.",
    )  # fmt: skip
    effort_guess = DaysField(required=False, bare="m", label="Effort, a first guess")
    external_url = LinkField(required=False, label="External tracker")
    is_internal = forms.BooleanField(required=False, label="Internal: never shown to the public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None and self.row.is_committed:
            field: Any = self.fields["reason_class"]  # a ChoiceField; typeshed knows only Field
            field.choices = [("", "The target stays"), *TargetRevision.ReasonClass.choices[1:]]
        else:
            del self.fields["reason_class"], self.fields["reason"]

    def current(self, name: str) -> Any:
        if name == TARGET and self.row is not None:
            return target_of(self.row)
        return super().current(name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if TARGET in cleaned:
            seen = getattr(self, "seen", {}).get(TARGET, UNKNOWN)
            try:
                cleaned[TARGET] = settled(cleaned[TARGET], seen, self.today)
            except ValidationError as problem:
                self.add_error(TARGET, problem)
        return cleaned

    def goal(self) -> ImpreciseDate | None:
        """The new target; None when it stays."""
        found: ImpreciseDate | None = self.changes().get(TARGET)
        return found

    def plain_changes(self) -> dict[str, Any]:
        """The changes of everything but the target."""
        return {column: value for column, value in self.changes().items() if column != TARGET}

    @property
    def unfolded(self) -> list[str]:
        """The headings that stand open: something was typed there, or is wrong."""
        names = [
            name
            for name in self.fields
            if name in self.errors or (self.is_bound and name not in {"kind"} and self.data.get(name))
        ]
        return [heading for heading, members in self.groups if any(name in members for name in names)]


class NewMilestoneForm(MilestoneForm):
    """A new milestone or idea: its title and track; the rest is folded. An outsider proposes an idea."""

    folded = frozenset({"What and why", "Scope", "Dates and appetite", "Links"})
    status = forms.ChoiceField(
        label="As",
        choices=[("PROPOSED", "Proposed for the plan"), ("IDEA", "An idea of the laundry list")],
        initial="PROPOSED",
    )
    period = forms.ChoiceField(label="Half-year", required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.access.can(Permission.EDIT_MILESTONE):
            for name in set(self.fields) - IDEA_FIELDS:
                del self.fields[name]
            return
        field: Any = self.fields["period"]  # a ChoiceField; typeshed knows only Field
        field.choices = lambda: [("", "not planned yet"), *((code, code) for code in self.periods())]

    def periods(self) -> Iterable[str]:
        """The half-years that are planned, this one and the next."""
        near = half_year(self.today)
        rows = Period.objects.filter(program=self.program, is_closed=False).values_list("code", flat=True)
        return sorted({near, following(near), *rows})

    @property
    def status_wanted(self) -> str:
        """An idea, unless somebody who may edit the plan proposes it."""
        return str(self.cleaned_data.get("status", Milestone.Status.IDEA))
