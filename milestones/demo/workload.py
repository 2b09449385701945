"""The plan's records of a workload file: tracks, milestones, features, deliverables, statements, work."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from milestones.demo.workload_links import load_dependencies, load_handover_lines, load_signoffs
from milestones.demo.workload_spec import (
    load_calls,
    load_obstacles,
    load_risks,
    load_specification,
    load_updates,
)
from milestones.demo.workload_work import load_handovers, load_tasks
from milestones.models import (
    ChecklistItem,
    Deliverable,
    Feature,
    Milestone,
    Pin,
    PlanLine,
    PlannedEffort,
    Statement,
    StatementRevision,
    TargetRevision,
    Track,
)
from milestones.pure.checklist import DEFAULT_CHECKLIST
from pm.pure.periods import half_year
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers
from pm.services.workload import Workload

MILESTONE_STATES = {
    "planned": Milestone.Status.COMMITTED,
    "in_progress": Milestone.Status.IN_PROGRESS,
    "delivered": Milestone.Status.DELIVERED,
    "dropped": Milestone.Status.DROPPED,
}
DELIVERABLE_STATES = {
    "planned": Deliverable.Status.PLANNED,
    "in_progress": Deliverable.Status.IN_PROGRESS,
    "handover": Deliverable.Status.CLOSE_REQUESTED,
    "done": Deliverable.Status.CLOSED,
    "dropped": Deliverable.Status.DROPPED,
}
COMMITTED_BEFORE = timedelta(days=14)
WEEK_DAYS = 5
# A file forty times as large has forty times as many features, as a program of that size would.
MILESTONES_A_PART = 40


def load(workload: Workload) -> None:
    """Write the plan, table by table."""
    for step in (
        load_tracks,
        load_milestones,
        load_features,
        load_deliverables,
        load_checklists,
        load_plan,
        load_statements,
        load_tasks,
        load_handovers,
        load_handover_lines,
        load_dependencies,
        load_risks,
        load_obstacles,
        load_specification,
        load_calls,
        load_updates,
        load_signoffs,
    ):
        with recording(workload.actor, workload.program) as record:
            step(workload, record)


def keep(workload: Workload, kind: str, records: list[dict[str, Any]], rows: list[Any]) -> None:
    """Remember the rows by the file's ids, and their number."""
    workload.rows |= {(kind, each["id"]): row for each, row in zip(records, rows, strict=True)}
    workload.count(f"{kind}s", rows)


def load_tracks(workload: Workload, record: Recorder) -> None:
    records = workload.records["track"]
    rows = [
        Track(program=workload.program, slug=slugify(each["name"]), name=each["name"], rank=each["id"])
        for each in records
    ]
    keep(workload, "track", records, record.create_many(rows))


def load_milestones(workload: Workload, record: Recorder) -> None:
    records = workload.records["milestone"]
    numbers = take_numbers(program=workload.program, letter="M", count=len(records))
    rows = [milestone_of(workload, each, number) for each, number in zip(records, numbers, strict=True)]
    keep(workload, "milestone", records, record.create_many(rows))
    record.create_many(
        [
            TargetRevision(
                program=workload.program,
                milestone=row,
                from_on=row.target_from_on,
                to_on=row.target_to_on,
                text=row.target_text,
                happened_on=row.committed_on or workload.actor.today,
                recorded_at=workload.actor.moment,
            )
            for row in rows
        ],
        subjects=[row.key for row in rows],
    )


def milestone_of(workload: Workload, record: dict[str, Any], number: int) -> Milestone:
    start, due = workload.day(record["start"]), workload.day(record["due"])
    assert start is not None and due is not None, record["name"]  # noqa: S101, PT018 -- every record has both
    status = MILESTONE_STATES[record["state"]]
    return Milestone(
        program=workload.program,
        track=workload.rows["track", record["track"]],
        number=number,
        title=record["name"],
        status=status,
        owner=workload.rows["person", record["owner"]],
        narrative=record["description"],
        appetite_days=Decimal(record["appetite_weeks"] * WEEK_DAYS),
        planned_start_on=start,
        target_from_on=due,
        target_to_on=due,
        target_text=due.isoformat(),
        first_target_on=due,
        committed_on=start - COMMITTED_BEFORE,
        delivered_on=workload.day(record["closed_on"]) if status == Milestone.Status.DELIVERED else None,
    )


def feature_key(record: dict[str, Any]) -> tuple[str, int]:
    """The feature a deliverable is for: its name in the file, and the part of the roadmap it lies in."""
    return str(record["feature"]), (record["milestone"] - 1) // MILESTONES_A_PART


def load_features(workload: Workload, record: Recorder) -> None:
    keys = sorted({feature_key(each) for each in workload.records["deliverable"]})
    rows = [
        Feature(
            program=workload.program,
            slug=slugify(f"{name} {part + 1}" if part else name),
            name=f"{name} {part + 1}".capitalize() if part else name.capitalize(),
            area=name.split()[-1].capitalize(),
            rank=rank,
        )
        for rank, (name, part) in enumerate(keys)
    ]
    record.create_many(rows)
    workload.rows |= {(f"feature {name}", part): row for (name, part), row in zip(keys, rows, strict=True)}
    workload.count("features", rows)


def load_deliverables(workload: Workload, record: Recorder) -> None:
    records = workload.records["deliverable"]
    numbers = take_numbers(program=workload.program, letter="D", count=len(records))
    rows = [deliverable_of(workload, each, number) for each, number in zip(records, numbers, strict=True)]
    keep(workload, "deliverable", records, record.create_many(rows))


def deliverable_of(workload: Workload, record: dict[str, Any], number: int) -> Deliverable:
    status = DELIVERABLE_STATES[record["state"]]
    name, part = feature_key(record)
    start = workload.day(record["start"])
    return Deliverable(
        program=workload.program,
        milestone=workload.rows["milestone", record["milestone"]],
        feature=workload.rows[f"feature {name}", part],
        accountable=workload.rows["subteam", record["subteam"]],
        owner=workload.rows["person", record["owner"]],
        number=number,
        title=record["name"],
        status=status,
        output=record["output"],
        dependencies_text=", ".join(f"D-{other}" for other in record["depends_on"]),
        planned_start_on=start,
        due_on=workload.day(record["due"]),
        started_on=None if status == Deliverable.Status.PLANNED else start,
        closed_on=workload.day(record["closed_on"]) if status == Deliverable.Status.CLOSED else None,
    )


def load_checklists(workload: Workload, record: Recorder) -> None:
    """As much of each checklist is done as of its deliverable."""
    rows, subjects = [], []
    for each in workload.records["deliverable"]:
        deliverable: Deliverable = workload.rows["deliverable", each["id"]]
        done = len(DEFAULT_CHECKLIST) * each["percent_done"] // 100
        for rank, kind in enumerate(DEFAULT_CHECKLIST):
            is_done = rank < done
            rows.append(
                ChecklistItem(
                    program=workload.program,
                    deliverable=deliverable,
                    kind=kind,
                    rank=rank,
                    state=ChecklistItem.State.DONE if is_done else ChecklistItem.State.OPEN,
                    evidence=f"https://evidence.example/{deliverable.key}/{kind.lower()}" if is_done else "",
                )
            )
            subjects.append(deliverable.key)
    record.create_many(rows, subjects=subjects)
    workload.count("checklist lines", rows)


def load_plan(workload: Workload, record: Recorder) -> None:
    """Each milestone in the half-year of its date, with what its deliverables ask of each subteam."""
    asked: dict[int, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for each in workload.records["deliverable"]:
        asked[each["milestone"]][each["subteam"]] += Decimal(str(each["estimates"][0][1]))
    lines = []
    for each in workload.records["milestone"]:
        milestone: Milestone = workload.rows["milestone", each["id"]]
        assert milestone.target_to_on is not None  # noqa: S101 -- set by milestone_of
        period = half_year(milestone.target_to_on)
        lines.append(PlanLine(program=workload.program, milestone=milestone, period=period, rank=each["id"]))
    record.create_many(lines, subjects=[line.milestone.key for line in lines])
    efforts = [
        PlannedEffort(
            program=workload.program,
            plan_line=line,
            subteam=workload.rows["subteam", team],
            person_days=days,
        )
        for each, line in zip(workload.records["milestone"], lines, strict=True)
        for team, days in asked[each["id"]].items()
    ]
    record.create_many(efforts, subjects=[effort.plan_line.milestone.key for effort in efforts])
    workload.count("plan lines", lines)


def load_statements(workload: Workload, record: Recorder) -> None:
    """A deliverable's statements become its feature's, with the feature's next numbers, pinned by it."""
    features = {each["id"]: feature_key(each) for each in workload.records["deliverable"]}
    taken: dict[tuple[str, int, str], int] = defaultdict(int)
    statements, holders = [], []
    for each in workload.records["furps"]:
        name, part = features[each["deliverable"]]
        taken[name, part, each["letter"]] += 1
        statements.append(
            Statement(
                program=workload.program,
                feature=workload.rows[f"feature {name}", part],
                letter=each["letter"],
                number=taken[name, part, each["letter"]],
                text=each["text"],
            )
        )
        holders.append(workload.rows["deliverable", each["deliverable"]])
    subjects = [statement.feature.slug for statement in statements]
    record.create_many(statements, subjects=subjects)
    furps = workload.records["furps"]
    workload.rows |= {("furps", each["id"]): row for each, row in zip(furps, statements, strict=True)}
    record.create_many(
        [
            StatementRevision(
                program=workload.program,
                statement=statement,
                number=1,
                text=statement.text,
                happened_on=workload.actor.today,
                recorded_at=workload.actor.moment,
            )
            for statement in statements
        ],
        subjects=subjects,
    )
    pins = [
        Pin(program=workload.program, deliverable=holder, statement=statement)
        for holder, statement in zip(holders, statements, strict=True)
    ]
    record.create_many(pins, subjects=[holder.key for holder in holders])
    workload.count("statements, each pinned once", statements)
