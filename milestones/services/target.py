"""The verb of a target: it moves. A committed one moves only with a reason, and the move is a slip."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from milestones.models import Milestone, TargetRevision
from milestones.services.milestone import check_dates, tell
from pm.actor import Actor
from pm.errors import Conflict, DomainError, StaleEdit
from pm.services.history import Recorder, recording

TARGET_FIELDS = ("target_from_on", "target_to_on", "target_text")


class ReasonMissing(DomainError):
    """A committed date moves only with a reason: its class and one sentence."""


def move(
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
        if base is not None and not is_edited(record, row, wanted, base):
            return row
        check_dates(row.planned_start_on, start, end)
        before = row.target_to_on
        is_slip = row.is_committed and before != end
        refuse_unexplained(row, is_slip, reason_class, reason)
        if not record.update(row, wanted, base=base, why=reason):
            return row
        if is_slip and before and end and end > before:
            record.update(row, {"push_count": row.push_count + 1}, why=reason)
        revision = revision_of(row, before, actor)
        revision.is_slip, revision.reason = is_slip, reason
        revision.reason_class = reason_class if is_slip else ""
        record.create(revision, subject=row.key, why=reason)
        tell(row, program, actor)
    return row


def refuse_unexplained(row: Milestone, is_slip: bool, reason_class: str, reason: str) -> None:
    """Raise ReasonMissing for a slip without its class and sentence."""
    if is_slip and not (reason_class and reason.strip()):
        raise ReasonMissing(
            f"{row.key} is committed. Say why its date moves: choose a reason and write one sentence.",
            field="reason" if reason_class else "reason_class",
        )


def revision_of(row: Milestone, before: date | None, actor: Actor) -> TargetRevision:
    """The revision that this move makes."""
    return TargetRevision(
        program_id=row.program_id,
        milestone=row,
        from_on=row.target_from_on,
        to_on=row.target_to_on,
        text=row.target_text,
        previous_to_on=before,
        by_id=actor.user_id,
        happened_on=actor.today,
        recorded_at=actor.moment,
    )


def is_edited(record: Recorder, row: Milestone, wanted: Mapping[str, Any], base: Mapping[str, Any]) -> bool:
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
