"""The bet."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory

from estimates.models import AllocationLine, EffortEntry, Estimate, Flag, FlagReason, Forecast, RiskReview
from estimates.services.forecast import compute
from milestones.models import Deliverable, Milestone
from pm.models import Change, Program
from tests.factories.actors import NOW
from tests.factories.base import RowFactory
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PAST, FAR = date(2026, 2, 20), date(2026, 6, 30)


class EstimateFactory(RowFactory):
    """Of a deliverable; with `milestone=m, deliverable=None, program=m.program` of a milestone."""

    class Meta:
        model = Estimate

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    likely_days = Decimal(20)
    low_days = factory.SelfAttribute("likely_days")
    high_days = factory.SelfAttribute("likely_days")
    happened_on = BEGIN.date()
    recorded_at = BEGIN


class AllocationLineFactory(RowFactory):
    class Meta:
        model = AllocationLine

    program = factory.SelfAttribute("estimate.program")
    estimate = factory.SubFactory(EstimateFactory, kind=Estimate.Kind.ALLOCATION)
    people = Decimal(1)
    months = Decimal(3)


class EffortEntryFactory(RowFactory):
    class Meta:
        model = EffortEntry

    program = factory.SubFactory(ProgramFactory)
    deliverable = factory.SubFactory(DeliverableFactory, program=factory.SelfAttribute("..program"))
    subteam = factory.SubFactory(SubteamFactory, program=factory.SelfAttribute("..program"))
    week = "2026-W08"
    person_days = Decimal(5)
    happened_on = factory.LazyAttribute(
        lambda row: date.fromisocalendar(int(row.week[:4]), int(row.week[6:]), 7)
    )
    recorded_at = BEGIN


class ForecastFactory(RowFactory):
    class Meta:
        model = Forecast

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    made_at = BEGIN
    day = BEGIN.date()
    model_version = "1"
    inputs_hash = "0"
    level = Milestone.Health.AT_RISK


class FlagFactory(RowFactory):
    class Meta:
        model = Flag

    program = factory.SubFactory(ProgramFactory)
    milestone = factory.SubFactory(MilestoneFactory, program=factory.SelfAttribute("..program"))
    level = Milestone.Health.AT_RISK
    opened_at = BEGIN


class FlagReasonFactory(RowFactory):
    class Meta:
        model = FlagReason

    program = factory.SelfAttribute("flag.program")
    flag = factory.SubFactory(FlagFactory)
    rule = "target_passed"
    weight = "AT_RISK"
    number = 10
    threshold = 0
    unit = "days"
    since_on = BEGIN.date()
    sentence = "The target of 20 Feb passed 10 days ago"
    highlight = "10 days"
    mend = "milestone_target"


class RiskReviewFactory(RowFactory):
    class Meta:
        model = RiskReview

    program = factory.SubFactory(ProgramFactory)
    reviewed_by = factory.SubFactory(UserFactory)
    reviewed_at = BEGIN


class ChangeFactory(RowFactory):
    class Meta:
        model = Change

    program = factory.SubFactory(ProgramFactory)
    kind = Change.Kind.UPDATE
    noun = "milestones.milestone"
    actor_name = "Person"
    source = "PAGE"
    happened_on = BEGIN.date()
    recorded_at = BEGIN


def running(**fields: Any) -> Milestone:
    """A milestone in progress since 5 January, owned, due on 30 April."""
    more = {
        "status": Milestone.Status.IN_PROGRESS,
        "committed_on": date(2026, 1, 5),
        "target_from_on": date(2026, 4, 30),
        "target_to_on": date(2026, 4, 30),
        "first_target_on": date(2026, 4, 30),
        "owner_call_on": date(2026, 2, 27),
    }
    made: Milestone = MilestoneFactory(**(more | {"owner": UserFactory()} | fields))
    return made


def part(milestone: Milestone, days: float | None = 20, **fields: Any) -> Deliverable:
    """A deliverable of that milestone, in progress, estimated at so many person-days."""
    more = {"status": Deliverable.Status.IN_PROGRESS}
    row: Deliverable = DeliverableFactory(program=milestone.program, milestone=milestone, **(more | fields))
    if days is not None:
        EstimateFactory(program=milestone.program, deliverable=row, likely_days=Decimal(str(days)))
    return row


def worked(row: Deliverable, *weeks: str, days: float = 5) -> None:
    """Effort of the accountable subteam in those weeks."""
    for week in weeks:
        EffortEntryFactory(
            program=row.program,
            deliverable=row,
            subteam=row.accountable,
            week=week,
            person_days=Decimal(str(days)),
        )


def late(program: Program, **fields: Any) -> Milestone:
    """30 person-days left at 10 a week, and a target that passed 10 days ago: 31 days late."""
    more = {"target_from_on": PAST, "target_to_on": PAST, "value": 9, "title": "Store"} | fields
    milestone = running(program=program, **more)
    worked(part(milestone, 60), "2026-W07", "2026-W08", "2026-W09", days=10)
    return milestone


def fine(program: Program, **fields: Any) -> Milestone:
    """The same with a target far ahead."""
    return late(program, **({"target_from_on": FAR, "target_to_on": FAR, "title": "Calm"} | fields))


def blind(program: Program, **fields: Any) -> Milestone:
    """What remains of it is unknown."""
    milestone = running(program=program, title="Dark", **fields)
    part(milestone, None)
    return milestone


def figure(program: Program, now: datetime = NOW) -> None:
    """Figures of the whole program, computed at that moment."""
    compute(program=program, today=now.date(), now=now)
