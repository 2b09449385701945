"""How heavy a rule is in a program, and from where on it speaks."""

from typing import Any

from django import forms

from pm.forms.record import RecordForm
from pm.queries.rule_setting import RuleLine, in_words, usual
from pm.registry import Weight
from pm.services.rule_setting import HIGHEST


class RuleForm(RecordForm):
    """A rule as it stands; `row` is a RuleLine."""

    columns = ("weight", "threshold")
    row: RuleLine
    weight = forms.ChoiceField(
        label="Weight",
        choices=[(one.value, one.label) for one in Weight],
        help_text="Off, the rule is not looked at. Info is said and changes no level.",
    )
    threshold = forms.DecimalField(label="Threshold", min_value=0, max_value=HIGHEST, decimal_places=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.row.rule
        if not rule.unit:
            del self.fields["threshold"]
            return
        field = self.fields["threshold"]
        unit = "share, where 0.1 is 10 %" if rule.unit == "share" else rule.unit
        field.label = f"Threshold ({unit})"
        field.help_text = f"The default is {in_words(usual(rule)[1], rule.unit)}."
