"""Mail: a row in the transaction of its cause, sent afterwards."""

from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from pm.models import OutboxMail, Program

log = structlog.get_logger("pm.outbox")
MAX_ATTEMPTS = 8
BATCH = 50


def post(
    *, to: str, subject: str, text: str, now: datetime, program: Program | None = None, html: str = ""
) -> OutboxMail:
    """Ask for a mail; it leaves when the transaction has committed and the outbox is drained."""
    return OutboxMail.objects.create(
        program=program, to=to, subject=subject, text=text, html=html, requested_at=now, not_before=now
    )


def drain(*, now: datetime) -> int:
    """Send what is due. Returns how many left; a failure waits longer each time."""
    due = OutboxMail.objects.filter(state=OutboxMail.State.WAITING, not_before__lte=now)
    return sum(send(mail_id=pk, now=now) for pk in due.order_by("pk").values_list("pk", flat=True)[:BATCH])


def send(*, mail_id: int, now: datetime) -> bool:
    """Send one mail, at most once per claim."""
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True)
            .filter(pk=mail_id, state=OutboxMail.State.WAITING)
            .first()
        )
        if mail is None:
            return False
        message = EmailMultiAlternatives(subject=mail.subject, body=mail.text, to=[mail.to])
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        mail.attempts += 1
        try:
            message.send()
        except OSError as error:
            log.warning("mail not sent", mail_id=mail.pk, error=str(error))
            mail.error = str(error)[:500]
            mail.not_before = now + timedelta(minutes=2**mail.attempts)
            if mail.attempts >= MAX_ATTEMPTS:
                mail.state = OutboxMail.State.FAILED
        else:
            mail.state = OutboxMail.State.SENT
            mail.sent_at = now
            mail.error = ""
        mail.save(update_fields=["attempts", "state", "sent_at", "error", "not_before"])
        return mail.state == OutboxMail.State.SENT
