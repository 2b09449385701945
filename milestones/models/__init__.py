"""The plan's tables."""

from milestones.models.artefact import DesignArtefact
from milestones.models.blocker import Blocker, Unknown
from milestones.models.checklist_template import ChecklistTemplateItem
from milestones.models.criterion import AcceptanceCheck, CoverageAnswer, MilestoneSignOff, SuccessCriterion
from milestones.models.deliverable import AcceptanceCriterion, ChecklistItem, Contribution, Deliverable
from milestones.models.dependency import Dependency
from milestones.models.feature import Feature, MilestonePin, Pin, Statement, StatementRevision
from milestones.models.gate import Gate
from milestones.models.handover import Handover, HandoverItem, HandoverKind, HandoverKindItem, Side
from milestones.models.idea import IdeaVote, Preference
from milestones.models.milestone import Milestone, PlanLine, PlannedEffort, TargetRevision
from milestones.models.owner_call import OwnerCall
from milestones.models.risk import Grade, Risk
from milestones.models.signoff import EvidenceRequirement, SignOff
from milestones.models.stakeholder import Communication, Stakeholder
from milestones.models.task import Task, TaskCriterion, TaskKind, TaskKindItem
from milestones.models.track import Track
from milestones.models.update import WeeklyUpdate
from milestones.models.work_cycle import WorkCycle, WorkCyclePart, WorkCycleStep

__all__ = [
    "AcceptanceCheck",
    "AcceptanceCriterion",
    "Blocker",
    "ChecklistItem",
    "ChecklistTemplateItem",
    "Communication",
    "Contribution",
    "CoverageAnswer",
    "Deliverable",
    "Dependency",
    "DesignArtefact",
    "EvidenceRequirement",
    "Feature",
    "Gate",
    "Grade",
    "Handover",
    "HandoverItem",
    "HandoverKind",
    "HandoverKindItem",
    "IdeaVote",
    "Milestone",
    "MilestonePin",
    "MilestoneSignOff",
    "OwnerCall",
    "Pin",
    "PlanLine",
    "PlannedEffort",
    "Preference",
    "Risk",
    "Side",
    "SignOff",
    "Stakeholder",
    "Statement",
    "StatementRevision",
    "SuccessCriterion",
    "TargetRevision",
    "Task",
    "TaskCriterion",
    "TaskKind",
    "TaskKindItem",
    "Track",
    "Unknown",
    "WeeklyUpdate",
    "WorkCycle",
    "WorkCyclePart",
    "WorkCycleStep",
]
