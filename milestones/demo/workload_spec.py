"""What surrounds the work of a workload file: risks, blockers, unknowns, criteria, gates, weekly updates.

The file does not tell them: they are counted out by its ids, as many as a program of its size has, in
words of the file. So every page has something in every section, and the same file gives the same rows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from milestones.models import (
    Blocker,
    Deliverable,
    DesignArtefact,
    Gate,
    Milestone,
    OwnerCall,
    Risk,
    SuccessCriterion,
    Unknown,
    WeeklyUpdate,
)
from milestones.models.risk import Grade
from pm.models.base import Keyed
from pm.pure.periods import iso_week
from pm.services.history import Recorder
from pm.services.key import take_numbers
from pm.services.workload import Workload

WEEK = timedelta(days=7)
RISKS_A_MILESTONE = 2
UNKNOWN_EVERY = 2
STALE_UPDATE_EVERY = 8
TITLE = 80
GATES = (Gate.Kind.KICK_OFF, Gate.Kind.DESIGN_REVIEW, Gate.Kind.MID_WAY_REVIEW)
CRITERIA = (SuccessCriterion.Level.MUST, SuccessCriterion.Level.MUST, SuccessCriterion.Level.SHOULD)


def milestones_of(workload: Workload) -> Iterator[tuple[dict[str, Any], Milestone]]:
    for each in workload.records["milestone"]:
        yield each, workload.rows["milestone", each["id"]]


def first_deliverables(workload: Workload) -> dict[int, tuple[dict[str, Any], Deliverable]]:
    """One deliverable of each milestone, by the milestone's id in the file."""
    return {
        each["milestone"]: (each, workload.rows["deliverable", each["id"]])
        for each in reversed(workload.records["deliverable"])
    }


def sentence(each: dict[str, Any], turn: int) -> str:
    """Some words of a milestone's narrative, others at each turn."""
    words = str(each["description"]).split()
    start = turn * 7 % max(1, len(words) - 12)
    return " ".join(words[start : start + 12])[:TITLE].capitalize()


def write_numbered(workload: Workload, record: Recorder, rows: Sequence[Keyed], name: str) -> None:
    """Give the rows their numbers and write them."""
    if rows:
        numbers = take_numbers(program=workload.program, letter=rows[0].LETTER, count=len(rows))
        for number, row in zip(numbers, rows, strict=True):
            row.number = number
    record.create_many(rows)
    workload.count(name, rows)


def load_risks(workload: Workload, record: Recorder) -> None:
    """Two a milestone, closed with it."""
    today, grades = workload.actor.today, list(Grade)
    rows = []
    for each, milestone in milestones_of(workload):
        for turn in range(RISKS_A_MILESTONE):
            place = each["id"] * RISKS_A_MILESTONE + turn
            rows.append(
                Risk(
                    program=workload.program,
                    title=sentence(each, turn),
                    text=each["description"],
                    milestone=milestone,
                    kind=list(Risk.Kind)[place % len(Risk.Kind)],
                    likelihood=grades[place % 3],
                    impact=grades[place // 3 % 3],
                    response=Risk.Response.MITIGATE,
                    mitigation=sentence(each, turn + 3),
                    owner=milestone.owner,
                    status=Risk.Status.OPEN if milestone.is_open else Risk.Status.CLOSED,
                    reviewed_on=today - timedelta(days=place % 60),
                    closed_on=None if milestone.is_open else milestone.target_to_on,
                )
            )
    write_numbered(workload, record, rows, "risks")


def load_obstacles(workload: Workload, record: Recorder) -> None:
    """A blocker of a deliverable of each milestone, an unknown of every second milestone."""
    deliverables = first_deliverables(workload)
    blockers, unknowns = [], []
    for each, milestone in milestones_of(workload):
        fields = {
            "program": workload.program,
            "milestone": milestone,
            "text": each["description"],
            "owner": milestone.owner,
            "priority": list(Grade)[each["id"] % 3],
            "delay_low_days": 2,
            "delay_high_days": 5 + each["id"] % 15,
            "waiting_on": sentence(each, 5),
            "action": sentence(each, 6),
            "opened_on": milestone.planned_start_on,
            "resolve_by_on": milestone.target_to_on,
            "resolution": "" if milestone.is_open else sentence(each, 7),
            "resolved_on": None if milestone.is_open else milestone.target_to_on,
        }
        _, deliverable = deliverables.get(each["id"], ({}, None))
        status = Blocker.Status.OPEN if milestone.is_open else Blocker.Status.RESOLVED
        blockers.append(Blocker(title=sentence(each, 1), deliverable=deliverable, status=status, **fields))
        if each["id"] % UNKNOWN_EVERY == 0:
            answered = Unknown.Status.OPEN if milestone.is_open else Unknown.Status.ANSWERED
            unknowns.append(Unknown(title=f"{sentence(each, 2)}?", status=answered, **fields))
    write_numbered(workload, record, blockers, "blockers")
    write_numbered(workload, record, unknowns, "unknowns")


def load_specification(workload: Workload, record: Recorder) -> None:
    """Three criteria, three gates and the artefacts of every milestone."""
    today = workload.actor.today
    criteria, gates, artefacts = [], [], []
    for each, milestone in milestones_of(workload):
        program, is_delivered = workload.program, milestone.status == Milestone.Status.DELIVERED
        start, end = milestone.planned_start_on, milestone.target_to_on
        assert start is not None and end is not None  # noqa: S101, PT018 -- set with the milestones
        criteria += [
            SuccessCriterion(
                program=program,
                milestone=milestone,
                level=level,
                text=sentence(each, rank),
                is_met=is_delivered,
                evidence=f"https://evidence.example/{milestone.key}/{rank}" if is_delivered else "",
                met_on=end if is_delivered else None,
                rank=rank,
            )
            for rank, level in enumerate(CRITERIA)
        ]
        for rank, kind in enumerate(GATES):
            day = start + (end - start) * rank // len(GATES)
            held = {"held_on": day, "outcome": sentence(each, rank + 4)} if day <= today else {}
            gates.append(Gate(program=program, milestone=milestone, kind=kind, planned_on=day, **held))
        artefacts += [
            DesignArtefact(
                program=program,
                milestone=milestone,
                kind=kind,
                state=DesignArtefact.State.PRESENT,
                link=f"https://designs.example/{milestone.key}/{kind.lower()}",
            )
            for kind in list(DesignArtefact.Kind)[:4]
        ]
    for name, rows in (("criteria", criteria), ("gates", gates), ("artefacts", artefacts)):
        record.create_many(rows, subjects=[row.milestone.key for row in rows])
        workload.count(name, rows)


def load_calls(workload: Workload, record: Recorder) -> None:
    """What the owner of every running milestone said last week."""
    today = workload.actor.today
    healths = (Milestone.Health.ON_TRACK, Milestone.Health.WATCH, Milestone.Health.AT_RISK)
    rows = [
        OwnerCall(
            program=workload.program,
            milestone=milestone,
            health=healths[each["id"] % 3],
            confidence=50 + each["id"] % 50,
            sentence=sentence(each, 8),
            next_on=today + WEEK,
            by=milestone.owner,
            happened_on=today - timedelta(days=each["id"] % 7),
            recorded_at=workload.actor.moment,
        )
        for each, milestone in milestones_of(workload)
        if milestone.status == Milestone.Status.IN_PROGRESS
    ]
    record.create_many(rows, subjects=[row.milestone.key for row in rows])
    workload.count("calls", rows)


def weeks_of_work(workload: Workload) -> Iterator[tuple[int, date]]:
    """Every deliverable with every week it was worked on."""
    found = {(each["deliverable"], each["week"]) for each in workload.records["effort"]}
    for deliverable, text in sorted(found):
        monday = workload.day(text)
        if monday is not None:
            yield deliverable, monday


def load_updates(workload: Workload, record: Recorder) -> None:
    """One update of the accountable subteam for every week that its deliverable was worked on."""
    outputs = {each["id"]: str(each["output"]) for each in workload.records["deliverable"]}
    rows = []
    for place, (number, monday) in enumerate(weeks_of_work(workload)):
        deliverable: Deliverable = workload.rows["deliverable", number]
        rows.append(
            WeeklyUpdate(
                program=workload.program,
                deliverable=deliverable,
                subteam=deliverable.accountable,
                week=iso_week(monday),
                achieved=outputs[number],
                next=outputs[number][:TITLE],
                blocked="" if place % STALE_UPDATE_EVERY else outputs[number][-TITLE:],
                by=deliverable.owner,
                happened_on=monday,
                recorded_at=workload.actor.moment,
            )
        )
    record.create_many(rows, subjects=[row.deliverable.key for row in rows])
    workload.count("weekly updates", rows)
