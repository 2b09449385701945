"""Doneness: claimed, verified, and what is in no count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.furps import LETTERS, Answer, EvidenceFact, PinFact, StatementFact, measure

OPEN = PinFact(is_dropped=False, is_closed=False)
CLOSED = PinFact(is_dropped=False, is_closed=True)
ACCEPTED = PinFact(is_dropped=False, is_closed=True, is_accepted=True)
DROPPED = PinFact(is_dropped=True, is_closed=False)
IMPORTED = PinFact(is_dropped=False, is_closed=True, is_accepted=True, is_imported=True)
REQUIRED = {answer: EvidenceFact(is_required=True, answer=answer) for answer in Answer}
RELEVANT = {answer: EvidenceFact(is_required=False, answer=answer) for answer in Answer}


@pytest.mark.parametrize(
    ("letter", "pins", "state"),
    [
        ("F", (), "target"),
        ("F", (DROPPED,), "target"),
        ("F", (OPEN,), "target"),
        ("F", (CLOSED, OPEN), "target"),
        ("F", (CLOSED,), "claimed"),
        ("F", (CLOSED, DROPPED), "claimed"),
        ("F", (ACCEPTED,), "verified"),
        ("F", (ACCEPTED, CLOSED), "claimed"),
        ("P", (ACCEPTED,), "verified"),
        ("F", (IMPORTED,), "claimed"),
        ("F", (ACCEPTED, IMPORTED), "claimed"),
    ],
)
def test_statement_state_by_its_pins(letter, pins, state):
    assert StatementFact(letter, 1, counts=True, pins=pins).state == state


@pytest.mark.parametrize(
    ("pins", "evidence", "state"),
    [
        ((CLOSED,), [REQUIRED["MISSING"]], "claimed"),
        ((ACCEPTED,), [REQUIRED["MISSING"]], "claimed"),
        ((CLOSED,), [REQUIRED["SIGNED"]], "verified"),
        ((OPEN,), [REQUIRED["SIGNED"]], "target"),
        ((CLOSED, OPEN), [REQUIRED["SIGNED"]], "target"),
        ((IMPORTED,), [REQUIRED["SIGNED"]], "claimed"),
        ((CLOSED,), [REQUIRED["REFUSED"]], "claimed"),
        ((CLOSED,), [REQUIRED["EXPIRED"]], "claimed"),
        ((CLOSED,), [REQUIRED["NOT_RELEVANT"]], "claimed"),
        ((CLOSED,), [REQUIRED["SIGNED"], REQUIRED["MISSING"]], "claimed"),
        ((CLOSED,), [REQUIRED["SIGNED"], RELEVANT["MISSING"]], "verified"),
        ((CLOSED,), [REQUIRED["SIGNED"], RELEVANT["NOT_RELEVANT"]], "verified"),
        ((CLOSED,), [REQUIRED["SIGNED"], RELEVANT["REFUSED"]], "claimed"),
        ((CLOSED,), [REQUIRED["SIGNED"], RELEVANT["EXPIRED"]], "claimed"),
        ((CLOSED,), [RELEVANT["SIGNED"]], "claimed"),
        ((ACCEPTED,), [RELEVANT["SIGNED"]], "verified"),
    ],
)
def test_statement_state_by_its_evidence(pins, evidence, state):
    assert StatementFact("R", 1, counts=True, pins=pins, evidence=tuple(evidence)).state == state


def test_measure_prints_only_letters_that_have_statements():
    rows = [
        StatementFact("F", 1, counts=True, pins=(CLOSED,)),
        StatementFact("F", 2, counts=True),
        StatementFact("+", 1, counts=True, pins=(ACCEPTED,)),
        StatementFact("S", 1, counts=False, pins=(CLOSED,)),
    ]

    done = measure(rows)

    assert done.claimed_text == "F(1/2) +(1/1)"
    assert done.verified_text == "F(0/2) +(1/1)"
    assert (done.claimed, done.verified, done.total) == (2, 1, 3)


def test_measure_of_nothing_is_a_dash():
    assert measure([]).claimed_text == "–"
    assert {row.claimed_text for row in measure([]).letters} == {"–"}


pins = st.builds(PinFact, st.booleans(), st.booleans(), st.booleans(), st.booleans())
evidence = st.builds(EvidenceFact, st.booleans(), st.sampled_from(Answer))
statements = st.builds(
    StatementFact,
    st.sampled_from(LETTERS),
    st.integers(1, 99),
    st.booleans(),
    st.lists(pins, max_size=3).map(tuple),
    st.lists(evidence, max_size=2).map(tuple),
)


@given(st.lists(statements, max_size=20))
def test_measure_never_verifies_more_than_it_claims_nor_claims_more_than_there_is(rows):
    for letter in measure(rows).letters:
        assert 0 <= letter.verified <= letter.claimed <= letter.total == len(letter.states)
