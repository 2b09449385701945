"""What stands against a record of the plan that is only ever added to."""

from collections.abc import Sequence

from django.db.models import Max

from milestones.models import Milestone, OwnerCall, Pin, Statement, StatementRevision, TargetRevision
from milestones.services.feature import revision_of
from pm.errors import DomainError
from pm.models import Change
from pm.services.history import BATCH, Recorder
from pm.services.history_row import payload_of
from pm.services.undo_compensate import Pair, has_made, taking_back, why_of

LONGEST_REASON = 300


def revise_targets(*, record: Recorder, pairs: Sequence[Pair]) -> list[Pair]:
    """Revisions back to where the targets stand again, one for each milestone."""
    held = Milestone.objects.in_bulk({row.milestone_id for row, _ in pairs})
    newest = dict(
        TargetRevision.objects.filter(milestone__in=held)
        .order_by()
        .values_list("milestone")
        .annotate(last=Max("pk"))
        .values_list("milestone", "last")
    )
    last = {row.milestone_id: (row, born) for row, born in sorted(pairs, key=lambda pair: pair[0].pk)}
    if moved := [held[pk].key for pk, (row, _) in last.items() if newest[pk] != row.pk]:
        raise DomainError(f"Nothing was undone: the target of {moved[0]} has moved since.")
    made = [(against(record, held[pk], row, why_of(born)), born) for pk, (row, born) in last.items()]
    TargetRevision.objects.bulk_create([new for new, _ in made], batch_size=BATCH)
    for new, born in made:
        with taking_back(record, born):
            payload, key = payload_of(new), held[new.milestone_id].key
            record.note(new, Change.Kind.CREATE, subject=key, why=new.reason, payload=payload)
    return []


def against(record: Recorder, milestone: Milestone, row: TargetRevision, why: str) -> TargetRevision:
    """The revision that stands against another one."""
    return TargetRevision(
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
    )


def revise_statement(*, record: Recorder, row: StatementRevision, why: str) -> bool:
    """A revision with the words that stand again; promises of these very words move on with it."""
    if row.number == 1:
        return True  # its first words stay with it, when it is retired
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
