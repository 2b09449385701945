"""How Kittiwake's deliverables came about: named, started, proven, closed."""

from collections.abc import Iterator
from functools import partial

from milestones.demo.bet import FRIDAY, Work
from milestones.demo.roadmap import BETS
from milestones.demo.works_delivery import DELIVERY
from milestones.demo.works_edge import BUILDERS, IDENTITY, OPERATORS
from milestones.demo.works_power import POWER
from milestones.models import AcceptanceCriterion, ChecklistItem, Deliverable, EvidenceRequirement, SignOff
from milestones.pure.checklist import DEFAULT_CHECKLIST
from milestones.queries.gate import load_gate
from milestones.services import criterion, deliverable, pin, signoff
from pm.actor import Actor
from pm.registry import Event
from pm.services.sample import Story

WORKS = (*DELIVERY, *POWER, *IDENTITY, *BUILDERS, *OPERATORS)
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
LEADS = {"RS": "AQ", "EN": "BT", "CL": "CF", "QA": "DL", "DO": "ER", "SI": "JS"}
# What these subteams close themselves; the others ask, and the program manager accepts.
CLOSE_THEMSELVES = frozenset({"QA", "SI"})
REPOSITORIES = {"EN": "engine", "CL": "clients", "QA": "testbed", "DO": "guides", "SI": "runs", "RS": "specs"}
NOT_NEEDED = {
    ("RS", "CODE"): "A specification. The code is in the deliverables that build on it.",
    ("RS", "DOGFOODING"): "Nothing runs yet. What builds on it is dogfooded.",
    ("SI", "DOCS"): "The report is the output, and it explains itself.",
    ("SI", "DOGFOODING"): "A simulation is run, not used.",
    ("QA", "DOCS"): "The readme of the test bed says how to run it.",
    ("DO", "SPECS"): "A guide follows the specifications of what it describes.",
    ("DO", "CODE"): "Its examples are compiled by the build of the SDK.",
}
DOGFOODED = (
    "Two weeks on the harbour pilot's 14 nodes; notes in the week's report",
    "The team's own phones run it since the second week",
    "Used for the stand-up over the slow link, five days in a row",
    "Three people outside the subteam used it for a day; two findings, both mended",
)


def deliverable_events(story: Story) -> Iterator[Event]:
    """Every deliverable from its naming to today."""
    committed = {bet.name: bet.committed for bet in BETS}
    for number, work in enumerate(WORKS):
        week = work.added if work.added is not None else committed[work.milestone]
        assert week is not None, work.milestone  # noqa: S101 -- a table of this package
        lead = LEADS[work.team]
        yield Event(story.day(week, TUESDAY), 9, "JS", partial(name, story, work))
        if work.started is not None:
            yield Event(story.day(work.started), 10, work.owner or lead, partial(start, story, work))
        if work.closed is not None:
            yield from close_events(story, work, number)
        elif work.started is not None and (work.answered or work.met):
            last = max(work.started, work.proved)
            yield Event(story.day(last, THURSDAY), 11, lead, partial(prove, story, work, number))
        if work.requested is not None:
            yield Event(story.day(work.requested, FRIDAY), 15, lead, partial(ask, story, work))
        if work.dropped is not None:
            when, why = work.dropped
            yield Event(story.day(when, THURSDAY), 10, "JS", partial(drop, story, work, why))


def close_events(story: Story, work: Work, number: int) -> Iterator[Event]:
    """The proof and the close, in the week in which it closed."""
    assert work.closed is not None  # noqa: S101 -- asked by the caller
    lead = LEADS[work.team]
    yield Event(story.day(work.closed, WEDNESDAY), 16, lead, partial(prove, story, work, number))
    if work.team in CLOSE_THEMSELVES:
        yield Event(story.day(work.closed, THURSDAY), 11, lead, partial(step, story, work, "CLOSED"))
        return
    yield Event(story.day(work.closed, THURSDAY), 11, lead, partial(ask, story, work))
    yield Event(story.day(work.closed, FRIDAY), 11, "JS", partial(step, story, work, "CLOSED"))


def name(story: Story, work: Work, actor: Actor) -> None:
    """The deliverable, its acceptance criteria, and what it promises."""
    row = deliverable.create(
        program=story.program,
        milestone=story.rows["milestone", work.milestone],
        title=work.title,
        actor=actor,
        contributors=[story.subteams[code] for code in work.helpers],
        feature=story.rows["feature", work.feature],
        accountable=story.subteams[work.team],
        owner=story.people[work.owner] if work.owner else None,
        is_must=work.is_must,
        output=work.output,
        planned_start_on=story.day(work.start),
        due_on=story.day(work.due, FRIDAY),
    )
    story.rows["deliverable", work.name] = row
    criterion.add(deliverable=row, texts=work.criteria, actor=actor)
    for entry in work.pins:
        code, _, scope = entry.partition("@")
        statement = story.rows["statement", f"{work.feature}:{code}"]
        pin.promise(deliverable=row, statement=statement, scope=scope, actor=actor)


def step(story: Story, work: Work, to: str, actor: Actor, reason: str = "") -> None:
    story.rows["deliverable", work.name] = deliverable.take_step(
        deliverable=story.rows["deliverable", work.name], to=to, reason=reason, actor=actor
    )


def start(story: Story, work: Work, actor: Actor) -> None:
    step(story, work, "IN_PROGRESS", actor)


def ask(story: Story, work: Work, actor: Actor) -> None:
    step(story, work, "CLOSE_REQUESTED", actor)


def drop(story: Story, work: Work, why: str, actor: Actor) -> None:
    step(story, work, "DROPPED", actor, reason=why)


def prove(story: Story, work: Work, number: int, actor: Actor) -> None:
    """Answer the checklist and the criteria as far as the story goes."""
    row: Deliverable = story.rows["deliverable", work.name]
    is_whole = work.closed is not None
    wanted = DEFAULT_CHECKLIST if is_whole else work.answered
    for item in ChecklistItem.objects.filter(deliverable=row, kind__in=wanted).order_by("rank", "pk"):
        because = NOT_NEEDED.get((work.team, item.kind), "")
        deliverable.answer_checklist(
            item=item,
            state=ChecklistItem.State.NOT_NEEDED if because else ChecklistItem.State.DONE,
            evidence="" if because else evidence(work, item.kind, number),
            because=because,
            actor=actor,
        )
    if is_whole or work.requested is not None:
        bring_panels(row, actor)
    criteria = AcceptanceCriterion.objects.filter(deliverable=row).order_by("rank", "pk")
    for each in criteria[: len(work.criteria) if is_whole else work.met]:
        criterion.answer(criterion=each, is_met=True, actor=actor)


def bring_panels(row: Deliverable, actor: Actor) -> None:
    """The panel that shows what the deliverable promises of performance, before that is claimed."""
    for one in load_gate(row).unproven:
        assert row.accountable is not None  # noqa: S101 -- every deliverable of the sample has a subteam
        signoff.give(
            statement=one,
            kind=EvidenceRequirement.Kind.PANEL,
            verdict=SignOff.Verdict.SIGNED,
            subteam=row.accountable,
            link=f"https://panels.kittiwake.example/{one.feature.slug}/{one.code.lower()}",
            environment="The harbour pilot",
            actor=actor,
        )


def evidence(work: Work, kind: str, number: int) -> str:
    """Where to look, as the subteam would write it."""
    if kind == ChecklistItem.Kind.SPECS:
        return f"https://specs.kittiwake.example/{work.feature}"
    if kind == ChecklistItem.Kind.CODE:
        return f"https://code.kittiwake.example/{REPOSITORIES[work.team]}/pull/{112 + 7 * number}"
    if kind == ChecklistItem.Kind.DOCS:
        return f"https://docs.kittiwake.example/{work.feature}"
    return DOGFOODED[number % len(DOGFOODED)]
