"""What stands in the way: blockers and what nobody confirmed, at their thresholds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from estimates.pure.facts import Block, Hazard, MilestoneFacts, Outside
from estimates.pure.finding import Situation
from estimates.pure.rules_way import blocked, dependency_unconfirmed
from tests.factories.facts import found as found_by
from tests.factories.facts import milestone

TODAY = date(2026, 3, 2)
FACTS = MilestoneFacts(id=1, key="M-1", status="IN_PROGRESS")


def case(**more: object) -> Situation:
    return Situation(replace(FACTS, **more), None, None, None, TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("days", "number"), [(6, None), (7, 7), (40, 40)])
def test_blocked_for_a_week(days, number):
    found = blocked(case(blocks=(Block("B-1", ago(days)),)), 7)

    assert (found and found.number) == number


def test_blocked_names_the_oldest_first_and_since_when():
    blocks = (Block("B-1", ago(9)), Block("B-2", ago(12), "D-7"), Block("B-3", ago(1)))

    found = blocked(case(blocks=blocks), 7)

    assert found.sentence == "Blocked for 12 days: B-2 on D-7, B-1"
    assert (found.highlight, found.mend_key, found.since) == ("12 days", "B-2", ago(5))


def test_nothing_in_the_way_is_no_reason():
    assert blocked(case(), 7) is None
    assert dependency_unconfirmed(case(), 28) is None


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (29, None),
        (28, "DP-4 “Lease” is needed in 28 days and is not confirmed"),
        (1, "DP-4 “Lease” is needed in 1 day and is not confirmed"),
        (0, "DP-4 “Lease” is needed today and is not confirmed"),
        (-3, "DP-4 “Lease” was needed 3 days ago and is not confirmed"),
    ],
)
def test_an_external_dependency_that_is_near(ahead, words):
    found = dependency_unconfirmed(case(unconfirmed=(Outside("DP-4", "Lease", ago(-ahead)),)), 28)

    assert (found and found.sentence) == words


def test_the_nearest_unconfirmed_dependency_leads():
    rows = (Outside("DP-4", "Lease", ago(-9)), Outside("DP-5", "Test net", ago(-2)))

    found = dependency_unconfirmed(case(unconfirmed=rows), 28)

    assert found.sentence == "DP-5 “Test net” is needed in 2 days and is not confirmed; 1 more likewise"
    assert (found.number, found.mend_key, found.since) == (2, "DP-5", ago(26))


@pytest.mark.parametrize(("days", "number"), [(27, None), (28, 4), (55, 7)])
def test_a_risk_that_nobody_reviewed_for_four_weeks(days, number):
    seen = TODAY - timedelta(days=days)

    reason = found_by(milestone(hazards=(Hazard("R-2", "Storm", seen),)), "risk_unreviewed")

    assert (reason and reason.number) == number
    assert reason is None or (reason.weight, reason.since) == ("INFO", seen + timedelta(weeks=4))


def test_the_risk_longest_unseen_is_named_and_the_others_are_counted():
    risks = (Hazard("R-2", "Storm", TODAY - timedelta(days=30)),
             Hazard("R-1", "Ice", TODAY - timedelta(days=70), is_reviewed=False))  # fmt: skip

    reason = found_by(milestone(hazards=risks), "risk_unreviewed")

    assert reason.sentence == "R-1 “Ice” was raised and never reviewed, for 10 weeks; 1 more likewise"
    assert reason.mend_key == "R-1"
