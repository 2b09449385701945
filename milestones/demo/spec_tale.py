"""How the specification around Kittiwake's milestones came about, each line as an event of its day."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from milestones.demo import obstacles, spec
from milestones.demo.bet import FRIDAY
from milestones.demo.roadmap import BETS
from milestones.demo.shapes import CriterionText, GateText, Need, ObstacleText, RiskText, Signer
from milestones.models import Deliverable, Milestone
from milestones.services import (
    acceptance_check,
    artefact,
    blocker,
    communication,
    coverage,
    dependency,
    gate,
    milestone_signoff,
    risk,
    stakeholder,
    success_criterion,
    unknown,
)
from pm.actor import Actor
from pm.registry import Event
from pm.services.sample import Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
FIRST_LETTERS = -24
OWNERS = {bet.name: bet.owner for bet in BETS}
COMMITTED = {bet.name: bet.committed for bet in BETS if bet.committed is not None}


def tell(story: Story) -> Iterator[Event]:
    """Every event of the specification."""
    for index, criterion in enumerate(spec.CRITERIA):
        yield from criterion_events(story, index, criterion)
    for index, signer in enumerate(spec.SIGNERS):
        yield from signer_events(story, index, signer)
    for index, meeting in enumerate(spec.GATES):
        yield from gate_events(story, index, meeting)
    yield from paper_events(story)
    yield from letter_events(story)
    for index, text in enumerate(obstacles.RISKS):
        yield from risk_events(story, index, text)
    for kind, texts in (("blocker", obstacles.BLOCKERS), ("unknown", obstacles.UNKNOWNS)):
        for index, thing in enumerate(texts):
            yield from obstacle_events(story, kind, index, thing)
    for index, need in enumerate(obstacles.NEEDS):
        yield from need_events(story, index, need)


def milestone_of(story: Story, name: str) -> Milestone:
    row: Milestone = story.rows["milestone", name]
    return row


def criterion_events(story: Story, index: int, text: CriterionText) -> Iterator[Event]:
    """Written down before the commitment; met when somebody saw it hold."""
    key, who = ("criterion", str(index)), OWNERS[text.milestone]

    def add(actor: Actor) -> None:
        story.rows[key] = success_criterion.add(
            milestone=milestone_of(story, text.milestone), text=text.text, kind=text.kind, level=text.level,
            actor=actor,
        )  # fmt: skip

    def meet(actor: Actor) -> None:
        success_criterion.meet(criterion=story.rows[key], evidence=text.evidence, actor=actor)

    yield Event(story.day(COMMITTED[text.milestone], TUESDAY), 10, who, add)
    if text.met is not None:
        yield Event(story.day(text.met, WEDNESDAY), 12, who, meet)


def signer_events(story: Story, index: int, text: Signer) -> Iterator[Event]:
    """Named with the criteria; signed by the person who is named."""
    key = ("signer", str(index))

    def name(actor: Actor) -> None:
        story.rows[key] = milestone_signoff.name(
            milestone=milestone_of(story, text.milestone), moment=text.moment, role=text.role,
            signer=story.people[text.who], actor=actor,
        )  # fmt: skip

    def sign(actor: Actor) -> None:
        milestone_signoff.take_step(signoff=story.rows[key], to="SIGNED", actor=actor)

    yield Event(story.day(COMMITTED[text.milestone], TUESDAY), 12, "JS", name)
    if text.signed is not None:
        yield Event(story.day(text.signed, THURSDAY), 10, text.who, sign)


def gate_events(story: Story, index: int, text: GateText) -> Iterator[Event]:
    """Planned the week before, held on its day."""
    key, who = ("gate", str(index)), OWNERS[text.milestone]
    day = story.day(text.week, text.weekday)

    def plan(actor: Actor) -> None:
        story.rows[key] = gate.plan(
            milestone=milestone_of(story, text.milestone), kind=text.kind, planned_on=day, who=text.who,
            has_guests=text.has_guests, actor=actor,
        )  # fmt: skip

    def hold(actor: Actor) -> None:
        said = {"held_on": day, "outcome": text.outcome, "lessons": text.lessons}
        gate.hold(gate=story.rows[key], changes=said, actor=actor)

    yield Event(story.day(min(text.week, 0) - 1, MONDAY), 11, "JS", plan)
    if text.outcome:
        yield Event(day, 13, who, hold)


def paper_events(story: Story) -> Iterator[Event]:
    """Design artefacts, the coverage grid, the checks of acceptance."""
    for name, kind, scope, week, link, because in spec.ARTEFACTS:
        state = "PRESENT" if link else "NOT_NEEDED" if because else "OPEN"
        fields = {"kind": kind, "scope": scope, "state": state, "link": link, "because": because}
        yield Event(story.day(week, WEDNESDAY), 14, OWNERS[name], partial(draw, story, name, fields))
    for name, kind, week, because in spec.COVERAGE:
        yield Event(story.day(week, WEDNESDAY), 15, "JS", partial(explain, story, name, kind, because))
    for index, (name, kind, text, result, week, evidence) in enumerate(spec.CHECKS):
        key = ("check", str(index))
        day = story.day(COMMITTED[name] + 1, TUESDAY)
        yield Event(day, 14, OWNERS[name], partial(ask_for, story, key, name, kind, text))
        if result:
            day = story.day(week, THURSDAY)
            yield Event(day, 14, OWNERS[name], partial(judge, story, key, result, evidence))


def draw(story: Story, name: str, fields: dict[str, str], actor: Actor) -> None:
    artefact.add(milestone=milestone_of(story, name), actor=actor, **fields)


def explain(story: Story, name: str, kind: str, because: str, actor: Actor) -> None:
    coverage.answer(milestone=milestone_of(story, name), kind=kind, because=because, actor=actor)


def ask_for(story: Story, key: tuple[str, str], name: str, kind: str, text: str, actor: Actor) -> None:
    story.rows[key] = acceptance_check.add(
        milestone=milestone_of(story, name), kind=kind, text=text, actor=actor
    )


def judge(story: Story, key: tuple[str, str], result: str, evidence: str, actor: Actor) -> None:
    changes = {"result": result, "evidence": evidence}
    acceptance_check.edit(check=story.rows[key], changes=changes, actor=actor)


def letter_events(story: Story) -> Iterator[Event]:
    """Who outside hears what, and when they heard it."""
    for name, organisation, interest in spec.STAKEHOLDERS:
        do = partial(meet, story, name, organisation, interest)
        yield Event(story.day(FIRST_LETTERS, TUESDAY), 16, "JS", do)
    for index, (name, listener, message, channel, who, due, done) in enumerate(spec.COMMUNICATIONS):
        key = ("letter", str(index))
        fields = {"message": message, "channel": channel, "due_on": story.day(due, FRIDAY)}
        plan = partial(promise, story, key, name, spec.STAKEHOLDERS[listener][0], who, fields)
        yield Event(story.day(min(due, 0) - 1, MONDAY), 14, who, plan)
        if done is not None:
            yield Event(story.day(done, THURSDAY), 16, who, partial(say, story, key))


def meet(story: Story, name: str, organisation: str, interest: str, actor: Actor) -> None:
    story.rows["stakeholder", name] = stakeholder.create(
        program=story.program, name=name, organisation=organisation, interest=interest, actor=actor
    )


def promise(
    story: Story,
    key: tuple[str, str],
    name: str,
    listener: str,
    who: str,
    fields: dict[str, Any],
    actor: Actor,
) -> None:
    story.rows[key] = communication.plan(
        milestone=milestone_of(story, name),
        stakeholder=story.rows["stakeholder", listener],
        owner=story.people[who],
        actor=actor,
        **fields,
    )


def say(story: Story, key: tuple[str, str], actor: Actor) -> None:
    communication.finish(row=story.rows[key], actor=actor)


def risk_events(story: Story, index: int, text: RiskText) -> Iterator[Event]:
    """Raised, looked at again, ended."""
    key = ("risk", str(index))

    def raise_it(actor: Actor) -> None:
        story.rows[key] = risk.create(
            program=story.program, title=text.title, kind=text.kind, likelihood=text.likelihood,
            impact=text.impact, response=text.response, mitigation=text.mitigation,
            milestone=milestone_of(story, text.milestone) if text.milestone else None,
            owner=story.people[text.owner] if text.owner else None, is_internal=text.is_internal, actor=actor,
        )  # fmt: skip

    def look_at(actor: Actor) -> None:
        story.rows[key] = risk.review(risk=story.rows[key], actor=actor)

    def end(actor: Actor) -> None:
        assert text.ending is not None  # noqa: S101 -- asked below
        risk.take_step(risk=story.rows[key], to=text.ending.to, reason=text.ending.words, actor=actor)

    yield Event(story.day(text.week, TUESDAY), 14, text.who, raise_it)
    if text.looked_at is not None:
        yield Event(story.day(text.looked_at, TUESDAY), 15, text.owner or text.who, look_at)
    if text.ending is not None:
        yield Event(story.day(text.ending.week, THURSDAY), 13, text.owner or text.who, end)


def obstacle_events(story: Story, kind: str, index: int, text: ObstacleText) -> Iterator[Event]:
    """A blocker or an unknown: written down, then settled."""
    key, verbs = (kind, str(index)), blocker if kind == "blocker" else unknown
    low, high = text.delay or (None, None)

    def write(actor: Actor) -> None:
        story.rows[key] = verbs.create(
            program=story.program, title=text.title, milestone=milestone_of(story, text.milestone),
            deliverable=story.rows["deliverable", text.deliverable] if text.deliverable else None,
            owner=story.people[text.owner], priority=text.priority, waiting_on=text.waiting_on,
            action=text.action, opened_on=actor.today, delay_low_days=low, delay_high_days=high,
            resolve_by_on=None if text.by is None else story.day(text.by, FRIDAY), actor=actor,
        )  # fmt: skip

    yield Event(story.day(text.week, WEDNESDAY), 11, text.owner, write)
    if text.ending is not None:
        day = story.day(text.ending.week, WEDNESDAY)
        yield Event(day, 16, text.owner, partial(settle, story, key, text))


def settle(story: Story, key: tuple[str, str], text: ObstacleText, actor: Actor) -> None:
    """Resolve a blocker; answer an unknown, or defer it with somebody's name."""
    assert text.ending is not None  # noqa: S101 -- asked by the caller
    to, words = text.ending.to, text.ending.words
    if key[0] == "blocker":
        blocker.take_step(blocker=story.rows[key], to=to, reason=words, actor=actor)
        return
    approver = story.people[text.approver] if text.approver else None
    unknown.take_step(unknown=story.rows[key], to=to, reason=words, approver=approver, actor=actor)


def need_events(story: Story, index: int, text: Need) -> Iterator[Event]:
    """A dependency: written down, confirmed by somebody outside, met."""
    key = ("need", str(index))

    def write(actor: Actor) -> None:
        ends = {end_of(story, text.what): row_of(story, text.what)}
        if text.on:
            ends[f"needed_{end_of(story, text.on)}"] = row_of(story, text.on)
        story.rows[key] = dependency.create(
            program=story.program, title=text.outside, owner=story.people[text.owner],
            needed_by_on=None if text.by is None else story.day(text.by, MONDAY),
            if_delayed=text.if_delayed, contingency=text.contingency, actor=actor, **ends,
        )  # fmt: skip

    def confirm(actor: Actor) -> None:
        assert text.confirmed is not None  # noqa: S101 -- asked below
        story.rows[key] = dependency.confirm(
            dependency=story.rows[key], by=text.confirmed[1], on=actor.today, actor=actor
        )

    def end(actor: Actor) -> None:
        dependency.take_step(dependency=story.rows[key], to="MET", actor=actor)

    yield Event(story.day(text.week, THURSDAY), 12, text.owner, write)
    if text.confirmed is not None:
        yield Event(story.day(text.confirmed[0], FRIDAY), 12, text.owner, confirm)
    if text.met is not None:
        yield Event(story.day(text.met, THURSDAY), 12, text.owner, end)


def end_of(story: Story, name: str) -> str:
    return "milestone" if ("milestone", name) in story.rows else "deliverable"


def row_of(story: Story, name: str) -> Milestone | Deliverable:
    row: Milestone | Deliverable = story.rows[end_of(story, name), name]
    return row
