"""The whole form of a deliverable, its lines, and the forms that move and cut it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from milestones.forms.ending import open_bets
from milestones.models import ChecklistItem, Feature
from pm.forms.chosen import PersonField, RowField, SubteamField, SubteamsField
from pm.forms.fields import DayField, LinkField, MarkdownField, Settled
from pm.forms.record import RecordForm
from pm.models import Program, Subteam
from pm.permissions import Permission
from pm.rules import Access

LONGEST_LINE = 500


def features(program: Program, access: Access) -> QuerySet[Feature]:
    """Every feature of the program, by area."""
    return Feature.objects.in_program(program).order_by("area", "rank", "name", "pk")


class AccountableField(SubteamField):
    """The subteam that answers for it: a subteam lead gives work to their own ones only."""

    def offered(self, form: Settled) -> Iterable[Subteam]:
        rows = super().offered(form)
        return [row for row in rows if form.access.can(Permission.EDIT_DELIVERABLE, subteam_id=row.pk)]


class DeliverableForm(RecordForm):
    """Every field of a deliverable but its milestone: moving it is a step of its own, with a reason."""

    columns = {
        **{name: name for name in ("title", "feature", "accountable", "owner", "is_must", "output")},
        "dependencies_text": "dependencies_text",
        "external_url": "external_url",
        "start": "planned_start_on",
        "due": "due_on",
    }
    links = ("contributors",)
    groups = (
        ("", ("title", "milestone")),
        ("Who", ("accountable", "contributors", "owner")),
        ("What", ("is_must", "feature", "output", "criteria")),
        ("When", ("start", "due")),
        ("Links", ("dependencies_text", "external_url")),
    )

    title = forms.CharField(max_length=200)
    accountable = AccountableField(
        required=False, label="Accountable subteam",
        error_messages={"required": "Choose which of your subteams answers for it."},
    )  # fmt: skip
    contributors = SubteamsField(required=False, label="Contributing subteams")
    owner = PersonField(required=False, empty_label="no owner", help_text="One person.")
    is_must = forms.BooleanField(
        required=False, initial=True, label="Must: the milestone does not count without it"
    )
    feature = RowField(features, required=False, empty_label="none")
    output = MarkdownField(
        required=False, label="Output", rows=4, help_text="What there will be that is not now."
    )
    start = DayField(required=False, label="Planned start")
    due = DayField(required=False, label="Due")
    dependencies_text = MarkdownField(required=False, label="Depends on, in words", rows=2)
    external_url = LinkField(required=False, label="External tracker")

    contributing: list[Any] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.access.can(Permission.EDIT_DELIVERABLE, subteam_id=0):
            self.fields["accountable"].required = True
        if not self.program.allows_contributors and not self.linked("contributors"):
            del self.fields["contributors"]

    def linked(self, name: str) -> Sequence[Any]:
        if self.row is None:
            return []
        if self.contributing is None:  # a form asks for them three times
            rows = self.row.contributions.select_related("subteam").order_by("pk")
            self.contributing = [one.subteam for one in rows]
        return self.contributing

    def teams(self) -> tuple[list[Any], list[Any]]:
        """The subteams that begin and end to contribute."""
        return self.joined("contributors") if "contributors" in self.fields else ([], [])


class NewDeliverableForm(DeliverableForm):
    """A new deliverable of a milestone, with its first acceptance criteria."""

    milestone = RowField(
        open_bets, letter="M", listed=False, label="Milestone",
        error_messages={"required": "Say which milestone it works towards, by its key such as M-12."},
    )  # fmt: skip
    criteria = forms.CharField(
        required=False, label="Acceptance criteria", widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,        help_text="One sentence a line. Each must hold for it to close.",
    )  # fmt: skip

    def clean_criteria(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["criteria"].splitlines()]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(f"One of the lines is longer than {LONGEST_LINE} letters. Make it two.")
        return [line for line in lines if line]


class DeliverableMoveForm(RecordForm):
    """To which milestone, and why."""

    to = RowField(
        open_bets, letter="M", listed=False, label="Milestone", help_text="By its key, such as M-12."
    )
    reason = forms.CharField(label="Why, in one sentence", max_length=300)
    anyway = forms.BooleanField(
        required=False,
        label="Move it as it is",
        help_text="Asked where its dates, promises or handovers do not fit the other milestone.",
    )


class DeliverableCutForm(RecordForm):
    """Why it is cut."""

    reason = forms.CharField(label="Why, in one sentence", max_length=300)


class CriterionTextForm(RecordForm):
    """The sentence of an acceptance criterion."""

    columns = ("text",)
    text = forms.CharField(
        label="What must hold", max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A sentence that can be checked.",
    )  # fmt: skip


class ChecklistLineForm(RecordForm):
    """What a line of the checklist is about."""

    columns = ("kind", "text")
    kind = forms.ChoiceField(label="About", choices=ChecklistItem.Kind.choices, initial="OTHER")
    text = forms.CharField(
        required=False, label="What has to be done", max_length=LONGEST_LINE,
        help_text="May stay empty where the kind says it all.",
    )  # fmt: skip
