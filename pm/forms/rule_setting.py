"""How heavy a rule is in a program, and from where on it speaks."""

from decimal import Decimal
from typing import Any

from django import forms

from pm.forms.record import RecordForm
from pm.queries.rule_setting import RuleLine, in_words, tidy, usual
from pm.registry import Rule, Weight
from pm.services.rule_setting import HIGHEST


class ThresholdField(forms.DecimalField):
    """From where on a rule speaks, in the rule's unit."""

    unit = ""

    def take(self, rule: Rule) -> None:
        """Learn the rule's unit and default."""
        self.unit = rule.unit
        self.label = f"Threshold ({'share, where 0.1 is 10 %' if self.unit == 'share' else self.unit})"
        self.help_text = f"The default is {in_words(usual(rule)[1], self.unit)}."

    def text_of(self, value: Any) -> str:
        return "" if value is None else str(tidy(value))

    def value_of(self, text: str) -> Decimal | None:
        return Decimal(text) if text else None

    def words(self, value: Any) -> str:
        return in_words(None if value is None else tidy(value), self.unit)


class RuleForm(RecordForm):
    """A rule as it stands; `row` is a RuleLine."""

    columns = ("weight", "threshold")
    row: RuleLine
    weight = forms.ChoiceField(
        label="Weight",
        choices=[(one.value, one.label) for one in Weight],
        help_text="Off, the rule is not looked at. Info is said and changes no level.",
    )
    threshold = ThresholdField(min_value=0, max_value=HIGHEST, decimal_places=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.row.has_threshold:
            del self.fields["threshold"]

    def settle(self, name: str) -> None:
        field = self.fields[name]
        if isinstance(field, ThresholdField):
            field.take(self.row.rule)
        super().settle(name)
