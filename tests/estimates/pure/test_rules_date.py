"""Target and pace: each rule at its threshold."""

from datetime import date, timedelta

import pytest

from tests.factories.facts import AT, TODAY, found, item, milestone, overdue, verdict


@pytest.mark.parametrize(
    ("target", "number"), [(TODAY, None), (date(2026, 3, 1), 1), (date(2026, 2, 20), 10)]
)
def test_a_target_that_passed_makes_it_late(target, number):
    facts = milestone(target_to_on=target)

    reason = found(facts, "target_passed")

    assert (reason and reason.number) == number
    assert (verdict(facts).level == "LATE") is (number is not None)


def test_a_passed_target_says_how_often_it_was_pushed_and_since_when():
    reason = found(milestone(target_to_on=date(2026, 2, 20), push_count=1), "target_passed")

    assert reason.sentence == "The target of 20 Feb passed 10 days ago, pushed once before"
    assert (reason.since, reason.mend, reason.mend_key) == (date(2026, 2, 21), "milestone_target", "M-1")


@pytest.mark.parametrize(
    ("count", "of", "rule", "level"),
    [
        (0, 3, None, "ON_TRACK"),
        (1, 4, "deliverable_overdue", "WATCH"),
        (1, 3, "deliverables_overdue", "AT_RISK"),
        (2, 6, "deliverables_overdue", "AT_RISK"),
        (1, 1, "deliverables_overdue", "AT_RISK"),
    ],
)
def test_a_third_of_the_deliverables_overdue_is_at_risk_fewer_are_watched(count, of, rule, level):
    judged = verdict(overdue(count, of))

    assert judged.level == level
    assert [one.rule for one in judged.reasons] == ([rule] if rule else [])


def test_overdue_since_the_day_the_third_was_crossed():
    reason = found(overdue(3, 6), "deliverables_overdue")

    assert reason.since == TODAY - timedelta(days=1)
    assert reason.sentence == "3 of 6 deliverables are overdue: D-2, D-1, D-0"


def test_due_today_closed_and_dropped_work_is_not_overdue():
    rows = [
        item("D-1", due_on=TODAY),
        item("D-2", due_on=AT.date(), status="CLOSED", spent=20),
        item("D-3", due_on=AT.date(), status="DROPPED"),
    ]

    assert verdict(milestone(*rows)).reasons == ()


@pytest.mark.parametrize(
    ("size", "rule", "level"),
    [
        (41.9, None, "ON_TRACK"),
        (42.142857142857146, "effort_near_pace", "WATCH"),
        (63.21, "effort_near_pace", "WATCH"),
        (63.22, "effort_against_pace", "AT_RISK"),
    ],
)
def test_effort_left_against_what_the_pace_fits(size, rule, level):
    judged = verdict(milestone(item(size=size)))

    assert (judged.level, [one.rule for one in judged.reasons]) == (level, [rule] if rule else [])


def test_effort_left_says_both_numbers():
    reason = found(milestone(item(size=90)), "effort_against_pace")

    assert reason.sentence == "90 person-days are left and the pace fits 42.1 before 30 Apr: 2.1 × as much"


def test_effort_left_on_the_day_of_the_target_has_that_day():
    facts = milestone(item(size=2), target_to_on=TODAY)

    assert found(facts, "effort_against_pace").number == 2.8


def test_effort_left_counts_from_the_planned_start():
    facts = milestone(status="COMMITTED", planned_start_on=date(2026, 4, 16))

    assert found(facts, "effort_against_pace").number == 2


def test_a_passed_target_is_not_also_out_of_reach():
    assert [one.rule for one in verdict(milestone(target_to_on=date(2026, 2, 1))).reasons] == [
        "target_passed"
    ]


@pytest.mark.parametrize(("pushes", "number"), [(0, None), (1, None), (2, 2), (5, 5)])
def test_a_target_pushed_twice(pushes, number):
    facts = milestone(push_count=pushes, first_target_on=date(2026, 2, 19), pushed_on=date(2026, 2, 1))

    reason = found(facts, "target_pushed")

    assert (reason and reason.number) == number


def test_a_pushed_target_says_from_where_to_where():
    facts = milestone(push_count=2, first_target_on=date(2026, 2, 19), pushed_on=date(2026, 2, 1))

    reason = found(facts, "target_pushed")

    assert reason.sentence == "The committed target was pushed twice: 19 Feb → 30 Apr, +70 d"
    assert reason.since == date(2026, 2, 1)
