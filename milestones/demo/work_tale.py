"""How Kittiwake's daily work came about: handovers, tasks, evidence of others, updates, ideas."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from milestones.demo import talk
from milestones.demo.bet import FRIDAY
from milestones.demo.delivery import LEADS, WORKS
from milestones.demo.shapes import Evidence, Idea, Passing, TaskText, Words
from milestones.demo.updates import UPDATES
from milestones.demo.workings import EVIDENCE, IDEAS, PASSINGS, TASKS
from milestones.models import (
    Handover,
    HandoverItem,
    HandoverKind,
    Milestone,
    SignOff,
    TaskCriterion,
    TaskKind,
)
from milestones.services import handover, milestone, signoff, task, update
from pm.actor import Actor
from pm.pure.periods import iso_week
from pm.registry import Event
from pm.services import attachment, comment, watch
from pm.services.sample import Story

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
TEAM_OF = {work.name: work.team for work in WORKS}
OWNER_OF = {work.name: work.owner or LEADS[work.team] for work in WORKS}


def tell(story: Story) -> Iterator[Event]:
    """Every event of the daily work."""
    for index, passing in enumerate(PASSINGS):
        yield from passing_events(story, index, passing)
    for index, entry in enumerate(TASKS):
        yield from task_events(story, index, entry)
    for evidence in EVIDENCE:
        yield Event(story.day(evidence.week, THURSDAY), 9, evidence.who, partial(sign, story, evidence))
    for words in UPDATES:
        who = OWNER_OF[words.deliverable]
        yield Event(story.day(words.week, FRIDAY), 14, who, partial(write, story, words))
    for idea in IDEAS:
        yield Event(story.day(idea.week, idea.weekday), 15, idea.who, partial(have, story, idea))
    yield from talk_events(story)


def passing_events(story: Story, index: int, text: Passing) -> Iterator[Event]:
    """Drafted, brought and offered by the giver; accepted or returned by the receiver."""
    key = ("handover", str(index))
    giver = OWNER_OF[text.deliverable]
    yield Event(story.day(text.drafted, MONDAY), 11, giver, partial(draft, story, key, text))
    yield Event(story.day(text.offered or -1, MONDAY), 15, giver, partial(bring, story, key, text.brought))
    if text.offered is not None:
        yield Event(story.day(text.offered, TUESDAY), 11, giver, partial(pass_on, story, key, "OFFERED", ""))
    if text.accepted is not None:
        do = partial(accept, story, key)
        yield Event(story.day(text.accepted, WEDNESDAY), 10, LEADS[text.receiver], do)
    if text.returned is not None:
        week, why = text.returned
        do = partial(pass_on, story, key, "RETURNED", why)
        yield Event(story.day(week, WEDNESDAY), 10, LEADS[text.receiver], do)


def draft(story: Story, key: tuple[str, str], text: Passing, actor: Actor) -> None:
    discussion, words = text.talk or (Handover.Discussion.ASYNC, "")
    story.rows[key] = handover.create(
        program=story.program,
        deliverable=story.rows["deliverable", text.deliverable],
        giver=story.subteams[TEAM_OF[text.deliverable]],
        receiver=story.subteams[text.receiver],
        kind=HandoverKind.objects.get(program=story.program, name=text.contract),
        receiving_deliverable=story.rows["deliverable", text.receiving] if text.receiving else None,
        due_on=story.day(text.due, FRIDAY),
        discussion=discussion,
        discussion_text=words,
        actor=actor,
    )


def items(story: Story, key: tuple[str, str], side: str) -> list[HandoverItem]:
    found = HandoverItem.objects.filter(handover=story.rows[key], side=side)
    return list(found.select_related("handover", "program").order_by("rank", "pk"))


def bring(story: Story, key: tuple[str, str], brought: tuple[str, ...], actor: Actor) -> None:
    """Answer the first lines that are asked of the giver."""
    for item, evidence in zip(items(story, key, "GIVE"), brought, strict=False):
        handover.bring(item=item, evidence=evidence, actor=actor)


def pass_on(story: Story, key: tuple[str, str], to: str, reason: str, actor: Actor) -> None:
    story.rows[key] = handover.take_step(handover=story.rows[key], to=to, reason=reason, actor=actor)


def accept(story: Story, key: tuple[str, str], actor: Actor) -> None:
    """Agree to every line, then take it."""
    for item in items(story, key, "ACCEPT"):
        handover.agree(item=item, is_done=True, actor=actor)
    pass_on(story, key, "ACCEPTED", "", actor)


def task_events(story: Story, index: int, text: TaskText) -> Iterator[Event]:
    """Named, begun, done."""
    key = ("task", str(index))
    who = text.assignee or (LEADS[text.team] if text.team else "JS")

    def name(actor: Actor) -> None:
        kinds = TaskKind.objects.filter(program=story.program, name=text.kind)
        story.rows[key] = task.create(
            program=story.program, title=text.title,
            deliverable=story.rows["deliverable", text.deliverable] if text.deliverable else None,
            caused_by=story.rows["deliverable", text.caused_by] if text.caused_by else None,
            kind=kinds.get() if text.kind else None, criteria=text.criteria,
            assignee=story.people[text.assignee] if text.assignee else None,
            subteam=story.subteams[text.team] if text.team else None,
            planned_week="" if text.planned is None else iso_week(story.day(text.planned)), actor=actor,
        )  # fmt: skip

    def begin(actor: Actor) -> None:
        story.rows[key] = task.take_step(task=story.rows[key], to="IN_PROGRESS", actor=actor)

    def finish(actor: Actor) -> None:
        for criterion in TaskCriterion.objects.filter(task=story.rows[key]).order_by("rank", "pk"):
            task.meet(criterion=criterion, is_met=True, actor=actor)
        task.take_step(task=story.rows[key], to="DONE", actor=actor)

    yield Event(story.day(text.week, MONDAY), 13, who, name)
    if text.started is not None:
        yield Event(story.day(text.started, TUESDAY), 13, who, begin)
    if text.done is not None:
        yield Event(story.day(text.done, FRIDAY), 13, who, finish)


def sign(story: Story, text: Evidence, actor: Actor) -> None:
    """Sign or refuse what the policy asks of a statement."""
    signoff.give(
        statement=story.rows["statement", text.statement],
        kind=text.kind,
        verdict=SignOff.Verdict.REFUSED if text.refused else SignOff.Verdict.SIGNED,
        subteam=story.subteams[text.team],
        link=text.link,
        environment=text.environment,
        reason=text.refused,
        expires_on=None if text.until is None else story.day(text.until, FRIDAY),
        actor=actor,
    )


def write(story: Story, text: Words, actor: Actor) -> None:
    """What a subteam says of its week."""
    update.write(
        deliverable=story.rows["deliverable", text.deliverable],
        subteam=story.subteams[text.team],
        week=iso_week(actor.today),
        achieved=text.achieved,
        next=text.next,
        blocked=text.blocked,
        scope_change=text.scope,
        date_change=text.date,
        actor=actor,
    )


def have(story: Story, text: Idea, actor: Actor) -> None:
    """An idea for the laundry list of its track."""
    story.rows["idea", text.title] = milestone.create(
        program=story.program,
        track=story.rows["track", text.track],
        title=text.title,
        status=Milestone.Status.IDEA,
        narrative=text.why,
        value=text.value,
        audience=text.audience,
        effort_guess_days=Decimal(text.guess),
        budget_line=story.rows["milestone", "maintenance"] if text.is_charged else None,
        actor=actor,
    )


def talk_events(story: Story) -> Iterator[Event]:
    """Comments, who wants to hear of what, and the trace of the harbour as a file."""
    for kind, name, week, weekday, hour, who, text in talk.COMMENTS:
        yield Event(story.day(week, weekday), hour, who, partial(remark, story, (kind, name), who, text))
    for kind, name, week, who in talk.WATCHERS:
        yield Event(story.day(week, MONDAY), 9, who, partial(follow, story, (kind, name), who))
    yield Event(
        story.day(-16, THURSDAY), 15, "IP", partial(keep_trace, story, ("deliverable", "poc-bench"), "IP")
    )


def remark(story: Story, key: tuple[str, str], who: str, text: str, actor: Actor) -> None:
    subject = story.rows[key].key
    comment.add(program=story.program, subject=subject, text=text, by=story.people[who], actor=actor)


def follow(story: Story, key: tuple[str, str], who: str, actor: Actor) -> None:
    watch.watch(program=story.program, subject=story.rows[key].key, user=story.people[who], actor=actor)


def keep_trace(story: Story, key: tuple[str, str], who: str, actor: Actor) -> None:
    attachment.add(
        program=story.program, subject=story.rows[key].key, name=talk.FILE_NAME, data=talk.FILE.encode(),
        by=story.people[who], actor=actor,
    )  # fmt: skip
