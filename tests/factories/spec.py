"""Risks, blockers, unknowns, dependencies and what a milestone specifies."""

import factory

from milestones.models import (
    AcceptanceCheck,
    Blocker,
    Communication,
    CoverageAnswer,
    Dependency,
    DesignArtefact,
    Gate,
    MilestoneSignOff,
    Risk,
    Stakeholder,
    SuccessCriterion,
    Unknown,
)
from tests.factories.base import FIRST_NUMBER, RowFactory
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import START, ProgramFactory


class OfProgram(RowFactory):
    class Meta:
        abstract = True

    program = factory.SubFactory(ProgramFactory)


class OfMilestone(OfProgram):
    class Meta:
        abstract = True

    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))


class RiskFactory(OfProgram):
    class Meta:
        model = Risk

    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Risk {n}")


class BlockerFactory(OfMilestone):
    class Meta:
        model = Blocker

    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Blocker {n}")
    opened_on = START.date()


class UnknownFactory(OfMilestone):
    class Meta:
        model = Unknown

    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Unknown {n}")
    opened_on = START.date()


class DependencyFactory(OfMilestone):
    """Something external, unless `needed_milestone` or `needed_deliverable` and the kind are given."""

    class Meta:
        model = Dependency

    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    kind = Dependency.Kind.EXTERNAL
    title = factory.Sequence(lambda n: f"Thing {n} from outside")


class SuccessCriterionFactory(OfMilestone):
    class Meta:
        model = SuccessCriterion

    text = factory.Sequence(lambda n: f"{n} nodes exchange a message in 2 s")
    rank = factory.Sequence(lambda n: n % 30000)


class MilestoneSignOffFactory(OfMilestone):
    class Meta:
        model = MilestoneSignOff

    moment = MilestoneSignOff.Moment.AGREED
    role = factory.Sequence(lambda n: f"Role {n}")
    rank = factory.Sequence(lambda n: n % 30000)


class AcceptanceCheckFactory(OfMilestone):
    class Meta:
        model = AcceptanceCheck

    text = factory.Sequence(lambda n: f"Check {n}")


class DesignArtefactFactory(OfMilestone):
    class Meta:
        model = DesignArtefact

    kind = DesignArtefact.Kind.SYSTEM_ARCHITECTURE


class CoverageAnswerFactory(OfMilestone):
    class Meta:
        model = CoverageAnswer

    kind = "DOCS"
    because = "Nothing is shown to a reader."


class GateFactory(OfMilestone):
    class Meta:
        model = Gate

    kind = Gate.Kind.DESIGN_REVIEW


class StakeholderFactory(OfProgram):
    class Meta:
        model = Stakeholder

    name = factory.Sequence(lambda n: f"Stakeholder {n}")


class CommunicationFactory(OfMilestone):
    class Meta:
        model = Communication

    stakeholder = factory.SubFactory(StakeholderFactory, program=factory.SelfAttribute("..program"))
    message = factory.Sequence(lambda n: f"Message {n}")
