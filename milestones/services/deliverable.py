"""The verbs of a deliverable."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max

from milestones.models import (
    AcceptanceCriterion,
    ChecklistItem,
    ChecklistTemplateItem,
    Contribution,
    Deliverable,
    Milestone,
)
from milestones.pure.checklist import DEFAULT_CHECKLIST, is_evidence
from milestones.pure.states import DELIVERABLE_STEPS, find_step
from milestones.queries.gate import open_conditions
from milestones.services import dependency, obstacle
from milestones.services.milestone import check_owner, check_years, tell, tell_of
from milestones.services.milestone import create as create_milestone
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Program, Subteam
from pm.models.base import ProgramModel
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
        raise DomainError("The due date is before the planned start. Move one of them.", field="due_on")


def check_contributors(program: Program, teams: Sequence[Subteam], accountable: Subteam | None) -> None:
    """Raise DomainError for contributors where the program wants none, or who are accountable anyway."""
    if teams and not program.allows_contributors:
        raise DomainError(
            f"In {program} one subteam works on a deliverable. Leave the others out, or allow them in the "
            "settings.",
            field="contributors",
        )
    if accountable is not None and accountable in teams:
        raise DomainError(
            f"{accountable} is accountable already. Choose others as contributors.", field="contributors"
        )


def template_of(program: Program) -> list[tuple[str, str, bool]]:
    """Each line that a new checklist starts with: kind, text, and whether it only should be done."""
    rows = ChecklistTemplateItem.objects.filter(program=program).exclude(level="OFF").order_by("rank", "pk")
    lines = [(row.kind, row.text, row.level == "SHOULD") for row in rows]
    return lines or [(kind, "", False) for kind in DEFAULT_CHECKLIST]


def create(
    *,
    program: Program,
    milestone: Milestone,
    title: str,
    actor: Actor,
    contributors: Sequence[Subteam] = (),
    checklist: Sequence[str] | None = None,
    criteria: Sequence[str] = (),
    **fields: Any,
) -> Deliverable:
    """Create a deliverable with the next key, its contributors and an open checklist.

    Without a checklist it gets the lines of the program's template.
    """
    check_owner(program, fields.get("owner"))
    check_contributors(program, contributors, fields.get("accountable"))
    check_days(fields.get("planned_start_on"), fields.get("due_on"))
    lines = template_of(program) if checklist is None else [(kind, "", False) for kind in checklist]
    with recording(actor, program) as record:
        fields.setdefault("rank", last_place(milestone))
        [number] = take_numbers(program=program, letter="D")
        row = record.create(
            Deliverable(program=program, milestone=milestone, title=title, number=number, **fields)
        )
        parts: list[Sequence[ProgramModel]] = [
            [Contribution(program=program, deliverable=row, subteam=team) for team in contributors],
            [
                ChecklistItem(
                    program=program, deliverable=row, kind=kind, text=text, rank=rank, is_should=should
                )
                for rank, (kind, text, should) in enumerate(lines)
            ],
            [
                AcceptanceCriterion(program=program, deliverable=row, text=text, rank=rank)
                for rank, text in enumerate(criteria)
            ],
        ]
        for rows in parts:
            record.create_many(rows, subjects=[row.key] * len(rows))
        tell(milestone, program, actor)
    return row


def last_place(milestone: Milestone) -> int:
    """The place of a new one: after all where they were put in order, else none."""
    last = Deliverable.objects.filter(milestone=milestone).aggregate(last=Max("rank"))["last"]
    return last + 1 if last else 0


def edit(
    *,
    deliverable: Deliverable,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    added: Sequence[Subteam] = (),
    removed: Sequence[Subteam] = (),
    actor: Actor,
    why: str = "",
) -> Deliverable:
    """Change plain fields, and who contributes. Raises StaleEdit, NotAMember, DomainError."""
    unknown = set(changes) - EDITABLE
    if unknown:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = deliverable.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        check_days(changes.get("planned_start_on", row.planned_start_on), changes.get("due_on", row.due_on))
        edited = record.update(row, changes, base=base, why=why)
        ends = [row.accountable] if "accountable" in edited and row.accountable else []
        if added or removed or ends:
            contribute(deliverable=row, added=added, removed=[*removed, *ends], actor=actor)
        elif edited:
            tell_of(row.milestone_id, program, actor)
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


def contribute(
    *, deliverable: Deliverable, added: Sequence[Subteam], removed: Sequence[Subteam] = (), actor: Actor
) -> Deliverable:
    """Let subteams help, or help no more. Two people may add and remove at once: both win."""
    program = deliverable.program
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        check_contributors(program, added, row.accountable)
        held = {one.subteam_id: one for one in Contribution.objects.filter(deliverable=row)}
        new = [team for team in added if team.pk not in held]
        for one in [held[team.pk] for team in removed if team.pk in held]:
            record.delete(one, subject=row.key)
        record.create_many(
            [Contribution(program=program, deliverable=row, subteam=team) for team in new],
            subjects=[row.key] * len(new),
        )
        tell(row.milestone, program, actor)
    return row


def move(*, deliverable: Deliverable, to: Milestone, reason: str, actor: Actor) -> Deliverable:
    """Let it work towards another open milestone, with what stands in its way. Both plans change."""
    program = deliverable.program
    with recording(actor, program) as record:
        goal = record.lock(to)  # milestones first, as when one ends: nobody waits in a ring
        row = record.lock(deliverable)
        before = row.milestone
        refuse_move(row, goal, reason)
        if record.update(row, {"milestone": goal}, why=reason.strip()):
            dependency.check_place(row)
            obstacle.follow(record=record, deliverable=row)
            tell(before, program, actor)
            tell(goal, program, actor)
    return row


def refuse_move(row: Deliverable, goal: Milestone, reason: str) -> None:
    """Raise DomainError for a move that the states do not allow, or that says no reason."""
    if not row.is_open:
        raise DomainError(f"{row.key} is {row.get_status_display().lower()}. Reopen it, then move it.")
    if not goal.is_open:
        raise DomainError(
            f"{goal.key} is {goal.get_status_display().lower()}. Choose an open milestone.", field="to"
        )
    if row.status != Deliverable.Status.PLANNED and goal.committed_on is None:
        raise DomainError(
            f"{row.key} is under way and {goal.key} is not committed yet. Commit it first.", field="to"
        )
    if not reason.strip():
        raise DomainError(f"To move {row.key}, write one sentence that says why.", field="reason")


def cut(*, deliverable: Deliverable, reason: str, actor: Actor) -> Milestone:
    """Drop it here and keep it as an idea of the same track; each names the other. Counts as scope drift."""
    program = deliverable.program
    with recording(actor, program) as record:
        row = record.lock(deliverable)
        if not row.is_open:
            raise DomainError(f"{row.key} is {row.get_status_display().lower()}. Only open work can be cut.")
        if not reason.strip():
            raise DomainError(f"To cut {row.key}, write one sentence that says why.", field="reason")
        origin = row.milestone
        words = f"Cut from {origin.key} {origin.title}, where it was {row.key}: {reason.strip()}"
        idea = create_milestone(
            program=program,
            track=origin.track,
            title=row.title,
            status=Milestone.Status.IDEA,
            narrative="\n\n".join(part for part in (row.output.strip(), words) if part),
            is_internal=origin.is_internal,
            actor=actor,
        )
        take_step(deliverable=row, to=Deliverable.Status.DROPPED, reason=reason, actor=actor)
        record.update(record.lock(row), {"cut_to": idea}, why=reason)
    return idea


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
        if row.program.asks_close_acceptance:
            raise IllegalStep(
                f"In {row.program} a close is accepted by a program lead or manager. "
                f"Request it for {row.key}."
            )
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
    if to == Deliverable.Status.PLANNED:
        return {"cut_to": None}
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
