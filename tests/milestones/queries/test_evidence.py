"""What answers an evidence that the policy asks for, and what does not."""

from datetime import date, timedelta

import pytest

from milestones.models import SignOff
from milestones.pure.furps import Answer
from milestones.queries.doneness import of_features
from milestones.queries.evidence import evidence_of
from tests.factories.actors import NOW
from tests.factories.delivery import EvidenceRequirementFactory, SignOffFactory
from tests.factories.milestones import DeliverableFactory, PinFactory, StatementFactory
from tests.factories.pm import SubteamFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def statement():
    row = StatementFactory(letter="P", revision=2)
    EvidenceRequirementFactory(program=row.program)
    return row


def answers(statement, *builders: int) -> list[Answer]:
    found = evidence_of([statement], {statement.pk: set(builders)}, today=TODAY)
    return [one.answer for one in found.get(statement.pk, ())]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "SIGNED"),
        ({"revision": 1}, "MISSING"),
        ({"kind": "PANEL"}, "MISSING"),
        ({"withdrawn_at": NOW, "withdrawn_because": "The wrong run."}, "MISSING"),
        ({"verdict": SignOff.Verdict.REFUSED, "reason": "It lost 3 of 100."}, "REFUSED"),
        ({"verdict": SignOff.Verdict.NOT_RELEVANT, "reason": "It has no load."}, "NOT_RELEVANT"),
        ({"expires_on": TODAY}, "SIGNED"),
        ({"expires_on": TODAY - timedelta(days=1)}, "EXPIRED"),
    ],
)
def test_a_sign_off_answers_for_the_current_revision_until_it_expires(statement, fields, answer):
    SignOffFactory(statement=statement, **fields)

    assert answers(statement) == [answer]


def test_the_newest_that_stands_decides(statement):
    SignOffFactory(statement=statement)
    SignOffFactory(statement=statement, verdict="REFUSED", reason="It lost 3 of 100.")
    SignOffFactory(statement=statement, withdrawn_at=NOW, withdrawn_because="The wrong run.")

    assert answers(statement) == ["REFUSED"]


def test_a_team_that_builds_it_by_now_answers_for_no_other(statement):
    team = SubteamFactory(program=statement.program)
    SignOffFactory(statement=statement, subteam=team)

    assert answers(statement, team.pk) == ["MISSING"]
    assert answers(statement, team.pk + 1) == ["SIGNED"]


def test_the_owners_own_evidence_comes_from_the_team_that_builds_it(statement):
    EvidenceRequirementFactory(program=statement.program, kind="PANEL", provider="OWNER", rank=1)
    team = SubteamFactory(program=statement.program)
    SignOffFactory(statement=statement, kind="PANEL", subteam=team)

    assert answers(statement, team.pk) == ["MISSING", "SIGNED"]


def test_doneness_follows_the_policy_and_the_day(statement):
    held = DeliverableFactory(program=statement.program, status="CLOSED", closed_on=date(2026, 1, 9))
    PinFactory(program=statement.program, deliverable=held, statement=statement)
    SignOffFactory(statement=statement, expires_on=TODAY)

    def texts(day: date) -> tuple[str, str]:
        found = of_features([statement.feature_id], today=day)[statement.feature_id]
        return found.claimed_text, found.verified_text

    assert texts(TODAY) == ("P(1/1)", "P(1/1)")
    assert texts(TODAY + timedelta(days=1)) == ("P(1/1)", "P(0/1)")
