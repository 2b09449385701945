"""The rules as a program has them: their default, and what it set itself."""

from dataclasses import dataclass
from decimal import Decimal

from pm.models import Program, RuleSetting
from pm.registry import RULES, Rule, Weight


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with the weight and threshold that stand; `threshold` is None for a rule that has none."""

    rule: Rule
    weight: str
    threshold: Decimal | None

    @property
    def has_threshold(self) -> bool:
        return bool(self.rule.unit)

    @property
    def is_own(self) -> bool:
        """Whether the program says otherwise than the default."""
        return (self.weight, self.threshold) != usual(self.rule)

    @property
    def words(self) -> str:
        return in_words(self.threshold, self.rule.unit)

    @property
    def usual_words(self) -> str:
        """`Watch, 21 days`."""
        weight, threshold = usual(self.rule)
        said = in_words(threshold, self.rule.unit)
        return f"{Weight(weight).label}, {said}" if said else Weight(weight).label


def tidy(value: Decimal) -> Decimal:
    """A number without the zeros its column added."""
    return Decimal(format(value.normalize(), "f"))


def usual(rule: Rule) -> tuple[str, Decimal | None]:
    """The default weight and threshold of a rule."""
    has_one = rule.unit and rule.threshold is not None
    return rule.weight.value, tidy(Decimal(str(rule.threshold))) if has_one else None


def in_words(threshold: Decimal | None, unit: str) -> str:
    """`21 days`, `33.3 %`; empty for none."""
    if threshold is None:
        return ""
    if unit == "share":
        return f"{tidy(threshold * 100)} %"
    if unit == "times":
        return f"{threshold} ×"
    if threshold == 1 and unit.endswith("s"):
        return f"1 {unit[:-1]}"
    return f"{threshold} {unit}"


def line_of(rule: Rule, setting: RuleSetting | None) -> RuleLine:
    """A rule as it stands."""
    weight, threshold = usual(rule)
    if setting is None:
        return RuleLine(rule, weight, threshold)
    own = tidy(setting.threshold) if setting.threshold is not None and rule.unit else threshold
    return RuleLine(rule, setting.weight, own)


def rules_of(program: Program) -> list[RuleLine]:
    """Every rule as it stands in the program, in one query."""
    own = {row.rule: row for row in RuleSetting.objects.filter(program=program)}
    return [line_of(rule, own.get(rule.id)) for rule in RULES]


def rule_of(program: Program, rule: Rule) -> RuleLine:
    """One rule as it stands in the program."""
    return line_of(rule, RuleSetting.objects.filter(program=program, rule=rule.id).first())
