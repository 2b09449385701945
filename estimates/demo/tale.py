"""How Kittiwake's numbers came about: estimates, weeks of effort, what remains, and what was computed."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from estimates.demo import bets_tale
from estimates.demo.numbers import EFFORT, ESTIMATES, LEFT, OWN_ESTIMATES, UPKEEP
from estimates.models import Estimate, ImpactReview
from estimates.pure.estimate import parse_estimate
from estimates.services import effort, estimate, forecast, impact, review
from milestones.demo.bet import FRIDAY
from milestones.demo.delivery import LEADS, WORKS
from milestones.demo.roadmap import BETS
from milestones.models import Milestone
from pm.actor import Actor
from pm.pure.periods import iso_week
from pm.registry import Event
from pm.services.sample import Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
WEEKS_COMPUTED = range(-8, 0)
# Without an estimate of every deliverable there is no sum to take as the baseline.
UNESTIMATED = frozenset({"fleet", "maintenance"})


def tell(story: Story) -> Iterator[Event]:
    """Every event of the bet."""
    committed = {}
    for bet in BETS:
        if bet.name in OWN_ESTIMATES:
            text = OWN_ESTIMATES[bet.name]
            yield Event(
                story.day(bet.proposed, FRIDAY),
                10,
                bet.owner,
                partial(guess, story, "milestone", bet.name, text),
            )
        if bet.committed is not None:
            committed[bet.name] = bet.committed
            if bet.name not in UNESTIMATED:
                when = story.day(bet.committed, THURSDAY)
                yield Event(when, 15, "HM", partial(choose_baseline, story, bet.name))
        if bet.delivered is not None and bet.realised is not None:
            when = story.day(bet.delivered + 4, TUESDAY)
            yield Event(when, 9, "HM", partial(look_back, story, bet.name, bet.realised))
    for work in WORKS:
        if work.name in ESTIMATES:
            week = work.added if work.added is not None else committed[work.milestone]
            text = ESTIMATES[work.name]
            yield Event(
                story.day(week, WEDNESDAY),
                11,
                LEADS[work.team],
                partial(guess, story, "deliverable", work.name, text),
            )
    yield from effort_events(story)
    yield from bets_tale.tell(story)
    for week in WEEKS_COMPUTED:
        yield Event(story.day(week), 6, "JS", partial(compute, story))
    yield Event(story.day(-1), 10, "HM", partial(look_over, story))


def effort_events(story: Story) -> Iterator[Event]:
    """Each Friday what the week took, then what remains."""
    for name, code, first, days in EFFORT:
        for week, spent in enumerate(days, start=first):
            do = partial(log_week, story, "deliverable", name, code, Decimal(spent))
            yield Event(story.day(week, FRIDAY), 16, LEADS[code], do)
    for name, code, first, last, spent_text in UPKEEP:
        for week in range(first, last + 1):
            do = partial(log_week, story, "milestone", name, code, Decimal(spent_text))
            yield Event(story.day(week, FRIDAY), 16, LEADS[code], do)
    teams = {work.name: work.team for work in WORKS}
    for name, week, left, why in LEFT:
        yield Event(
            story.day(week, FRIDAY), 17, LEADS[teams[name]], partial(estimate_left, story, name, left, why)
        )


def guess(story: Story, kind: str, name: str, text: str, actor: Actor) -> None:
    """An estimate of the whole work, as it was written."""
    parsed = parse_estimate(text, days_per_month=story.program.days_per_month)
    estimate.set_parsed(target=story.rows[kind, name], parsed=parsed, actor=actor)


def estimate_left(story: Story, name: str, left: str, why: str, actor: Actor) -> None:
    days = Decimal(left)
    estimate.set_estimate(
        target=story.rows["deliverable", name],
        low=days,
        likely=days,
        high=days,
        purpose=Estimate.Purpose.REMAINING,
        reason=why,
        actor=actor,
    )


def choose_baseline(story: Story, name: str, actor: Actor) -> None:
    """The sum of the deliverables, unless committing chose a baseline already."""
    row: Milestone = story.rows["milestone", name]
    if not Estimate.objects.filter(milestone=row, is_baseline=True).exists():
        estimate.choose_baseline(milestone=row, basis=Estimate.Basis.BOTTOM_UP, actor=actor)


def look_back(story: Story, name: str, realised: int, actor: Actor) -> None:
    """What came of a bet, a month after it was delivered."""
    impact.review(
        milestone=story.rows["milestone", name],
        moment=ImpactReview.Moment.T30,
        verdict=ImpactReview.Verdict.WIN,
        feedback="We know what we wanted to know: the next bet builds on it.",
        realised_value=realised,
        actor=actor,
    )


def log_week(story: Story, kind: str, name: str, code: str, spent: Decimal, actor: Actor) -> None:
    effort.log_week(
        target=story.rows[kind, name],
        subteam=story.subteams[code],
        week=iso_week(actor.today),
        person_days=spent,
        actor=actor,
    )


def look_over(story: Story, actor: Actor) -> None:
    """The lead's weekly look at the at-risk page."""
    review.mark_reviewed(program=story.program, actor=actor)


def compute(story: Story, actor: Actor) -> None:
    """What the night's job would have computed on that day."""
    forecast.compute(program=story.program, today=actor.today, now=actor.moment)


def finish(story: Story, actor: Actor) -> None:
    """The figures as they stand now, so that the first page shows them."""
    compute(story, actor)
