"""Ideas with their votes, and the cycles of work."""

from datetime import date

import factory

from milestones.models import IdeaVote, Preference, WorkCycle, WorkCyclePart, WorkCycleStep
from tests.factories.base import RowFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import START, ProgramFactory, UserFactory


class IdeaVoteFactory(RowFactory):
    class Meta:
        model = IdeaVote

    program = factory.SelfAttribute("idea.program")
    idea = factory.SubFactory(MilestoneFactory)
    user = factory.SubFactory(UserFactory)
    value = 5


class PreferenceFactory(RowFactory):
    class Meta:
        model = Preference

    program = factory.SelfAttribute("over.program")
    over = factory.SubFactory(MilestoneFactory)
    under = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..over.program"))
    because = "It helps more people."
    happened_on = date(2026, 3, 2)
    recorded_at = START


class WorkCycleFactory(RowFactory):
    class Meta:
        model = WorkCycle

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Cycle {n}")


class WorkCyclePartFactory(RowFactory):
    class Meta:
        model = WorkCyclePart

    cycle = factory.SubFactory(WorkCycleFactory)
    program = factory.SelfAttribute("cycle.program")
    name = factory.Sequence(lambda n: f"Part {n}")


class WorkCycleStepFactory(RowFactory):
    class Meta:
        model = WorkCycleStep

    part = factory.SubFactory(WorkCyclePartFactory)
    program = factory.SelfAttribute("part.program")
    number = factory.Sequence(lambda n: n + 1)
    text = "Write the problem down"
