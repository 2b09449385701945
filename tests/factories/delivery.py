"""Tasks, handovers, evidence, weekly updates."""

import factory

from milestones.models import (
    ChecklistTemplateItem,
    EvidenceRequirement,
    Handover,
    HandoverItem,
    HandoverKind,
    HandoverKindItem,
    OwnerCall,
    SignOff,
    Task,
    TaskCriterion,
    TaskKind,
    TaskKindItem,
    WeeklyUpdate,
)
from tests.factories.base import FIRST_NUMBER, RowFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, StatementFactory
from tests.factories.pm import START, ProgramFactory, SubteamFactory


class EvidenceRequirementFactory(RowFactory):
    class Meta:
        model = EvidenceRequirement

    program = factory.SubFactory(ProgramFactory)
    letter = "P"
    kind = EvidenceRequirement.Kind.SIMULATION


class SignOffFactory(RowFactory):
    class Meta:
        model = SignOff

    statement = factory.SubFactory(StatementFactory)
    program = factory.SelfAttribute("statement.program")
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"), kind="SERVICE")
    revision = factory.SelfAttribute("statement.revision")
    kind = EvidenceRequirement.Kind.SIMULATION
    verdict = SignOff.Verdict.SIGNED
    link = "https://runs.example/1"
    happened_on = START.date()
    recorded_at = START


class ChecklistTemplateItemFactory(RowFactory):
    class Meta:
        model = ChecklistTemplateItem

    program = factory.SubFactory(ProgramFactory)
    text = factory.Sequence(lambda n: f"Line {n}")


class TaskKindFactory(RowFactory):
    class Meta:
        model = TaskKind

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Kind {n}")


class TaskKindItemFactory(RowFactory):
    class Meta:
        model = TaskKindItem

    kind = factory.SubFactory(TaskKindFactory)
    program = factory.SelfAttribute("kind.program")
    text = "It is reproduced."


class TaskFactory(RowFactory):
    class Meta:
        model = Task

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Task {n}")
    created_at = START


class TaskCriterionFactory(RowFactory):
    class Meta:
        model = TaskCriterion

    task = factory.SubFactory(TaskFactory)
    program = factory.SelfAttribute("task.program")
    text = "A message arrives twice at most."


class HandoverKindFactory(RowFactory):
    class Meta:
        model = HandoverKind

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Contract {n}")
    giver_kind = "RESEARCH"
    receiver_kind = "ENGINEERING"


class HandoverKindItemFactory(RowFactory):
    class Meta:
        model = HandoverKindItem

    kind = factory.SubFactory(HandoverKindFactory)
    program = factory.SelfAttribute("kind.program")
    side = "GIVE"
    text = "The RFC is merged."


class HandoverFactory(RowFactory):
    class Meta:
        model = Handover

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    giver = factory.SelfAttribute("deliverable.accountable")
    receiver = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Handover {n}")


class HandoverItemFactory(RowFactory):
    class Meta:
        model = HandoverItem

    handover = factory.SubFactory(HandoverFactory)
    program = factory.SelfAttribute("handover.program")
    side = "GIVE"
    text = "The RFC is merged."


class WeeklyUpdateFactory(RowFactory):
    class Meta:
        model = WeeklyUpdate

    deliverable = factory.SubFactory(DeliverableFactory)
    program = factory.SelfAttribute("deliverable.program")
    subteam = factory.SelfAttribute("deliverable.accountable")
    week = "2026-W09"
    achieved = "The queue survives a restart."
    happened_on = START.date()
    recorded_at = START


class OwnerCallFactory(RowFactory):
    class Meta:
        model = OwnerCall

    milestone = factory.SubFactory(MilestoneFactory)
    program = factory.SelfAttribute("milestone.program")
    health = "WATCH"
    happened_on = START.date()
    recorded_at = START
