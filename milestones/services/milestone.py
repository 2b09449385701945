"""The verbs of a milestone: create, edit, move its target, take a step of its states."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from milestones.models import Milestone, TargetRevision, Track
from milestones.pure.states import MILESTONE_STEPS, find_step
from milestones.rules import STEP_EFFECTS, unmet
from milestones.signals import plan_changed
from pm.actor import Actor
from pm.errors import Conflict, DomainError, IllegalStep, StaleEdit
from pm.models import Membership, Program, User
from pm.pure.dates import PLANNED_YEARS
from pm.services.history import Recorder, recording
from pm.services.key import take_numbers

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
        "external_url",
        "is_internal",
        "is_pencilled",
        "appetite_days",
        "planned_start_on",
    }
)
TARGET_FIELDS = ("target_from_on", "target_to_on", "target_text")
COMPLETE_AT = ("COMMITTED", "IN_PROGRESS")


class ReasonMissing(DomainError):
    """A committed date moves only with a reason: its class and one sentence."""


class NotAMember(DomainError):
    """The person is not in this program."""


def tell(milestone: Milestone, program: Program, actor: Actor) -> None:
    """Say that the plan of this milestone changed, inside the transaction."""
    plan_changed.send(sender=Milestone, milestone_id=milestone.pk, program=program, now=actor.moment)


def check_owner(program: Program, owner: User | None) -> None:
    """Raise NotAMember unless the owner is active in the program."""
    if owner is None:
        return
    if not Membership.objects.filter(program=program, user=owner, is_active=True).exists():
        raise NotAMember(f"{owner} is not in {program}. Invite them first, or choose somebody who is.")


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
        raise DomainError("The target ends before it begins. Give the later day as its end.")
    if start and last and start > last:
        raise DomainError("The planned start is after the target. Move one of them.")


def create(*, program: Program, track: Track, title: str, actor: Actor, **fields: Any) -> Milestone:
    """Create a milestone with the next key of its program. `fields` as in the model."""
    check_owner(program, fields.get("owner"))
    check_dates(fields.get("planned_start_on"), fields.get("target_from_on"), fields.get("target_to_on"))
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
        if record.update(row, changes, base=base, why=why):
            tell(row, program, actor)
    return row


def move_target(
    *,
    milestone: Milestone,
    start: date | None,
    end: date | None,
    text: str,
    base: Mapping[str, Any] | None = None,
    reason_class: str = "",
    reason: str = "",
    actor: Actor,
) -> Milestone:
    """Move the target. A committed one needs a reason class and a sentence, and the move is a slip.

    More precision that leaves the far end where it was is recorded, and is no slip. Both ends and the
    text are one value: an edit that saw another target is stale, whichever of the three it changes.
    """
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        wanted = dict(zip(TARGET_FIELDS, (start, end, text), strict=True))
        if base is not None and not is_target_edited(record, row, wanted, base):
            return row
        check_dates(row.planned_start_on, start, end)
        is_slip = row.is_committed and row.target_to_on != end
        if is_slip and not (reason_class and reason.strip()):
            raise ReasonMissing(
                f"{row.key} is committed. Say why its date moves: choose a reason and write one sentence."
            )
        before = row.target_to_on
        extra = {"push_count": row.push_count + 1} if is_slip and before and end and end > before else {}
        if not record.update(row, wanted, base=base, why=reason):
            return row
        if extra:
            record.update(row, extra, why=reason)
        record.create(
            TargetRevision(
                program=program,
                milestone=row,
                from_on=start,
                to_on=end,
                text=text,
                previous_to_on=before,
                is_slip=is_slip,
                reason_class=reason_class if is_slip else "",
                reason=reason,
                by_id=actor.user_id,
                happened_on=actor.today,
                recorded_at=actor.moment,
            ),
            subject=row.key,
            why=reason,
        )
        tell(row, program, actor)
    return row


def is_target_edited(
    record: Recorder, row: Milestone, wanted: Mapping[str, Any], base: Mapping[str, Any]
) -> bool:
    """Whether the writer changed what they saw; raises StaleEdit when somebody else did so meanwhile."""
    now = {name: getattr(row, name) for name in TARGET_FIELDS}
    seen = {name: base.get(name, now[name]) for name in TARGET_FIELDS}
    if wanted in (seen, now):
        return False
    if now != seen:
        by = record.last_writer(row, Milestone._meta.get_field("target_to_on"))
        raise StaleEdit(
            [
                Conflict(name, seen[name], now[name], wanted[name], by)
                for name in TARGET_FIELDS
                if not seen[name] == now[name] == wanted[name]
            ]
        )
    return True


def take_step(
    *,
    milestone: Milestone,
    to: str,
    base_status: str | None = None,
    override: str = "",
    reason: str = "",
    actor: Actor,
) -> Milestone:
    """Take a step of the table of states. Raises IllegalStep with what is missing, in words.

    `override` is the reason for going on although a condition is not met, where the table allows it.
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
        if step is not None:
            missing = unmet(step, row)
            if missing and not (step.can_override and override.strip()):
                raise IllegalStep(
                    f"{row.key} is not ready: {'; '.join(missing)}."
                    + (" Mend this, or give a reason to go on without." if step.can_override else "")
                )
            if step.needs_reason and not reason.strip():
                raise IllegalStep(f"To {step.verb.lower()} {row.key}, write one sentence that says why.")
        why = override or reason
        changes = {"status": to, **(marks_of(row, to, actor) if step is not None else {})}
        if record.update(row, changes, base=base, why=why):
            for effect in STEP_EFFECTS if step is not None else ():
                effect(milestone=row, step=step, reason=why, actor=actor)
            tell(row, program, actor)
    return row


def marks_of(row: Milestone, to: str, actor: Actor) -> dict[str, Any]:
    """The days and the baseline target that a step sets."""
    if to == Milestone.Status.COMMITTED and row.committed_on is None:
        return {"committed_on": actor.today, "first_target_on": row.target_to_on}
    if to == Milestone.Status.DELIVERED:
        return {"delivered_on": actor.today}
    if to in COMPLETE_AT:
        return {"delivered_on": None}
    return {}


def make_call(
    *,
    milestone: Milestone,
    health: str,
    confidence: int | None,
    sentence: str,
    base: Mapping[str, Any] | None = None,
    actor: Actor,
) -> Milestone:
    """The owner's own call: health, how sure (per cent) and one sentence."""
    program = milestone.program
    with recording(actor, program) as record:
        row = record.lock(milestone)
        changes = {
            "owner_call": health,
            "owner_call_confidence": confidence,
            "owner_call_text": sentence,
        }
        if record.update(row, changes, base=base):
            record.update(row, {"owner_call_on": actor.today})
            tell(row, program, actor)
    return row


def people_of(program: Program) -> list[User]:
    """Who may own something in this program, by name."""
    return list(
        User.objects.filter(Q(memberships__program=program, memberships__is_active=True), is_active=True)
        .distinct()
        .order_by("name", "pk")
    )
