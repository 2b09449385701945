"""Decisions: appended with their numbers, withdrawn with a reason; and the circuit breaker they answer."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from estimates.models import Decision, FlagReason
from estimates.services import decision as service
from estimates.services.forecast import compute
from milestones.services import milestone as milestones
from pm.errors import DomainError, IllegalStep
from pm.models import Change
from tests.factories.actors import NOW, actor
from tests.factories.bets import BetFactory
from tests.factories.estimates import EstimateFactory, part, running, worked

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def run(program, days=0):
    moment = NOW + timedelta(days=days)
    return compute(program=program, today=moment.date(), now=moment)


def over(appetite=50, **more):
    """30 spent, 30 remaining: P50 is 60."""
    milestone = running(appetite_days=appetite, **more)
    worked(part(milestone, 60), "2026-W07", "2026-W08", "2026-W09", days=10)
    run(milestone.program)
    milestone.refresh_from_db()
    return milestone


def decide(milestone, kind="RESHAPE", days=0, **more):
    return service.record(milestone=milestone, kind=kind, rationale="Smaller scope.",
                          actor=actor(moment=NOW + timedelta(days=days)), **more)  # fmt: skip


def owed(milestone):
    milestone.refresh_from_db()
    return milestone.decision_owed_on


def test_the_breaker_owes_a_decision_and_flags_it():
    milestone = over()

    assert (milestone.decision_owed_on, milestone.decision_owed_reason) == (
        TODAY, "A decision is owed: the forecast passed the appetite: P50 is 60 of 50 person-days",
    )  # fmt: skip
    [reason] = FlagReason.objects.filter(rule="decision_owed")
    assert (reason.weight, reason.number, reason.mend, reason.mend_key) == (
        "WATCH", 1.2, "milestone_decide", milestone.key,
    )  # fmt: skip
    assert not Change.objects.filter(field__startswith="decision_owed").exists()


def test_it_is_owed_since_the_day_it_became_so():
    milestone = over()

    run(milestone.program, days=3)

    assert owed(milestone) == TODAY


@pytest.mark.parametrize(
    "more", [{"appetite": 60}, {"appetite": None}, {"status": "PROPOSED", "committed_on": None}]
)
def test_nothing_is_owed_within_the_limits_or_before_commitment(more):
    assert over(**more).decision_owed_on is None


def test_the_baseline_times_the_factor_is_a_limit_too():
    milestone = running()
    item = part(milestone, None)
    EstimateFactory(program=milestone.program, deliverable=item, likely_days=Decimal(10), is_baseline=True)
    EstimateFactory(program=milestone.program, milestone=milestone, deliverable=None, is_baseline=True,
                    likely_days=Decimal(20))  # fmt: skip
    worked(item, "2026-W07", "2026-W08", days=25)

    run(milestone.program)

    assert owed(milestone) == TODAY
    assert "passed the baseline too far: P50 is" in milestone.decision_owed_reason


def test_a_decision_keeps_the_numbers_and_clears_what_is_owed_for_good():
    milestone = over()

    row = decide(milestone)

    assert (row.key, row.kind, row.happened_on) == ("DC-1", "RESHAPE", TODAY)
    numbers = row.numbers
    assert (numbers["appetite"], numbers["spent"], numbers["remaining"], numbers["forecast"]) == (
        50,
        30,
        30,
        60,
    )
    assert (numbers["breaches"], numbers["owed"][:18]) == ([["forecast", 60, 50]], "A decision is owed")
    assert owed(milestone) is None
    run(milestone.program, days=1)
    assert owed(milestone) is None
    assert not FlagReason.objects.filter(rule="decision_owed", flag__closed_at=None).exists()


def test_a_decision_made_before_the_breach_does_not_answer_it():
    milestone = running(appetite_days=50)
    item = part(milestone, 40)
    worked(item, "2026-W07", "2026-W08", days=10)
    run(milestone.program)
    decide(milestone, "REPRIORITISE")

    worked(item, "2026-W06", "2026-W05", days=20)
    run(milestone.program, days=1)

    assert owed(milestone) == TODAY + timedelta(days=1)


def test_a_withdrawn_decision_is_owed_again():
    milestone = over()
    row = decide(milestone)

    withdrawn = service.withdraw(decision=row, because="It was another milestone.", actor=actor())
    run(milestone.program, days=1)

    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_because) == (NOW, "It was another milestone.")
    assert owed(milestone) == TODAY + timedelta(days=1)
    with pytest.raises(DomainError, match="was withdrawn already"):
        service.withdraw(decision=row, because="Again.", actor=actor())


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"kind": "SHELVE"}, "kind", "take it at its status"),
        ({"kind": "DROP"}, "kind", "take it at its status"),
        ({"rationale": "  "}, "rationale", "Say in a sentence why"),
    ],
)
def test_a_decision_is_refused(more, field, sentence):
    known = {"milestone": running(), "kind": "CONTINUE", "rationale": "Because.", "actor": actor()}

    with pytest.raises(DomainError, match=sentence) as refused:
        service.record(**(known | more))

    assert (refused.value.field, Decision.objects.count()) == (field, 0)


def test_a_decision_is_about_a_bet_of_its_own_milestone():
    milestone = running()
    bet = BetFactory(program=milestone.program, milestone=milestone)

    assert decide(milestone, "CONTINUE", bet=bet, is_internal=True).bet == bet
    with pytest.raises(DomainError, match="a bet of another milestone"):
        decide(running(program=milestone.program, number=50), bet=bet)


def test_a_withdrawal_says_why():
    row = decide(running())

    with pytest.raises(DomainError, match="why DC-1 is withdrawn"):
        service.withdraw(decision=row, because=" ", actor=actor())


def test_shelving_and_reopening_record_their_decisions():
    milestone = running()

    milestones.take_step(milestone=milestone, to="SHELVED", reason="Nobody is free.", actor=actor())
    milestones.take_step(milestone=milestone, to="PROPOSED", reason="Now they are.", actor=actor())

    assert list(Decision.objects.order_by("number").values_list("kind", "rationale")) == [
        ("SHELVE", "Nobody is free."),
        ("REPRIORITISE", "Now they are."),
    ]
    assert owed(milestone) is None


def test_a_refused_step_records_no_decision():
    milestone = running()

    with pytest.raises(IllegalStep):
        milestones.take_step(milestone=milestone, to="DROPPED", reason="", actor=actor())
    milestones.take_step(milestone=milestone, to="DELIVERED", override="Shipped.", actor=actor())

    assert not Decision.objects.exists()


def test_the_breaker_costs_the_same_statements_for_one_and_three():
    def statements(count):
        milestone = over(number=1)
        for number in range(2, count + 1):
            other = running(program=milestone.program, number=number, appetite_days=5)
            worked(part(other, 60, number=number + 100), "2026-W07", "2026-W08", days=10)
            decide(other)
        with CaptureQueriesContext(connection) as seen:
            run(milestone.program, days=1)
        return len(seen)

    assert statements(1) == statements(3)


def test_owed_days_of_many_are_written_at_once_with_and_without():
    first, second = over(), running(appetite_days=50)
    part(second, 10)
    run(second.program)

    assert (owed(first), owed(second)) == (TODAY, None)
    assert first.decision_owed_on == date(2026, 3, 2)
