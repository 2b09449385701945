"""What stands against a record of the plan that is only ever added to."""

from milestones.models import Milestone, OwnerCall, Pin, Statement, StatementRevision, TargetRevision
from milestones.services.feature import revision_of
from pm.errors import DomainError
from pm.services.history import Recorder
from pm.services.undo import has_made

LONGEST_REASON = 300


def revise_target(*, record: Recorder, row: TargetRevision, why: str) -> bool:
    """A revision back to where the target stands again. One that a milestone was born with has none."""
    milestone = row.milestone
    newest = TargetRevision.objects.filter(milestone=milestone).order_by("pk").last()
    if newest is not None and has_made(record, newest):
        return True  # the last of several moves has said it
    if newest != row:
        raise DomainError(f"Nothing was undone: the target of {milestone.key} has moved since.")
    record.create(
        TargetRevision(
            program_id=row.program_id,
            milestone=milestone,
            from_on=milestone.target_from_on,
            to_on=milestone.target_to_on,
            text=milestone.target_text,
            previous_to_on=row.to_on,
            is_slip=row.is_slip,
            reason_class=row.reason_class,
            reason=why[:LONGEST_REASON],
            by_id=record.actor.user_id,
            happened_on=record.actor.today,
            recorded_at=record.actor.moment,
        ),
        subject=milestone.key,
        why=why,
    )
    return True


def revise_statement(*, record: Recorder, row: StatementRevision, why: str) -> bool:
    """A revision with the words that stand again; promises of these very words move on with it."""
    statement = record.lock(row.statement)
    newest = StatementRevision.objects.filter(statement=statement).order_by("number").last()
    if newest is not None and has_made(record, newest):
        return True  # the last of several rewordings has said it
    if statement.revision != row.number:
        raise DomainError(f"Nothing was undone: {statement.code} was reworded since.")
    subject = statement.feature.slug
    former = StatementRevision.objects.filter(statement=statement, number=row.number - 1).first()
    record.update(statement, {"revision": statement.revision + 1}, subject=subject, why=why)
    record.create(revision_of(statement, record.actor), subject=subject, why=why)
    if former is not None and former.text == statement.text:
        for pin in Pin.objects.filter(statement=statement, revision=former.number, is_dropped=False):
            record.update(
                record.lock(pin), {"revision": statement.revision}, subject=pin.deliverable.key, why=why
            )
    return True


def retire(*, record: Recorder, row: Statement, why: str) -> bool:
    """A statement's number is never given again: it stays, retired."""
    record.update(record.lock(row), {"state": Statement.State.RETIRED}, subject=row.feature.slug, why=why)
    return True


def call_again(*, record: Recorder, row: OwnerCall, why: str) -> bool:
    """A call that says what the owner said before; the first call ever goes."""
    milestone: Milestone = row.milestone
    if not milestone.owner_call:
        return False
    record.create(
        OwnerCall(
            program_id=row.program_id,
            milestone=milestone,
            health=milestone.owner_call,
            confidence=milestone.owner_call_confidence,
            sentence=milestone.owner_call_text,
            next_on=milestone.owner_call_next_on,
            by_id=record.actor.user_id,
            happened_on=record.actor.today,
            recorded_at=record.actor.moment,
        ),
        subject=milestone.key,
        why=why,
    )
    return True
