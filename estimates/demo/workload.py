"""The bet's records of a workload file: estimates with their baselines, effort; bets, metrics, decisions."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from estimates.models import Bet, BetOption, Decision, EffortEntry, Estimate, ImpactMetric
from milestones.models import Deliverable, Milestone
from pm.pure.periods import iso_week
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers
from pm.services.workload import Workload

CENT = Decimal("0.01")
HOURS_A_DAY = 8
LOW, HIGH = Decimal("0.7"), Decimal("1.6")
DECISION_EVERY = 2
LEAST_APPETITE = Decimal(5)


def load(workload: Workload) -> None:
    """Write the bet, table by table."""
    for step in (load_estimates, load_effort, load_bets, load_decisions):
        with recording(workload.actor, workload.program) as record:
            step(workload, record)


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def range_of(workload: Workload, likely: Decimal, on: date, **fields: Any) -> Estimate:
    """An estimate around its likely value."""
    return Estimate(
        program=workload.program,
        low_days=cents(likely * LOW),
        likely_days=cents(likely),
        high_days=cents(likely * HIGH),
        text=f"{likely} d",
        happened_on=on,
        recorded_at=workload.actor.moment,
        **fields,
    )


def load_estimates(workload: Workload, record: Recorder) -> None:
    """Each deliverable's first estimate is its part of the baseline; a milestone's baseline is their sum."""
    rows, subjects = [], []
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for each in workload.records["deliverable"]:
        deliverable: Deliverable = workload.rows["deliverable", each["id"]]
        sums[each["milestone"]] += Decimal(str(each["estimates"][0][1]))
        for index, (text, days) in enumerate(each["estimates"]):
            on = workload.day(text)
            assert on is not None  # noqa: S101 -- every estimate of the file has its day
            rows.append(
                range_of(workload, Decimal(str(days)), on, deliverable=deliverable, is_baseline=index == 0)
            )
            subjects.append(deliverable.key)
    for each in workload.records["milestone"]:
        milestone: Milestone = workload.rows["milestone", each["id"]]
        assert milestone.committed_on is not None  # noqa: S101 -- set by the plan's part
        rows.append(
            range_of(
                workload,
                sums[each["id"]],
                milestone.committed_on,
                milestone=milestone,
                basis=Estimate.Basis.BOTTOM_UP,
                is_baseline=True,
            )
        )
        subjects.append(milestone.key)
    record.create_many(rows, subjects=subjects)
    workload.count("estimates", rows)


def load_effort(workload: Workload, record: Recorder) -> None:
    """Hours of people become person-days of their subteam, by deliverable and ISO week."""
    teams = {each["id"]: each["subteam"] for each in workload.records["person"]}
    hours: dict[tuple[int, int, date], Decimal] = defaultdict(Decimal)
    for each in workload.records["effort"]:
        monday = workload.day(each["week"])
        assert monday is not None  # noqa: S101 -- every effort of the file has its week
        hours[each["deliverable"], teams[each["person"]], monday] += Decimal(str(each["hours"]))
    rows = [
        EffortEntry(
            program=workload.program,
            deliverable=workload.rows["deliverable", deliverable],
            subteam=workload.rows["subteam", team],
            week=iso_week(monday),
            person_days=cents(spent / HOURS_A_DAY),
            happened_on=monday,
            recorded_at=workload.actor.moment,
        )
        for (deliverable, team, monday), spent in hours.items()
    ]
    record.create_many(rows, subjects=[row.deliverable.key for row in rows if row.deliverable])
    workload.count("weeks of effort", rows)


def load_bets(workload: Workload, record: Recorder) -> None:
    """A placed bet of every milestone with two options, and the metric it is to move."""
    milestones: list[Milestone] = [
        workload.rows["milestone", each["id"]] for each in workload.records["milestone"]
    ]
    numbers = take_numbers(program=workload.program, letter=Bet.LETTER, count=len(milestones))
    bets = [
        Bet(
            program=workload.program,
            milestone=milestone,
            number=number,
            title=f"Try {milestone.title}"[:200],
            appetite_days=milestone.appetite_days or LEAST_APPETITE,
            status=Bet.Status.PLACED,
            placed_on=milestone.committed_on,
            review_by_on=milestone.target_to_on,
        )
        for number, milestone in zip(numbers, milestones, strict=True)
    ]
    record.create_many(bets)
    options = [
        BetOption(program=workload.program, bet=bet, summary=summary, state=state, rank=rank)
        for bet in bets
        for rank, (summary, state) in enumerate(
            (("Build it ourselves", BetOption.State.CHOSEN), ("Buy it", BetOption.State.HELD))
        )
    ]
    record.create_many(options, subjects=[option.bet.key for option in options])
    metrics = [
        ImpactMetric(
            program=workload.program,
            milestone=milestone,
            name="Median time",
            unit="ms",
            baseline=Decimal(900),
            expected=Decimal(300),
            by_on=milestone.target_to_on,
        )
        for milestone in milestones
    ]
    record.create_many(metrics, subjects=[milestone.key for milestone in milestones])
    workload.count("bets", bets)


def load_decisions(workload: Workload, record: Recorder) -> None:
    """A decision about every second milestone."""
    chosen: list[Milestone] = [
        workload.rows["milestone", each["id"]]
        for each in workload.records["milestone"]
        if each["id"] % DECISION_EVERY == 0
    ]
    kinds = (Decision.Kind.CONTINUE, Decision.Kind.RESHAPE, Decision.Kind.REPRIORITISE)
    numbers = take_numbers(program=workload.program, letter=Decision.LETTER, count=len(chosen))
    rows = [
        Decision(
            program=workload.program,
            milestone=milestone,
            number=number,
            kind=kinds[number % len(kinds)],
            rationale=milestone.narrative,
            by=milestone.owner,
            happened_on=milestone.planned_start_on or workload.actor.today,
            recorded_at=workload.actor.moment,
        )
        for number, milestone in zip(numbers, chosen, strict=True)
    ]
    record.create_many(rows)
    workload.count("decisions", rows)
