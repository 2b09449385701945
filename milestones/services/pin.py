"""The verbs of a pin: a deliverable promises a statement, and says what becomes of a drift."""

from collections.abc import Sequence

from milestones.models import Deliverable, Pin, Statement
from milestones.services.milestone import tell
from pm.actor import Actor
from pm.errors import DomainError
from pm.services.history import Recorder, recording

NOT_ANSWERED = {"answer": "", "answered_revision": None, "because": ""}


def promise(*, deliverable: Deliverable, statement: Statement, actor: Actor, scope: str = "") -> Pin:
    """Let a deliverable promise a statement at its present revision."""
    [row] = promise_all(deliverable=deliverable, statements=[statement], actor=actor, scope=scope)
    return row


def promise_all(
    *, deliverable: Deliverable, statements: Sequence[Statement], actor: Actor, scope: str = ""
) -> list[Pin]:
    """Promise several at once. One that was dropped earlier is promised again, at the present revision."""
    program, words = deliverable.program, scope.strip()
    with recording(actor, program) as record:
        held = record.lock(deliverable)
        check_open(held)
        known = {pin.statement_id: pin for pin in Pin.objects.filter(deliverable=held, scope=words)}
        rows = [
            take(record, held, known.get(one.pk), one, words, rank=len(known) + index)
            for index, one in enumerate(statements)
        ]
        tell(held.milestone, program, actor)
    return rows


def take(
    record: Recorder, held: Deliverable, known: Pin | None, statement: Statement, scope: str, *, rank: int
) -> Pin:
    """One promise: a new row, or the dropped one again."""
    if known is not None and not known.is_dropped:
        raise DomainError(f"{held.key} promises {statement.code} already.", field="statements")
    if statement.state == Statement.State.RETIRED:
        raise DomainError(f"{statement.code} is retired. Promise one that counts.", field="statements")
    if known is not None:
        row = record.lock(known)
        again = {"is_dropped": False, "revision": statement.revision, "quoted_text": "", **NOT_ANSWERED}
        record.update(row, again, subject=held.key)
        return row
    pin = Pin(
        program_id=held.program_id,
        deliverable=held,
        statement=statement,
        revision=statement.revision,
        scope=scope,
        rank=rank,
    )
    return record.create(pin, subject=held.key)


def check_open(row: Deliverable) -> None:
    """Raise DomainError for a closed or dropped deliverable: its promises are what it was closed with."""
    if not row.is_open:
        raise DomainError(
            f"{row.key} is {row.get_status_display().lower()}. Reopen it to change what it promises."
        )


def renew(*, pin: Pin, actor: Actor) -> Pin:
    """Promise the statement as it reads now."""
    with recording(actor, pin.program) as record:
        held = record.lock(pin.deliverable)
        check_open(held)
        row = record.lock(pin)
        now = {"revision": row.statement.revision, "quoted_text": "", **NOT_ANSWERED}
        if record.update(row, now, subject=held.key):
            tell(held.milestone, pin.program, actor)
    return row


def answer(*, pin: Pin, answer: str, because: str, actor: Actor) -> Pin:
    """Keep the promise as it was made, or dispute the new words; it holds until the statement moves on."""
    if not because.strip():
        raise DomainError("Write one sentence that says why.", field="because")
    with recording(actor, pin.program) as record:
        held = record.lock(pin.deliverable)
        row = record.lock(pin)
        said = {
            "answer": answer,
            "answered_revision": row.statement.revision,
            "because": because.strip(),
        }
        if record.update(row, said, subject=held.key, why=because.strip()):
            tell(held.milestone, pin.program, actor)
    return row


def drop(*, pin: Pin, why: str, actor: Actor) -> Pin:
    """Promise it no more. The row stays, and history says who dropped it."""
    if not why.strip():
        raise DomainError("Write one sentence that says why.", field="because")
    with recording(actor, pin.program) as record:
        held = record.lock(pin.deliverable)
        check_open(held)
        row = record.lock(pin)
        if record.update(row, {"is_dropped": True}, subject=held.key, why=why.strip()):
            tell(held.milestone, pin.program, actor)
    return row
