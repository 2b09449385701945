"""Bets, decisions, capacity, impact."""

from datetime import date
from decimal import Decimal

import factory

from estimates.models import (
    Absence,
    Allocation,
    Bet,
    BetOption,
    Capacity,
    CostRate,
    Decision,
    ImpactMetric,
    ImpactObservation,
    ImpactReview,
    Size,
)
from tests.factories.base import FIRST_NUMBER, RowFactory
from tests.factories.estimates import BEGIN
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory


class BetFactory(RowFactory):
    class Meta:
        model = Bet

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    title = factory.Sequence(lambda n: f"Bet {n}")
    appetite_days = Decimal(60)


class BetOptionFactory(RowFactory):
    class Meta:
        model = BetOption

    program = factory.SelfAttribute("bet.program")
    bet = factory.SubFactory(BetFactory)
    summary = factory.Sequence(lambda n: f"Option {n}")


class DecisionFactory(RowFactory):
    class Meta:
        model = Decision

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    number = factory.Sequence(lambda n: n + FIRST_NUMBER)
    kind = Decision.Kind.CONTINUE
    rationale = "It is worth more than it costs."
    happened_on = BEGIN.date()
    recorded_at = BEGIN


class CapacityFactory(RowFactory):
    class Meta:
        model = Capacity

    program = factory.SubFactory(ProgramFactory)
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    period = "2026H1"
    people = Decimal(3)
    support_percent = 20
    happened_on = BEGIN.date()
    recorded_at = BEGIN


class AbsenceFactory(RowFactory):
    class Meta:
        model = Absence

    program = factory.SubFactory(ProgramFactory)
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    from_on = date(2026, 4, 6)
    to_on = date(2026, 4, 10)
    person_days = Decimal(5)


class AllocationFactory(RowFactory):
    """Of a milestone; with `milestone=None, deliverable=row` of a deliverable."""

    class Meta:
        model = Allocation

    program = factory.SubFactory(ProgramFactory)
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    people = Decimal(1)
    from_on = date(2026, 3, 2)
    to_on = date(2026, 4, 30)
    happened_on = BEGIN.date()
    recorded_at = BEGIN


class CostRateFactory(RowFactory):
    class Meta:
        model = CostRate

    program = factory.SubFactory(ProgramFactory)
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    period = "2026H1"
    amount = Decimal(600)


class SizeFactory(RowFactory):
    class Meta:
        model = Size

    program = factory.SubFactory(ProgramFactory)
    code = "M"
    low_days = Decimal(10)
    likely_days = Decimal(25)
    high_days = Decimal(40)


class ImpactMetricFactory(RowFactory):
    class Meta:
        model = ImpactMetric

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    name = factory.Sequence(lambda n: f"Metric {n}")


class ImpactObservationFactory(RowFactory):
    class Meta:
        model = ImpactObservation

    program = factory.SelfAttribute("metric.program")
    metric = factory.SubFactory(ImpactMetricFactory)
    value = Decimal(5)
    happened_on = BEGIN.date()
    recorded_at = BEGIN


class ImpactReviewFactory(RowFactory):
    class Meta:
        model = ImpactReview

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    moment = ImpactReview.Moment.T30
    verdict = ImpactReview.Verdict.WIN
    feedback = "It held."
    happened_on = BEGIN.date()
    recorded_at = BEGIN
