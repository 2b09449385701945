"""The rules of flags in the shared registry, with each program's own weights and thresholds."""

from estimates.models import Estimate, ImpactMetric, ImpactReview
from estimates.pure.level import Setting, defaults
from estimates.pure.rule_table import RULE_ROWS
from milestones.models import Milestone
from milestones.rules import CONDITIONS, is_line
from pm.models import Program, RuleSetting
from pm.registry import RULES, Level, Rule, Weight

for _row in RULE_ROWS:
    RULES.add(
        _row.id,
        Rule(
            id=_row.id,
            title=_row.title,
            level=Level.SHOULD,
            weight=Weight(_row.weight),
            threshold=_row.threshold,
            unit=_row.unit,
            source=_row.source,
            mend=_row.mend,
            check=_row.check,
        ),
    )


def settings_of(program: Program) -> dict[str, Setting]:
    """The weight and threshold of every rule in this program."""
    settings = defaults()
    for row in RuleSetting.objects.filter(program=program):
        if row.rule in settings:
            usual = settings[row.rule].threshold
            threshold = usual if row.threshold is None else float(row.threshold)
            settings[row.rule] = Setting(row.weight, threshold)
    return settings


def has_estimate(row: Milestone) -> str:
    """A condition of commitment: an estimate of its own, or of its deliverables. A budget line has none."""
    if is_line(row):
        return ""
    own = Estimate.objects.totals().filter(milestone=row)
    parts = Estimate.objects.totals().filter(deliverable__milestone=row)
    return "" if own.exists() or parts.exists() else "it has no estimate"


def has_metric(row: Milestone) -> str:
    """A condition of commitment: what the milestone is meant to move, stated before."""
    return "" if ImpactMetric.objects.filter(milestone=row).exists() else "its impact metric is not stated"


def has_review(row: Milestone) -> str:
    """A condition of the end: somebody looked back at what came of it."""
    return "" if ImpactReview.objects.filter(milestone=row).exists() else "its impact is not reviewed"


CONDITIONS.add("estimate", has_estimate)
CONDITIONS.add("impact_review", has_review)
CONDITIONS.add("impact_metric", has_metric)
