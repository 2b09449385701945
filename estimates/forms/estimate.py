"""The estimate of a milestone or a deliverable, written as people write it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from estimates.models import Estimate
from estimates.pure.estimate import Days, EstimateProblem, Parsed, parse_estimate
from estimates.services.estimate import SAW_NONE
from pm.forms.record import RecordForm
from pm.forms.widgets import PlainSelect

REMAINING = Estimate.Purpose.REMAINING
BASES = {Estimate.Purpose.TOTAL.value: "base_estimate", REMAINING.value: "base_remaining"}
WAYS = "90 d, 4.5 months, 60–90–140, S M L XL, or 2 people for 3 months."
BARE_NUMBER = re.compile(r"^[0-9]+([.,][0-9]+)?$")


class EstimateForm(forms.Form):
    """One text; what it is an estimate of; why it changed.

    `base_estimate` and `base_remaining` are the ids of the newest ones that the editor saw.
    """

    estimate = forms.CharField(
        label="Estimate",
        max_length=300,
        required=False,
        help_text=WAYS,
    )
    purpose = forms.ChoiceField(
        label="Of", choices=Estimate.Purpose.choices, required=False, initial=Estimate.Purpose.TOTAL
    )
    reason = forms.CharField(label="Why it changed", max_length=300, required=False)

    parsed: Parsed

    def __init__(
        self,
        data: Any = None,
        *,
        newest: dict[str, Estimate],
        days_per_month: int,
        is_short: bool = False,
        sizes: Mapping[str, Days] | None = None,
    ) -> None:
        self.newest, self.sizes = newest, sizes
        self.days_per_month = days_per_month
        now = newest.get(Estimate.Purpose.TOTAL)
        super().__init__(data, initial={"estimate": words_of(now), "purpose": Estimate.Purpose.TOTAL})
        if is_short:
            self.fields = {"estimate": self.fields["estimate"]}
        elif sizes:
            self.fields["estimate"].help_text = f"{WAYS} {sizes_in_words(sizes)}"

    def bases(self) -> list[tuple[str, str]]:
        """The hidden fields that say what the editor saw."""
        return [
            (name, str(self.newest[purpose].pk if purpose in self.newest else SAW_NONE))
            for purpose, name in BASES.items()
        ]

    @property
    def purpose_code(self) -> str:
        return str(self.cleaned_data.get("purpose") or Estimate.Purpose.TOTAL)

    @property
    def base(self) -> int | None:
        """The id that was seen; None when the form does not say."""
        seen = str(self.data.get(BASES[self.purpose_code], ""))
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else None

    def clean_estimate(self) -> str:
        """A bare number is refused: cells show months, ranges are in days, and nobody should guess."""
        text: str = self.cleaned_data["estimate"].strip()
        if BARE_NUMBER.match(text) and text.strip("0.,"):
            raise ValidationError(f"“{text}” has no unit. Write {text} months or {text} d.")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "estimate" in cleaned and "estimate" not in self.errors:
            try:
                self.parsed = parse_estimate(
                    cleaned["estimate"],
                    days_per_month=self.days_per_month,
                    allows_zero=cleaned.get("purpose") == REMAINING,
                    sizes=self.sizes,
                )
            except EstimateProblem as problem:
                self.add_error("estimate", str(problem))
        return cleaned


def sizes_in_words(sizes: Mapping[str, Days]) -> str:
    """`S is 5–10–20 d, M is 15–30–60 d` with the days of this program."""
    return ", ".join(f"{code} is {'–'.join(days(part) for part in three)} d" for code, three in sizes.items())


class BaselineForm(RecordForm):
    """Which estimate becomes the baseline."""

    basis = forms.ChoiceField(
        label="Baseline",
        choices=[
            (Estimate.Basis.OWN.value, "The milestone's own newest estimate"),
            (Estimate.Basis.BOTTOM_UP.value, "The sum of its deliverables' estimates"),
        ],
        widget=PlainSelect,
    )


def days(value: Decimal) -> str:
    return f"{value.normalize():f}"


def words_of(row: Estimate | None) -> str:
    """An estimate as it would be typed again."""
    if row is None:
        return ""
    if row.text and row.basis == Estimate.Basis.OWN and row.kind != Estimate.Kind.RANGE:
        return row.text
    if row.low_days == row.likely_days == row.high_days:
        return f"{days(row.likely_days)} d"
    return f"{days(row.low_days)}–{days(row.likely_days)}–{days(row.high_days)} d"
