"""When a decision is owed, and which decision has answered what."""

import pytest

from estimates.pure.bet_states import BET_STEPS, decided_by
from estimates.pure.breaker import Breach, breaches, reason_of, unanswered
from milestones.pure.states import MILESTONE_STEPS, find_step

STATES = ("DRAFT", "PLACED", "REVIEWED")


def kinds(**more):
    known = {"appetite": 100.0, "baseline": 80.0, "spent": 50.0, "forecast": 90.0, "factor": 2.0} | more
    return [one.kind for one in breaches(**known)]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, []),
        ({"spent": 100.0}, []),
        ({"spent": 100.5}, ["spent"]),
        ({"forecast": 101.0}, ["forecast"]),
        ({"forecast": 160.0, "appetite": None}, []),
        ({"forecast": 160.5, "appetite": None}, ["baseline"]),
        ({"forecast": 161.0, "spent": 120.0}, ["spent", "forecast", "baseline"]),
        ({"forecast": None, "spent": 120.0}, ["spent"]),
        ({"appetite": None, "baseline": None, "spent": 999.0, "forecast": 999.0}, []),
        ({"forecast": 95.0, "factor": 1.1}, ["baseline"]),
    ],
)
def test_a_breach_is_a_figure_beyond_its_limit(more, found):
    assert kinds(**more) == found


@pytest.mark.parametrize(
    ("now", "seen", "is_owed"),
    [
        (Breach("forecast", 110, 100), (), True),
        (Breach("forecast", 110, 100), (Breach("forecast", 108, 100),), False),
        (Breach("forecast", 129.6, 100), (Breach("forecast", 108, 100),), False),
        (Breach("forecast", 129.7, 100), (Breach("forecast", 108, 100),), True),
        (Breach("forecast", 110, 90), (Breach("forecast", 108, 100),), True),
        (Breach("forecast", 110, 105), (Breach("forecast", 108, 100),), False),
        (Breach("spent", 110, 100), (Breach("forecast", 140, 100),), True),
    ],
)
def test_a_decision_answers_what_it_saw_up_to_a_fifth_beyond(now, seen, is_owed):
    assert bool(unanswered([now], seen)) is is_owed


def test_the_reason_is_one_sentence_with_both_numbers():
    assert reason_of([Breach("forecast", 146, 120), Breach("baseline", 146, 140)]) == (
        "A decision is owed: the forecast passed the appetite: P50 is 146 of 120 person-days"
    )
    assert reason_of([]) == ""


@pytest.mark.parametrize("source", STATES)
@pytest.mark.parametrize("target", STATES)
def test_a_bet_has_two_steps_and_no_other(source, target):
    legal = {("DRAFT", "PLACED"): "PLACE_BET", ("PLACED", "REVIEWED"): "REVIEW_MILESTONE"}
    step = find_step(BET_STEPS, source, target)

    assert (step.permission if step else None) == legal.get((source, target))


def test_exactly_shelving_dropping_and_reopening_decide():
    found = {(step.source, step.target): decided_by(step) for step in MILESTONE_STEPS if decided_by(step)}
    ended = {(source, end): kind for source in ("IDEA", "PROPOSED", "COMMITTED", "IN_PROGRESS")
             for end, kind in (("SHELVED", "SHELVE"), ("DROPPED", "DROP"))}  # fmt: skip

    assert found == ended | {
        ("SHELVED", "PROPOSED"): "REPRIORITISE",
        ("DROPPED", "PROPOSED"): "REPRIORITISE",
        ("DELIVERED", "IN_PROGRESS"): "CONTINUE",
    }
