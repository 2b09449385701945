"""How Kittiwake's plan came about: every promise and every bet as an event of its day."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from milestones.demo import idea, spec_tale, views, work_tale
from milestones.demo.bet import FRIDAY, Bet, Call, Move, When
from milestones.demo.delivery import deliverable_events
from milestones.demo.features import FEATURES, REWORDED, FeatureText
from milestones.demo.narratives import NARRATIVES
from milestones.demo.roadmap import BETS, TRACKS
from milestones.models import Milestone, Statement
from milestones.services import aim, feature, milestone, owner_call, plan_line, track
from milestones.services import target as targets
from pm.actor import Actor
from pm.pure.dates import ImpreciseDate, parse_date
from pm.pure.periods import following, half_year, preceding
from pm.registry import Event
from pm.services import holiday, period
from pm.services.sample import FIRST_WEEK, Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PROMISED_IN = {
    "radio-bearers": -5,
    "delivery-receipts": -6,
    "device-pairing": -7,
    "interoperability": -8,
    "fleet-view": -8,
    "power-budget": -10,
}
WEEKS_OF_HALF_A_HALF = 13
# What the program wants from its two half-years, and the days nobody works.
GOALS = (
    "Messages survive an outage, and a season runs on one battery.",
    "Others build on it, and three people run it.",
)
FREE_DAYS = ((-9, THURSDAY, "Harbour day"), (4, FRIDAY, "Lantern night"))
# Why some bets were started before their criteria were written.
GOING_ON = {"IN_PROGRESS": "What it must show is agreed at the design review."}


def tell(story: Story) -> Iterator[Event]:
    """Every event of the plan."""
    for rank, (slug, name, text) in enumerate(TRACKS):
        yield Event(story.day(FIRST_WEEK), 10, "HM", partial(add_track, story, rank, slug, name, text))
    for goal, code in zip(GOALS, horizon(story.today), strict=True):
        yield Event(story.day(FIRST_WEEK), 11, "HM", partial(open_period, story, code, goal))
    yield Event(story.day(FIRST_WEEK), 12, "JS", partial(free_days, story))
    for rank, entry in enumerate(FEATURES):
        week = PROMISED_IN.get(entry.slug, FIRST_WEEK + 2)
        yield Event(story.day(week), 11, "JS", partial(promise, story, rank, entry))
    for slug, code, week, who, text, why in REWORDED:
        yield Event(story.day(week, TUESDAY), 15, who, partial(reword, story, slug, code, text, why))
    for rank, bet in enumerate(BETS):
        yield from bet_events(story, rank, bet)
    yield from deliverable_events(story)
    yield from spec_tale.tell(story)
    yield from views.tell(story)
    yield from idea.tell(story)
    yield from work_tale.tell(story)


def bet_events(story: Story, rank: int, bet: Bet) -> Iterator[Event]:
    """A milestone from its proposal to its review."""
    yield Event(story.day(bet.proposed, WEDNESDAY), 9, "JS", partial(propose, story, bet))
    if bet.committed is not None:
        when = story.day(bet.committed, THURSDAY)
        yield Event(when, 14, "HM", partial(commit, story, rank, bet))
    if bet.started is not None:
        yield Event(story.day(bet.started, MONDAY), 9, "JS", partial(step, story, bet, "IN_PROGRESS"))
    for move in bet.moves:
        yield Event(story.day(move.week, WEDNESDAY), 13, "JS", partial(move_target, story, bet, move))
    for call in bet.calls:
        yield Event(story.day(call.week, FRIDAY), 9, bet.owner, partial(make_call, story, bet, call))
    if bet.delivered is not None:
        yield Event(story.day(bet.delivered, THURSDAY), 15, "HM", partial(step, story, bet, "DELIVERED"))
        if bet.realised is not None:
            yield Event(story.day(bet.delivered + 4, TUESDAY), 10, "HM", partial(review, story, bet))


def add_track(story: Story, rank: int, slug: str, name: str, text: str, actor: Actor) -> None:
    story.rows["track", slug] = track.create(
        program=story.program, slug=slug, name=name, description=text, rank=rank, actor=actor
    )


def open_period(story: Story, code: str, goal: str, actor: Actor) -> None:
    period.create(program=story.program, code=code, goal=goal, actor=actor)


def free_days(story: Story, actor: Actor) -> None:
    days = [(story.day(week, weekday), name) for week, weekday, name in FREE_DAYS]
    holiday.add_many(program=story.program, days=days, actor=actor)


def promise(story: Story, rank: int, entry: FeatureText, actor: Actor) -> None:
    """A feature with its statements."""
    row = feature.create(
        program=story.program,
        name=entry.name,
        slug=entry.slug,
        area=entry.area,
        description=entry.description,
        rank=rank,
        actor=actor,
    )
    story.rows["feature", entry.slug] = row
    for letter, number, is_limitation, text in entry.statements():
        kind = Statement.State.LIMITATION if is_limitation else Statement.State.ACTIVE
        story.rows["statement", f"{entry.slug}:{letter}{number}"] = feature.state(
            feature=row, letter=letter, number=number, text=text, kind=kind, actor=actor
        )


def reword(story: Story, slug: str, code: str, text: str, why: str, actor: Actor) -> None:
    key = ("statement", f"{slug}:{code}")
    story.rows[key] = feature.reword(statement=story.rows[key], text=text, actor=actor, why=why)


def target_of(story: Story, when: When | None) -> ImpreciseDate:
    """A target as somebody would write it."""
    if when is None:
        return ImpreciseDate(None, None, "")
    day = story.day(when.week, when.weekday)
    if when.span == "quarter":
        return parse_date(f"Q{(day.month + 2) // 3} {day.year}")
    return ImpreciseDate(day, day, f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def propose(story: Story, bet: Bet, actor: Actor) -> None:
    target = target_of(story, bet.target)
    story.rows["milestone", bet.name] = milestone.create(
        program=story.program,
        track=story.rows["track", bet.track],
        title=bet.title,
        actor=actor,
        kind=bet.kind,
        owner=story.people[bet.owner],
        value=bet.value,
        audience=bet.audience,
        benefit=bet.benefit,
        narrative=NARRATIVES[bet.name],
        objective=bet.objective,
        scope_in=bet.scope_in,
        scope_out=bet.scope_out,
        risks_text=bet.risks,
        is_pencilled=bet.is_pencilled,
        appetite_days=None if bet.appetite is None else Decimal(bet.appetite),
        capacity_percent=bet.percent,
        follows=story.rows["milestone", bet.follows] if bet.follows else None,
        planned_start_on=None if bet.start is None else story.day(bet.start),
        target_from_on=target.start,
        target_to_on=target.end,
        target_text=target.text,
    )


def commit(story: Story, rank: int, bet: Bet, actor: Actor) -> None:
    """The plan of a half-year holds the milestone, then its date is a promise."""
    row: Milestone = story.rows["milestone", bet.name]
    for code, efforts in plan_of(story, bet):
        plan_line.put(
            milestone=row,
            period=code,
            rank=rank + 1,
            efforts={story.subteams[team]: Decimal(days) for team, days in efforts.items()},
            actor=actor,
        )
    for entry in bet.aims:
        slug, _, codes = entry.partition(":")
        wanted = [story.rows["statement", f"{slug}:{code}"] for code in codes.split(",")]
        aim.name(milestone=row, statements=wanted, actor=actor)
    step(story, bet, "COMMITTED", actor)


def plan_of(story: Story, bet: Bet) -> Iterator[tuple[str, dict[str, int]]]:
    """The plan lines of a bet: in the half-year of its target, and in the next one when it is carried."""
    first, last = horizon(story.today)
    if bet.target is None:
        yield first, bet.planned
        yield last, bet.carried
        return
    period = min(max(half_year(story.day(bet.target.week)), first), last)
    yield period, bet.planned
    moved = half_year(story.day(bet.moves[-1].to.week)) if bet.moves else period
    if bet.carried and period < moved <= last:
        yield moved, bet.carried


def horizon(today: date) -> tuple[str, str]:
    """The two half-years the story lies in: the present one, and the nearer of its neighbours."""
    present = half_year(today)
    starts = date(today.year, 1 if present.endswith("H1") else 7, 1)
    if (today - starts).days < 7 * WEEKS_OF_HALF_A_HALF:
        return preceding(present), present
    return present, following(present)


def step(story: Story, bet: Bet, to: str, actor: Actor) -> None:
    row: Milestone = story.rows["milestone", bet.name]
    override = (bet.override if to == "COMMITTED" else "") or GOING_ON.get(to, "")
    story.rows["milestone", bet.name] = milestone.take_step(
        milestone=row, to=to, override=override, actor=actor
    )


def move_target(story: Story, bet: Bet, move: Move, actor: Actor) -> None:
    target = target_of(story, move.to)
    story.rows["milestone", bet.name] = targets.move(
        milestone=story.rows["milestone", bet.name],
        start=target.start,
        end=target.end,
        text=target.text,
        reason_class=move.reason_class,
        reason=move.reason,
        actor=actor,
    )


def make_call(story: Story, bet: Bet, call: Call, actor: Actor) -> None:
    story.rows["milestone", bet.name] = owner_call.make(
        milestone=story.rows["milestone", bet.name],
        health=call.health,
        confidence=call.confidence,
        sentence=call.sentence,
        actor=actor,
    )


def review(story: Story, bet: Bet, actor: Actor) -> None:
    row = milestone.edit(
        milestone=story.rows["milestone", bet.name], changes={"realised_value": bet.realised}, actor=actor
    )
    story.rows["milestone", bet.name] = row
    step(story, bet, "REVIEWED", actor)
