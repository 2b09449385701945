"""The bet's tables."""

from estimates.models.bet import Bet, BetOption, Decision
from estimates.models.capacity import Absence, Allocation, Capacity, CostRate, Size
from estimates.models.effort import EffortEntry
from estimates.models.estimate import AllocationLine, Estimate
from estimates.models.flag import Flag, FlagReason, RiskReview
from estimates.models.forecast import Forecast
from estimates.models.impact import ImpactMetric, ImpactObservation, ImpactReview

__all__ = [
    "Absence",
    "Allocation",
    "AllocationLine",
    "Bet",
    "BetOption",
    "Capacity",
    "CostRate",
    "Decision",
    "EffortEntry",
    "Estimate",
    "Flag",
    "FlagReason",
    "Forecast",
    "ImpactMetric",
    "ImpactObservation",
    "ImpactReview",
    "RiskReview",
    "Size",
]
