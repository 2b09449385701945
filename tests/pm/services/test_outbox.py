"""Mail leaves once, one bad mail stops no other, and no names make headers."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from pm.models import OutboxMail
from pm.services import outbox
from tests.factories.actors import NOW

pytestmark = pytest.mark.django_db


def post(to="ada@example.org", subject="Hello", **fields):
    return outbox.post(to=to, subject=subject, text="Text", now=NOW, **fields)


def test_drain_sends_what_waits_once():
    post(html="<p>Text</p>")

    assert [outbox.drain(now=NOW), outbox.drain(now=NOW)] == [1, 0]
    assert [(message.to, message.subject) for message in mail.outbox] == [(["ada@example.org"], "Hello")]
    assert mail.outbox[0].alternatives[0].content == "<p>Text</p>"
    assert OutboxMail.objects.get().state == "SENT"


def test_a_subject_is_one_line_of_two_hundred_characters():
    row = post(subject="Ada\r\nBcc: eve@example.org invites you to " + "x" * 300)

    assert row.subject.startswith("Ada Bcc: eve@example.org invites you to xxx")
    assert len(row.subject) == 200
    assert outbox.drain(now=NOW) == 1
    assert mail.outbox[0].bcc == []


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("gone"), ValueError("odd address"), OSError()]
)
def test_a_mail_that_cannot_leave_stops_no_other(monkeypatch, error):
    send = EmailMultiAlternatives.send

    def refuse_first(message, **options):
        if message.to == ["bad@example.org"]:
            raise error
        return send(message, **options)

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse_first)
    bad, good = post("bad@example.org"), post("good@example.org")

    assert outbox.drain(now=NOW) == 1

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts, good.state) == ("WAITING", 1, "SENT")
    assert bad.error.startswith(type(error).__name__)
    assert bad.not_before == NOW + timedelta(minutes=2)


def test_a_mail_is_given_up_after_eight_attempts(monkeypatch):
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda message: 1 / 0)
    row, moment = post(), NOW
    for _ in range(outbox.MAX_ATTEMPTS):
        moment += timedelta(days=1)
        outbox.drain(now=moment)

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("FAILED", 8)


def test_a_mail_whose_sender_died_each_time_is_given_up():
    row = post()
    OutboxMail.objects.update(attempts=outbox.MAX_ATTEMPTS)

    assert outbox.drain(now=NOW) == 0

    row.refresh_from_db()
    assert row.state == "FAILED"


def test_a_mail_server_that_is_down_is_not_asked_for_every_mail(monkeypatch):
    tries = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda message: tries.append(1) or 1 / 0)
    for _ in range(10):
        post()

    outbox.drain(now=NOW)

    assert len(tries) == outbox.REFUSALS


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(transactional_db, monkeypatch):
    seen = []
    monkeypatch.setattr(
        EmailMultiAlternatives, "send", lambda message: seen.append(connection.in_atomic_block)
    )
    post()

    outbox.drain(now=NOW)

    assert seen == [False]


def test_a_mail_somebody_else_is_sending_is_left_to_them():
    row = post()
    outbox.claim(mail_id=row.pk, now=NOW)

    assert outbox.drain(now=NOW + timedelta(minutes=1)) == 0
    assert outbox.drain(now=NOW + timedelta(minutes=6)) == 1
