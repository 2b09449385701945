"""The estimate of a deliverable as an editor in place: one text, checked against the newest one seen."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from estimates.forms.estimate import BARE_NUMBER, REMAINING, WAYS, words_of
from estimates.models import Estimate
from estimates.pure.estimate import SIZES, EstimateProblem, Parsed, parse_estimate
from estimates.queries.estimate import newest_by_purpose
from estimates.queries.size import sizes_of
from estimates.services.estimate import SAW_NONE
from pm.forms.record import RecordForm
from pm.models import Program

FIELDS = {"estimate": Estimate.Purpose.TOTAL.value, "remaining": REMAINING.value}


class EstimateField(forms.CharField):
    """An estimate as people write it; what was seen of it is the newest row."""

    program: Program

    def __init__(self, *, allows_zero: bool = False, **kwargs: Any) -> None:
        self.allows_zero = allows_zero
        super().__init__(required=False, max_length=300, help_text=WAYS, **kwargs)
        self.widget.attrs["placeholder"] = "10 d, 5–10–20 or M"

    def settle(self, form: RecordForm) -> None:
        self.program = form.program

    def prepare_value(self, value: Any) -> Any:
        return words_of(value) if isinstance(value, Estimate) else value

    def clean(self, value: Any) -> Any:
        """What was read, None for nothing; a bare number is refused, for nobody should guess its unit."""
        text: str = super().clean(value).strip()
        if not text:
            return None
        if BARE_NUMBER.match(text) and text.strip("0.,"):
            raise ValidationError(f"“{text}” has no unit. Write {text} d or {text} months.")
        sizes = sizes_of(self.program) if text.upper() in SIZES else None
        try:
            return parse_estimate(
                text, days_per_month=self.program.days_per_month, allows_zero=self.allows_zero, sizes=sizes
            )
        except EstimateProblem as problem:
            raise ValidationError(str(problem)) from problem

    def text_of(self, value: Estimate | None) -> str:
        """The base of a form: which estimate was seen."""
        return str(value.pk if value else SAW_NONE)

    def value_of(self, text: str) -> Estimate | None:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
        if number == SAW_NONE:
            return None
        found = Estimate.objects.filter(program=self.program, pk=number).first()
        if found is None:
            raise ValueError(text)
        return found

    def words(self, value: Estimate | Parsed | None) -> str:
        return value.text if isinstance(value, Parsed) else words_of(value)


class DeliverableEstimateForm(RecordForm):
    """What a deliverable takes as a whole, and what remains of it."""

    columns: ClassVar[Mapping[str, str]] = {name: name for name in FIELDS}
    estimate = EstimateField(label="Estimate")
    remaining = EstimateField(label="What remains", allows_zero=True)

    def current(self, name: str) -> Any:
        """The newest estimate of each kind; read once."""
        known: dict[str, Estimate] = self.__dict__.get("newest") or {}
        if self.row is not None and "newest" not in self.__dict__:
            known = self.__dict__["newest"] = newest_by_purpose(self.row)
        return known.get(FIELDS[name])

    def changes(self) -> dict[str, Any]:
        """Nothing where the words of what was seen are sent again."""
        return {
            name: value
            for name, value in super().changes().items()
            if self.row is None or words_of(self.seen[name]) != self.data.get(name, "").strip()
        }
