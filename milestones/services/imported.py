"""What an import writes besides plain fields: keys, first revisions, moves of targets, rewordings.

An import may make ended things; it never ends an open one, and it never takes a step back.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from milestones.models import ChecklistItem, Deliverable, Milestone, Statement, TargetRevision
from milestones.pure.states import MILESTONE_OPEN
from milestones.services.feature import revision_of
from milestones.services.milestone import first_revision
from milestones.services.target import TARGET_FIELDS
from pm.models import Program
from pm.services.history import Recorder
from pm.services.key import take_numbers

# The source gives no reason for a move; a slip needs a class. The move was made outside Milepost.
SLIP_CLASS = TargetRevision.ReasonClass.EXTERNAL
STEPS = {("IDEA", "PROPOSED"), ("IDEA", "COMMITTED"), ("PROPOSED", "COMMITTED")}


def create_milestones(
    record: Recorder, program: Program, items: Sequence[dict[str, Any]], subjects: Sequence[str]
) -> list[Milestone]:
    """Milestones with the next keys, each with the first revision of its target."""
    numbers = take_numbers(program=program, letter="M", count=len(items))
    rows = [
        Milestone(program=program, number=number, **values)
        for number, values in zip(numbers, items, strict=True)
    ]
    made = record.create_many(rows, subjects=subjects)
    dated = [row for row in made if row.target_to_on is not None]
    record.create_many(
        [first_revision(row, record.actor) for row in dated], subjects=[row.key for row in dated]
    )
    return made


def create_deliverables(
    record: Recorder, program: Program, items: Sequence[dict[str, Any]], subjects: Sequence[str]
) -> list[Deliverable]:
    """Deliverables with the next keys; a closed one is marked as closed by an import."""
    numbers = take_numbers(program=program, letter="D", count=len(items))
    rows = [
        Deliverable(program=program, number=number, **values)
        for number, values in zip(numbers, items, strict=True)
    ]
    for row in rows:
        if row.status == Deliverable.Status.CLOSED:
            row.is_close_imported = True
            row.closed_on = record.actor.today
    return record.create_many(rows, subjects=subjects)


def create_statements(
    record: Recorder, program: Program, items: Sequence[dict[str, Any]], subjects: Sequence[str]
) -> list[Statement]:
    """Statements with their first revisions."""
    made = record.create_many([Statement(program=program, **values) for values in items], subjects=subjects)
    record.create_many([revision_of(row, record.actor) for row in made], subjects=subjects)
    return made


def create_checklist(
    record: Recorder, program: Program, items: Sequence[dict[str, Any]], subjects: Sequence[str]
) -> list[ChecklistItem]:
    """Checklist lines; a rank that is taken in the deliverable moves to the next free one."""
    deliverables = {values["deliverable_id"] for values in items}
    taken = set(
        ChecklistItem.objects.filter(deliverable__in=deliverables).values_list("deliverable", "kind", "rank")
    )
    for values in items:
        while (place := (values["deliverable_id"], values["kind"], values["rank"])) in taken:
            values["rank"] += 1
        taken.add(place)
    return record.create_many(
        [ChecklistItem(program=program, **values) for values in items], subjects=subjects
    )


def change_milestone(
    record: Recorder, row: Milestone, changes: dict[str, Any], base: dict[str, Any], why: str
) -> Milestone:
    """Write changed fields: a moved target with its revision, a commitment with its day."""
    held = record.lock(row)
    target = {name: changes.pop(name) for name in TARGET_FIELDS if name in changes}
    if target:
        _keep_move(record, held, target, base, why)
    if changes.get("status") == Milestone.Status.COMMITTED and held.committed_on is None:
        changes |= {"committed_on": record.actor.today, "first_target_on": held.target_to_on}
    record.update(held, changes, base=base, why=why)
    return held


def _keep_move(
    record: Recorder, row: Milestone, target: dict[str, Any], base: dict[str, Any], why: str
) -> None:
    """Write the target and its revision. On a committed milestone a moved end is a slip."""
    before, end = row.target_to_on, target["target_to_on"]
    is_slip = row.is_committed and before != end
    if not record.update(row, target, base=base, why=why):
        return
    if is_slip and before and end and end > before:
        record.update(row, {"push_count": row.push_count + 1}, why=why)
    revision = TargetRevision(
        program_id=row.program_id,
        milestone=row,
        from_on=row.target_from_on,
        to_on=end,
        text=row.target_text,
        previous_to_on=before,
        is_slip=is_slip,
        reason_class=SLIP_CLASS if is_slip else "",
        reason=why[:300],
        by_id=record.actor.user_id,
        happened_on=record.actor.today,
        recorded_at=record.actor.moment,
    )
    record.create(revision, subject=row.key, why=why)


def reword(
    record: Recorder, row: Statement, changes: dict[str, Any], base: dict[str, Any], subject: str, why: str
) -> Statement:
    """Write changed fields of a statement; a changed text is a new revision."""
    held = record.lock(row)
    if "text" in record.update(held, changes, base=base, subject=subject, why=why):
        record.update(held, {"revision": held.revision + 1}, subject=subject, why=why)
        record.create(revision_of(held, record.actor), subject=subject, why=why)
    return held


def refuse_target(row: Milestone, end: date | None) -> str:
    """Why the import does not move a target to this day, or nothing."""
    if row.planned_start_on is None or end is None or row.planned_start_on <= end:
        return ""
    return (
        f"The source's target {end} lies before the planned start of {row.key}, {row.planned_start_on}. "
        "Move the start first, then import again."
    )


def refuse_milestone_step(row: Milestone, to: str) -> str:
    """Why the import does not take this step of a milestone, or nothing."""
    if (row.status, to) in STEPS:
        return ""
    there = Milestone.Status(to).label.lower()
    if row.status in MILESTONE_OPEN and to not in MILESTONE_OPEN:
        return (
            f"The source says that {row.key} is {there}. An import ends nothing that is open: "
            f"end it on its page, or leave it."
        )
    here = row.get_status_display().lower()
    return f"The source says that {row.key} is {there}; it is {here} here and stays so."


def refuse_deliverable_step(row: Deliverable, to: str) -> str:
    """Why the import does not take this step of a deliverable."""
    there = Deliverable.Status(to).label.lower()
    if to == Deliverable.Status.CLOSED:
        return (
            f"The source's checklist of {row.key} is complete. An import closes nothing that is open: "
            f"close it on its page."
        )
    here = row.get_status_display().lower()
    return f"The source says that {row.key} is {there}; it is {here} here and stays so."
