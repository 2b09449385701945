"""The verbs of a milestone: create, edit, take a step of its states. Its target has its own verb."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from milestones.models import Deliverable, Milestone, TargetRevision, Track
from milestones.pure.states import MILESTONE_STEPS, Step, find_step
from milestones.rules import STEP_EFFECTS, unmet
from milestones.signals import plan_changed
from pm.actor import Actor
from pm.errors import DomainError, IllegalStep
from pm.models import Membership, Program, User
from pm.pure.dates import PLANNED_YEARS
from pm.services.history import recording
from pm.services.key import take_numbers
from pm.services.many import once

EDITABLE = frozenset(
    {
        "title",
        "track",
        "kind",
        "owner",
        "narrative",
        "benefit",
        "audience",
        "objective",
        "value",
        "realised_value",
        "scope_in",
        "scope_out",
        "risks_text",
        "rollback_plan",
        "follows",
        "budget_line",
        "effort_guess_days",
        "capacity_percent",
        "external_url",
        "is_internal",
        "is_pencilled",
        "appetite_days",
        "planned_start_on",
    }
)
COMPLETE_AT = ("COMMITTED", "IN_PROGRESS")


class NotAMember(DomainError):
    """The person is not in this program."""


def tell(milestone: Milestone, program: Program, actor: Actor) -> None:
    """Say that the plan of this milestone changed, inside the transaction."""
    tell_of(milestone.pk, program, actor)


def tell_of(milestone_id: int, program: Program, actor: Actor) -> None:
    """The same of a milestone that was not read."""
    plan_changed.send(sender=Milestone, milestone_id=milestone_id, program=program, now=actor.moment)


def check_owner(program: Program, owner: User | None) -> None:
    """Raise NotAMember unless the owner is active in the program."""
    if owner is None:
        return
    members = Membership.objects.filter(program=program, user=owner, is_active=True)
    if not once(("member", program.pk, owner.pk), members.exists):
        raise NotAMember(
            f"{owner} is not in {program}. Invite them first, or choose somebody who is.", field="owner"
        )


def check_years(*days: date | None) -> None:
    """Raise DomainError for a day no plan can hold."""
    for day in days:
        if day is not None and day.year not in PLANNED_YEARS:
            raise DomainError(
                f"{day.isoformat()} lies outside the years a plan can hold: "
                f"{PLANNED_YEARS[0]} to {PLANNED_YEARS[-1]}."
            )


def check_dates(start: date | None, first: date | None, last: date | None) -> None:
    """Raise DomainError when the dates cannot all hold."""
    check_years(start, first, last)
    if first and last and last < first:
        raise DomainError("The target ends before it begins. Give the later day as its end.", field="target")
    if start and last and start > last:
        raise DomainError(
            "The planned start is after the target. Move one of them.", field="planned_start_on"
        )


def check_kind(kind: str, percent: int | None) -> None:
    """Raise DomainError when a share of the capacity is given to what is no budget line."""
    if percent is not None and kind != Milestone.Kind.BUDGET_LINE:
        raise DomainError(
            "Only a budget line has a share of the capacity. Leave the share empty, or choose that kind.",
            field="capacity_percent",
        )


def check_links(pk: int | None, follows: Milestone | None, budget_line: Milestone | None) -> None:
    """Raise DomainError for a bet that would follow itself, or research charged to no budget line."""
    path: list[Milestone] = []
    while follows is not None and follows not in path:
        path.append(follows)
        if follows.pk == pk:
            keys = " → ".join(one.key for one in (follows, *path))
            raise DomainError(f"It would follow itself: {keys}. Choose an earlier bet.", field="follows")
        follows = follows.follows
    if budget_line is not None and budget_line.kind != Milestone.Kind.BUDGET_LINE:
        raise DomainError(
            f"{budget_line.key} is no budget line. Choose one, or leave it empty.", field="budget_line"
        )


def create(*, program: Program, track: Track, title: str, actor: Actor, **fields: Any) -> Milestone:
    """Create a milestone with the next key of its program. `fields` as in the model."""
    check_owner(program, fields.get("owner"))
    check_dates(fields.get("planned_start_on"), fields.get("target_from_on"), fields.get("target_to_on"))
    check_kind(fields.get("kind", Milestone.Kind.STANDARD), fields.get("capacity_percent"))
    check_links(None, fields.get("follows"), fields.get("budget_line"))
    with recording(actor, program) as record:
        [number] = take_numbers(program=program, letter="M")
        milestone = record.create(
            Milestone(program=program, track=track, title=title, number=number, **fields)
        )
        if milestone.target_to_on is not None:
            record.create(first_revision(milestone, actor), subject=milestone.key)
        tell(milestone, program, actor)
    return milestone


def first_revision(milestone: Milestone, actor: Actor) -> TargetRevision:
    """The revision that the target a milestone is born with makes."""
    return TargetRevision(
        program_id=milestone.program_id,
        milestone=milestone,
        from_on=milestone.target_from_on,
        to_on=milestone.target_to_on,
        text=milestone.target_text,
        by_id=actor.user_id,
        happened_on=actor.today,
        recorded_at=actor.moment,
    )


def edit(
    *,
    milestone: Milestone,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    actor: Actor,
    why: str = "",
) -> Milestone:
    """Change fields that are neither target nor status. Raises StaleEdit, NotAMember, DomainError."""
    unknown = set(changes) - EDITABLE
    if unknown:
        raise DomainError(f"{', '.join(sorted(unknown))} cannot be edited here.")
    program = milestone.program
    if "owner" in changes:
        check_owner(program, changes["owner"])
    with recording(actor, program) as record:
        row = record.lock(milestone)
        if "planned_start_on" in changes:
            check_dates(changes["planned_start_on"], row.target_from_on, row.target_to_on)
        check_kind(changes.get("kind", row.kind), changes.get("capacity_percent", row.capacity_percent))
        check_links(row.pk, changes.get("follows"), changes.get("budget_line"))
        if record.update(row, changes, base=base, why=why):
            tell(row, program, actor)
    return row


def take_step(
    *,
    milestone: Milestone,
    to: str,
    base_status: str | None = None,
    override: str = "",
    reason: str = "",
    kept: Collection[int] = (),
    actor: Actor,
) -> Milestone:
    """Take a step of the table of states. Raises IllegalStep with what is missing, in words.

    `override` is the reason for going on although a condition is not met, where the table allows it;
    `kept` holds the ids of open deliverables that stay with a milestone that is shelved or dropped.
    """
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        base = {"status": base_status} if base_status is not None else None
        step = find_step(MILESTONE_STEPS, row.status, to)
        if step is None and row.status != to and base_status in {None, row.status}:
            raise IllegalStep(
                f"{row.key} is {row.get_status_display().lower()}; "
                f"it cannot become {Milestone.Status(to).label.lower()} in one step."
            )
        why = reason
        if step is not None and base_status in {None, row.status}:
            why = refuse_unready(step, row, override=override, reason=reason, kept=kept)
        changes = {"status": to, **(marks_of(row, to, actor) if step is not None else {})}
        if record.update(row, changes, base=base, why=why):
            for effect in STEP_EFFECTS if step is not None else ():
                effect(milestone=row, step=step, reason=why, actor=actor)
            tell(row, program, actor)
    return row


def refuse_unready(step: Step, row: Milestone, *, override: str, reason: str, kept: Collection[int]) -> str:
    """Raise IllegalStep unless what the step asks for is there; the words that history keeps of it."""
    missing = unmet(step, row)
    if missing and not (step.can_override and override.strip()):
        raise IllegalStep(
            f"{row.key} is not ready: {'; '.join(missing)}."
            + (" Mend this, or give a reason to go on without." if step.can_override else "")
        )
    if step.needs_reason and not reason.strip():
        raise IllegalStep(
            f"To {step.verb.lower()} {row.key}, write one sentence that says why.", field="reason"
        )
    if step.asks_answers:
        left = Deliverable.objects.filter(milestone=row).open().exclude(pk__in=kept).order_by("number")
        if keys := ", ".join(one.key for one in left):
            raise IllegalStep(f"{row.key} has open deliverables: {keys}. Keep, move, cut or drop each first.")
    return override if missing else reason


def marks_of(row: Milestone, to: str, actor: Actor) -> dict[str, Any]:
    """The days and the baseline target that a step sets."""
    if to == Milestone.Status.COMMITTED and row.committed_on is None:
        return {"committed_on": actor.today, "first_target_on": row.target_to_on}
    if to == Milestone.Status.DELIVERED:
        return {"delivered_on": actor.today}
    if to in COMPLETE_AT:
        return {"delivered_on": None}
    return {}


def people_of(program: Program) -> list[User]:
    """Who may own something in this program, by name."""
    return list(
        User.objects.filter(Q(memberships__program=program, memberships__is_active=True), is_active=True)
        .distinct()
        .order_by("name", "pk")
    )
