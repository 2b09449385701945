"""Mail: a row in the transaction of its cause, sent afterwards."""

from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from pm.models import OutboxMail, Program

log = structlog.get_logger("pm.outbox")
MAX_ATTEMPTS = 8
BATCH = 50
LONGEST_SUBJECT = 200
LONGEST_ERROR = 500
# Longer than the mail server may take: nobody else tries the same mail meanwhile.
LEASE = timedelta(minutes=5)
# After so many refusals in a row the server is taken to be down, and the rest waits for the next time.
REFUSALS = 3


def post(
    *, to: str, subject: str, text: str, now: datetime, program: Program | None = None, html: str = ""
) -> OutboxMail:
    """Ask for a mail; it leaves when the transaction has committed and the outbox is drained.

    A subject is one line: names in it cannot add headers.
    """
    return OutboxMail.objects.create(
        program=program,
        to=to,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        text=text,
        html=html,
        requested_at=now,
        not_before=now,
    )


def drain(*, now: datetime) -> int:
    """Send what is due. Returns how many left; a failure waits longer each time."""
    due = OutboxMail.objects.filter(state=OutboxMail.State.WAITING, not_before__lte=now)
    due.filter(attempts__gte=MAX_ATTEMPTS).update(state=OutboxMail.State.FAILED)
    sent = refused = 0
    for pk in list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:BATCH]):
        if send(mail_id=pk, now=now):
            sent, refused = sent + 1, 0
        else:
            refused += 1
        if refused == REFUSALS:
            break
    return sent


def claim(*, mail_id: int, now: datetime) -> OutboxMail | None:
    """Take a mail for the time of a lease; None when it is not due or somebody else has it."""
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True)
            .filter(pk=mail_id, state=OutboxMail.State.WAITING, not_before__lte=now)
            .first()
        )
        if mail is not None:
            mail.attempts += 1
            mail.not_before = now + LEASE
            mail.save(update_fields=["attempts", "not_before"])
    return mail


def send(*, mail_id: int, now: datetime) -> bool:
    """Send one mail. No transaction is open while the mail server is spoken to."""
    mail = claim(mail_id=mail_id, now=now)
    if mail is None:
        return False
    message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to])
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with one mail, the others leave
        log.warning("mail not sent", mail_id=mail.pk, error=str(error))
        refuse(mail=mail, now=now, error=f"{type(error).__name__}: {error}")
        return False
    OutboxMail.objects.filter(pk=mail.pk).update(state=OutboxMail.State.SENT, sent_at=now, error="")
    return True


def refuse(*, mail: OutboxMail, now: datetime, error: str) -> None:
    """Try again later, longer each time; after the last attempt the mail is failed for good."""
    is_last = mail.attempts >= MAX_ATTEMPTS
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=OutboxMail.State.FAILED if is_last else OutboxMail.State.WAITING,
        not_before=now + timedelta(minutes=2**mail.attempts),
        error=error.replace("\x00", "")[:LONGEST_ERROR],
    )
