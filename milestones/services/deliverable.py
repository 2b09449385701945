"""The verbs of a deliverable."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from milestones.models import ChecklistItem, Contribution, Deliverable, Milestone
from milestones.pure.checklist import DEFAULT_CHECKLIST, is_evidence
from milestones.pure.states import DELIVERABLE_STEPS, find_step
from milestones.queries.gate import open_conditions
from milestones.services.milestone import check_owner, check_years, tell
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program, Subteam
from pm.services.history import recording
from pm.services.key import take_numbers

EDITABLE = frozenset(
    {
        "title",
        "feature",
        "accountable",
        "owner",
        "is_must",
        "output",
        "dependencies_text",
        "external_url",
        "planned_start_on",
        "due_on",
    }
)


def check_days(start: date | None, due: date | None) -> None:
    """Raise DomainError when the due date lies before the planned start."""
    check_years(start, due)
    if start and due and due < start:
        raise DomainError("The due date is before the planned start. Move one of them.")


def create(
    *,
    program: Program,
    milestone: Milestone,
    title: str,
    actor: Actor,
    contributors: Sequence[Subteam] = (),
    checklist: Sequence[str] = DEFAULT_CHECKLIST,
    **fields: Any,
) -> Deliverable:
    """Create a deliverable with the next key, its contributors and an open checklist."""
    check_owner(program, fields.get("owner"))
    check_days(fields.get("planned_start_on"), fields.get("due_on"))
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter="D")
        row = record.create(
            Deliverable(program=program, milestone=milestone, title=title, number=number, **fields)
        )
        record.create_many(
            [Contribution(program=program, deliverable=row, subteam=team) for team in contributors],
            subjects=[row.key] * len(contributors),
        )
        record.create_many(
            [
                ChecklistItem(program=program, deliverable=row, kind=kind, rank=rank)
                for rank, kind in enumerate(checklist)
            ],
            subjects=[row.key] * len(checklist),
        )
        tell(milestone, program, actor)
    return row


def edit(
    *,
    deliverable: Deliverable,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
    why: str = "",
) -> Deliverable:
    """Change plain fields. Raises StaleEdit, NotAMember, DomainError."""
    unknown = set(changes) - EDITABLE
    if unknown:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = deliverable.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        check_days(changes.get("planned_start_on", row.planned_start_on), changes.get("due_on", row.due_on))
        if record.update(row, changes, base=base, why=why):
            tell(row.milestone, program, actor)
    return row


def take_step(
    *, deliverable: Deliverable, to: str, base_status: str | None = None, reason: str = "", actor: Actor
) -> Deliverable:
    """Take a step of the table of states. Raises IllegalStep with what is missing, in words."""
    program = deliverable.program
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        base = {"status": base_status} if base_status is not None else None
        step = find_step(DELIVERABLE_STEPS, row.status, to)
        if step is None and row.status != to and base_status in {None, row.status}:
            raise IllegalStep(
                f"{row.key} is {row.get_status_display().lower()}; "
                f"it cannot become {Deliverable.Status(to).label.lower()} in one step."
            )
        if step is not None:
            refuse_unready(row, step.needs)
            waived = to == Deliverable.Status.CLOSE_REQUESTED and bool(open_conditions(row))
            if (step.needs_reason or waived) and not reason.strip():
                raise IllegalStep(f"To {step.verb.lower()} {row.key}, write one sentence that says why.")
        changes = {"status": to, **(marks_of(row, to, actor) if step is not None else {})}
        if record.update(row, changes, base=base, why=reason):
            tell(row.milestone, program, actor)
    return row


def check_open(row: Deliverable) -> None:
    """Raise DomainError for a closed or dropped deliverable: it keeps its answers until it is reopened."""
    if not row.is_open:
        raise DomainError(
            f"{row.key} is {row.get_status_display().lower()}. Reopen it to change its answers."
        )


def refuse_unready(row: Deliverable, needs: tuple[str, ...]) -> None:
    """Raise IllegalStep unless what the step needs holds."""
    if "milestone_committed" in needs and row.milestone.committed_on is None:
        raise IllegalStep(f"{row.milestone.key} is not committed yet. Commit it, then start {row.key}.")
    if "gate" in needs:
        missing = open_conditions(row)
        if missing:
            raise IllegalStep(f"{row.key} cannot close yet: {'; '.join(missing)}.")


def marks_of(row: Deliverable, to: str, actor: Actor) -> dict[str, Any]:
    """The days and people that a step sets."""
    if to == Deliverable.Status.CLOSED:
        accepted = {"accepted_by_id": actor.user_id} if row.closed_by_id else {}
        return {"closed_on": actor.today, **accepted, **({} if accepted else {"closed_by_id": actor.user_id})}
    if to == Deliverable.Status.CLOSE_REQUESTED:
        return {"closed_by_id": actor.user_id}
    if to == Deliverable.Status.IN_PROGRESS:
        started = {} if row.started_on else {"started_on": actor.today}
        return {"closed_on": None, "closed_by_id": None, "accepted_by_id": None, **started}
    return {}


def answer_checklist(
    *,
    item: ChecklistItem,
    state: str,
    evidence: str = "",
    because: str = "",
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> ChecklistItem:
    """Answer one line of the checklist: done with evidence, not needed because, or open again."""
    if state == ChecklistItem.State.DONE and not is_evidence(evidence):
        raise DomainError("Done needs evidence: a link, or a sentence that says where to look.")
    if state == ChecklistItem.State.NOT_NEEDED and not because.strip():
        raise DomainError("Say in one sentence why it is not needed.")
    program = item.program
    with recording(actor, program) as record:
        deliverable = record.lock(item.deliverable)
        check_open(deliverable)
        row = record.lock(item)
        changes = {"state": state, "evidence": evidence.strip(), "because": because.strip()}
        if record.update(row, changes, base=base, subject=deliverable.key):
            tell(deliverable.milestone, program, actor)
    return row
