"""How Kittiwake's bets came about: metrics, options, decisions, capacity, each as an event of its day."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from estimates.demo import bets as told
from estimates.demo.bets import Metric, Option, Stake
from estimates.models import BetOption
from estimates.services import allocation, bet, capacity, cost, decision, impact
from milestones.demo.bet import FRIDAY
from milestones.demo.roadmap import BETS
from milestones.demo.tale import horizon
from milestones.models import Milestone
from pm.actor import Actor
from pm.registry import Event
from pm.services.sample import FIRST_WEEK, Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
ROADMAP = {entry.name: entry for entry in BETS}
REVISED = -6


def tell(story: Story) -> Iterator[Event]:
    """Every event of the bets."""
    for index, metric in enumerate(told.METRICS):
        yield from metric_events(story, index, metric)
    for index, stake in enumerate(told.STAKES):
        yield from stake_events(story, index, stake)
    for name, kind, week, why, is_internal in told.DECISIONS:
        do = partial(decide, story, name, kind, why, is_internal=is_internal)
        yield Event(story.day(week, TUESDAY), 17, "HM", do)
    yield from capacity_events(story)


def milestone_of(story: Story, name: str) -> Milestone:
    row: Milestone = story.rows["milestone", name]
    return row


def metric_events(story: Story, index: int, text: Metric) -> Iterator[Event]:
    """Stated before the commitment, observed as the work goes on."""
    key, entry = ("metric", str(index)), ROADMAP[text.milestone]

    def state(actor: Actor) -> None:
        story.rows[key] = impact.add_metric(
            milestone=milestone_of(story, text.milestone), name=text.name, unit=text.unit, source=text.source,
            baseline=None if text.baseline is None else Decimal(text.baseline),
            expected=Decimal(text.expected), by_on=story.day(text.by, FRIDAY), actor=actor,
        )  # fmt: skip

    assert entry.committed is not None, text.milestone  # noqa: S101 -- a table of this package
    yield Event(story.day(entry.committed, TUESDAY), 16, entry.owner, state)
    for week, value, note in text.seen:
        yield Event(story.day(week, WEDNESDAY), 17, entry.owner, partial(observe, story, key, value, note))


def observe(story: Story, key: tuple[str, str], value: str, note: str, actor: Actor) -> None:
    impact.observe(metric=story.rows[key], value=Decimal(value), note=note, actor=actor)


def stake_events(story: Story, index: int, text: Stake) -> Iterator[Event]:
    """Drafted with what was weighed, placed, looked at mid-way, reviewed."""
    key = ("stake", str(index))
    yield Event(story.day(text.drafted, FRIDAY), 11, "HM", partial(draft, story, key, text))
    if text.placed is not None:
        yield Event(story.day(text.placed, WEDNESDAY), 17, "HM", partial(place, story, key, text))
    if text.midway is not None:
        week, found = text.midway
        yield Event(story.day(week, TUESDAY), 16, "HM", partial(look, story, key, found, text.next_bet))
    if text.reviewed is not None:
        week, brought = text.reviewed
        yield Event(story.day(week, THURSDAY), 14, "HM", partial(review, story, key, brought))


def draft(story: Story, key: tuple[str, str], text: Stake, actor: Actor) -> None:
    story.rows[key] = bet.create(
        program=story.program,
        milestone=milestone_of(story, text.milestone),
        title=text.title,
        stage=text.stage,
        appetite_days=Decimal(text.appetite),
        options=[(each.summary, days_of(each)) for each in text.options],
        review_by_on=None if text.review_by is None else story.day(text.review_by, FRIDAY),
        actor=actor,
    )


def days_of(option: Option) -> Decimal | None:
    return None if option.days is None else Decimal(option.days)


def place(story: Story, key: tuple[str, str], text: Stake, actor: Actor) -> None:
    """Choose and reject, then bet."""
    rows = (
        BetOption.objects.filter(bet=story.rows[key]).select_related("program", "bet").order_by("rank", "pk")
    )
    for row, said in zip(rows, text.options, strict=True):
        changes = {"state": said.state, "because": said.because}
        bet.edit_option(option=row, changes=changes, actor=actor)
    story.rows[key] = bet.place(bet=story.rows[key], actor=actor)


def look(story: Story, key: tuple[str, str], found: str, next_bet: str, actor: Actor) -> None:
    bet.note_midway(bet=story.rows[key], text=found, next_bet=next_bet, actor=actor)


def review(story: Story, key: tuple[str, str], brought: str, actor: Actor) -> None:
    bet.review(bet=story.rows[key], text=brought, actor=actor)


def decide(story: Story, name: str, kind: str, why: str, actor: Actor, *, is_internal: bool) -> None:
    milestone = milestone_of(story, name)
    decision.record(milestone=milestone, kind=kind, rationale=why, is_internal=is_internal, actor=actor)


def capacity_events(story: Story) -> Iterator[Event]:
    """Who there is, who is away, who is promised to what, what a day costs."""
    for week, table in ((FIRST_WEEK, told.CAPACITY | told.CAPACITY_AT_FIRST), (REVISED, told.CAPACITY)):
        yield Event(story.day(week, TUESDAY), 10, "JS", partial(count, story, table))
    yield Event(story.day(FIRST_WEEK, WEDNESDAY), 10, "HM", partial(price, story))
    for code, first, last, days, why in told.ABSENCES:
        yield Event(story.day(-1, MONDAY), 12, "JS", partial(miss, story, code, (first, last), days, why))
    for name, code, people, last in told.ALLOCATIONS:
        entry = ROADMAP[name]
        assert entry.committed is not None and entry.start is not None, name  # noqa: S101, PT018 -- a table
        do = partial(allot, story, name, code, people, (entry.start, last))
        yield Event(story.day(entry.committed, FRIDAY), 12, "JS", do)


def count(story: Story, table: dict[str, tuple[str, int, str]], actor: Actor) -> None:
    """What each subteam has in both half-years; a figure that stays is not said again."""
    for period in horizon(story.today):
        for code, (people, support, note) in table.items():
            capacity.set_capacity(
                subteam=story.subteams[code], period=period, people=Decimal(people), support_percent=support,
                note=note, actor=actor,
            )  # fmt: skip


def price(story: Story, actor: Actor) -> None:
    for period in horizon(story.today):
        for code, amount in told.RATES.items():
            cost.set_rate(subteam=story.subteams[code], period=period, amount=Decimal(amount), actor=actor)


def miss(story: Story, code: str, weeks: tuple[int, int], days: str, why: str, actor: Actor) -> None:
    capacity.add_absence(
        subteam=story.subteams[code], from_on=story.day(weeks[0]), to_on=story.day(weeks[1], FRIDAY),
        person_days=Decimal(days), reason=why, actor=actor,
    )  # fmt: skip


def allot(story: Story, name: str, code: str, people: str, weeks: tuple[int, int], actor: Actor) -> None:
    allocation.create(
        target=milestone_of(story, name), subteam=story.subteams[code], people=Decimal(people),
        from_on=story.day(weeks[0]), to_on=story.day(weeks[1], FRIDAY), actor=actor,
    )  # fmt: skip
