"""The plan's tables."""

from milestones.models.deliverable import AcceptanceCriterion, ChecklistItem, Contribution, Deliverable
from milestones.models.feature import Feature, MilestonePin, Pin, Statement, StatementRevision
from milestones.models.milestone import Milestone, PlanLine, PlannedEffort, TargetRevision
from milestones.models.track import Track

__all__ = [
    "AcceptanceCriterion",
    "ChecklistItem",
    "Contribution",
    "Deliverable",
    "Feature",
    "Milestone",
    "MilestonePin",
    "Pin",
    "PlanLine",
    "PlannedEffort",
    "Statement",
    "StatementRevision",
    "TargetRevision",
    "Track",
]
