"""Choosing statements: those a deliverable promises, those a milestone aims at; answering a drift."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple

from milestones.forms.deliverable_record import features
from milestones.models import Feature, Statement
from milestones.pure.furps import LETTERS
from pm.forms.chosen import ChosenField, RowField
from pm.forms.fields import Settled
from pm.forms.record import RecordForm

RENEW, KEEP, DISPUTE, DROP = "RENEW", "KEPT", "DISPUTED", "DROP"
NONE_LEFT = "Every statement of this feature that counts is named already. Choose another feature."


class StatementsField(ChosenField):
    """Any number of a feature's statements, each a checkbox."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=CheckboxSelectMultiple, required=False, **kwargs)

    def offered(self, form: Settled) -> Iterable[Statement]:
        shown: Sequence[Statement] = form.choosable  # type: ignore[attr-defined]  # a StatementsForm
        return shown

    def mark(self, row: Statement) -> str:
        return row.code

    def list_choices(self) -> list[tuple[str, str]]:
        return [(code, f"{code} {row.text}") for code, row in self.rows().items()]

    def prepare_value(self, value: Any) -> Any:
        return value or []

    def to_python(self, value: Any) -> list[Statement]:
        return [super(StatementsField, self).to_python(one) for one in value or ()]

    def validate(self, value: Any) -> None:
        """Whether one must be chosen depends on the feature: the form says it."""


class StatementsForm(RecordForm):
    """Statements of one feature. Another feature, when chosen, is shown before anything is written."""

    feature = RowField(features, label="Feature", help_text="Choose another one to see its statements.")
    statements = StatementsField(label="Statements")

    def __init__(self, *args: Any, shown: Feature | None, taken: Iterable[int] = (), **kwargs: Any) -> None:
        self.shown = shown
        rows = Statement.objects.filter(feature=shown, state=Statement.State.ACTIVE).exclude(pk__in=taken)
        self.choosable = (
            sorted(rows, key=lambda one: (LETTERS.index(one.letter), one.number)) if shown else []
        )
        super().__init__(*args, **kwargs)
        self.initial.setdefault("feature", shown)
        if not self.choosable:
            for name in set(self.fields) - {"feature"}:
                del self.fields[name]

    @property
    def is_elsewhere(self) -> bool:
        """Another feature was chosen: its statements are shown next."""
        return bool(self.cleaned_data["feature"] != self.shown)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("feature") is not None and not self.is_elsewhere:
            if not self.choosable:
                raise ValidationError({"feature": NONE_LEFT})
            if not cleaned.get("statements") and "statements" not in self.errors:
                self.add_error("statements", "Choose at least one.")
        return cleaned


class PromiseForm(StatementsForm):
    """What a deliverable promises, and for what, where it is not for all."""

    scope = forms.CharField(
        required=False,
        max_length=200,
        label="Only for",
        help_text="A scope such as “for S2”. Empty is for all.",
    )


class PinAnswerForm(RecordForm):
    """What becomes of a promise: promised as it reads now, kept, disputed, dropped."""

    answer = forms.ChoiceField(
        label="This promise is",
        choices=[
            ("", "Choose…"),
            (RENEW, "promised again, as the statement reads now"),
            (KEEP, "kept as it was promised"),
            (DISPUTE, "disputed: the new words are not what was agreed"),
            (DROP, "dropped: it is promised no more"),
        ],
        error_messages={"required": "Choose what becomes of it."},
    )
    because = forms.CharField(required=False, label="Why, in one sentence", max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        silent = not str(cleaned.get("because", "")).strip()
        if cleaned.get("answer") not in {None, "", RENEW} and silent and "because" not in self.errors:
            self.add_error("because", "Write one sentence that says why.")
        return cleaned
