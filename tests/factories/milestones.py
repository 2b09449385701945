"""The plan."""

import factory

from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    Deliverable,
    Feature,
    Milestone,
    Pin,
    PlanLine,
    Statement,
    TargetRevision,
    Track,
)
from tests.factories.base import FIRST_NUMBER, RowFactory
from tests.factories.pm import START, ProgramFactory, SubteamFactory


class TrackFactory(RowFactory):
    class Meta:
        model = Track

    program = factory.SubFactory(ProgramFactory)
    slug = factory.Sequence(lambda n: f"track-{n}")
    name = factory.Sequence(lambda n: f"Track {n}")


class MilestoneFactory(RowFactory):
    class Meta:
        model = Milestone

    program = factory.SubFactory(ProgramFactory)
    track = factory.SubFactory(TrackFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Milestone {n}")


class DeliverableFactory(RowFactory):
    class Meta:
        model = Deliverable

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    accountable = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Deliverable {n}")


class FeatureFactory(RowFactory):
    class Meta:
        model = Feature

    program = factory.SubFactory(ProgramFactory)
    slug = factory.Sequence(lambda n: f"feature-{n}")
    name = factory.Sequence(lambda n: f"Feature {n}")


class StatementFactory(RowFactory):
    class Meta:
        model = Statement

    program = factory.SubFactory(ProgramFactory)
    feature = factory.SubFactory(FeatureFactory, program=factory.SelfAttribute("..program"))
    letter = "F"
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    text = "Messages arrive in the order in which they were sent."


class PinFactory(RowFactory):
    class Meta:
        model = Pin

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    statement = factory.SubFactory(StatementFactory, program=factory.SelfAttribute("..program"))


class ChecklistItemFactory(RowFactory):
    class Meta:
        model = ChecklistItem

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    kind = ChecklistItem.Kind.SPECS


class AcceptanceCriterionFactory(RowFactory):
    class Meta:
        model = AcceptanceCriterion

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    text = "Two nodes exchange a message."


class PlanLineFactory(RowFactory):
    class Meta:
        model = PlanLine

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    period = "2026H1"


class TargetRevisionFactory(RowFactory):
    class Meta:
        model = TargetRevision

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    happened_on = START.date()
    recorded_at = START
