"""Estimates, spent effort and scope: each rule at its threshold."""

from datetime import UTC, datetime

import pytest

from estimates.pure.facts import Guess
from tests.factories.facts import found, guess, item, milestone, verdict


def test_no_estimate_names_what_lacks_it():
    rows = [item("D-1"), *(item(f"D-{n}", None) for n in range(2, 7))]
    facts = milestone(*rows)

    reason = found(facts, "no_estimate")

    assert reason.sentence == (
        "5 of 6 deliverables have no estimate, so the rest is unknown: D-2, D-3, D-4 and 2 more"
    )
    assert (reason.number, reason.mend, reason.mend_key) == (5, "milestone_estimate", "M-1")


def test_no_estimate_of_one_deliverable_is_mended_there():
    facts = milestone(item("D-1", 30), item("D-2", None), totals=(guess(20),))

    reason = found(facts, "no_estimate")

    assert (reason.mend, reason.mend_key) == ("deliverable_estimate", "D-2")


def test_a_milestone_without_anything_has_no_estimate():
    reason = found(milestone(items=()), "no_estimate")

    assert reason.sentence == "M-1 has no estimate, so what remains is unknown"


def test_a_spread_estimate_is_said():
    reason = found(milestone(item("D-1", None), item("D-2", None), totals=(guess(30),)),
                   "deliverable_without_estimate")  # fmt: skip

    assert reason.sentence == (
        "2 of 2 deliverables have no estimate of their own; "
        "15 person-days each are taken from the milestone's: D-1, D-2"
    )


@pytest.mark.parametrize(("added", "number"), [(1.9, None), (2, 0.1), (5, 0.25), (None, None)])
def test_scope_that_grew_by_a_tenth(added, number):
    later = datetime(2026, 2, 1, 9, tzinfo=UTC)
    totals = (Guess(added, later.date(), later),) if added else ()
    new = item("D-2", None, totals=totals, created_on=later.date(), created_at=later)

    reason = found(milestone(item("D-1"), new, totals=(guess(20, is_baseline=True),)), "scope_grown")

    assert (reason and reason.number) == number


def test_scope_that_was_cut_did_not_grow():
    gone = item("D-2", 5, status="DROPPED", dropped_at=datetime(2026, 2, 1, tzinfo=UTC))

    assert found(milestone(item("D-1"), gone), "scope_grown") is None


@pytest.mark.parametrize(("spent", "number"), [(19.9, None), (20, 1.0), (25, 1.25)])
def test_an_overrun_that_was_not_re_estimated(spent, number):
    reason = found(milestone(item(spent=spent)), "estimate_overrun")

    assert (reason and reason.number) == number


def test_an_overrun_names_the_worst():
    reason = found(milestone(item("D-1", spent=22.0), item("D-2", 10, spent=15.0)), "estimate_overrun")

    assert reason.sentence == (
        "D-2 has spent 15 of 10 person-days, is open and was not re-estimated; 1 more item likewise"
    )
    assert (reason.mend, reason.mend_key) == ("deliverable_estimate", "D-2")


@pytest.mark.parametrize(("spent", "number"), [(10, None), (10.5, 1.05)])
def test_spent_above_the_appetite(spent, number):
    reason = found(milestone(item(size=40, spent=spent), appetite=10.0), "appetite_spent")

    assert (reason and reason.number) == number


def test_without_an_appetite_nothing_is_above_it():
    assert found(milestone(item(size=40, spent=30)), "appetite_spent") is None


def test_closed_work_without_effort_is_said_without_a_level():
    judged = verdict(milestone(item("D-1"), item("D-2", status="CLOSED")))

    assert (judged.level, [one.rule for one in judged.reasons]) == ("ON_TRACK", ["effort_missing"])
