"""The bet's tables."""

from estimates.models.effort import EffortEntry
from estimates.models.estimate import AllocationLine, Estimate
from estimates.models.flag import Flag, FlagReason, RiskReview
from estimates.models.forecast import Forecast

__all__ = [
    "AllocationLine",
    "EffortEntry",
    "Estimate",
    "Flag",
    "FlagReason",
    "Forecast",
    "RiskReview",
]
