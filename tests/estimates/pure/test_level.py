"""What a level is made of, and the rank."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from estimates.pure.level import Setting, rank_of
from tests.factories.facts import TODAY, item, milestone, overdue, verdict


def test_a_milestone_that_goes_well_is_on_track_without_reasons():
    assert verdict(milestone()) == verdict(milestone()).__class__("ON_TRACK")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (milestone(target_to_on=None), "no_date"),
        (milestone(item(size=None)), "no_estimate"),
        (milestone(planned_people=None), "no_pace"),
    ],
)
def test_missing_data_is_at_best_unknown(facts, rule):
    judged = verdict(facts)

    assert (judged.level, [one.rule for one in judged.reasons]) == ("UNKNOWN", [rule])


@pytest.mark.parametrize("rule", ["no_date", "no_estimate", "no_pace"])
def test_missing_data_stays_a_reason_when_its_rule_is_off(rule):
    facts = {
        "no_date": milestone(target_to_on=None),
        "no_estimate": milestone(item(size=None)),
        "no_pace": milestone(planned_people=None),
    }[rule]

    judged = verdict(facts, **{rule: Setting("OFF", 0)})

    assert judged.level == "UNKNOWN"
    assert [(one.rule, one.weight) for one in judged.reasons] == [(rule, "INFO")]


def test_unknown_is_heavier_than_watch_and_lighter_than_at_risk():
    blind = milestone(item(size=None), has_owner=False)
    late = replace(blind, items=(item(size=None, due_on=date(2026, 2, 1)),))

    assert (verdict(blind).level, verdict(late).level) == ("UNKNOWN", "AT_RISK")
    assert verdict(late).reasons[0].rule == "deliverables_overdue"


def test_a_rule_that_is_off_says_nothing():
    facts = milestone(has_owner=False)

    assert verdict(facts, no_owner=Setting("OFF", 0)).level == "ON_TRACK"


def test_a_heavy_rule_that_is_off_leaves_the_light_one():
    judged = verdict(overdue(1, 3), deliverables_overdue=Setting("OFF", 0.333))

    assert (judged.level, [one.rule for one in judged.reasons]) == ("WATCH", ["deliverable_overdue"])


def test_a_programs_threshold_and_weight_count():
    facts = milestone(updated_on=TODAY - timedelta(days=8))

    judged = verdict(facts, no_update=Setting("AT_RISK", 7))

    assert (judged.level, judged.reasons[0].threshold) == ("AT_RISK", 7)


def test_a_passed_target_made_lighter_is_not_late():
    facts = milestone(target_to_on=date(2026, 2, 1))

    assert verdict(facts, target_passed=Setting("WATCH", 0)).level == "WATCH"


@pytest.mark.parametrize(
    "more",
    [
        {"status": "IDEA"},
        {"status": "DELIVERED"},
        {"status": "REVIEWED"},
        {"status": "SHELVED"},
        {"status": "DROPPED"},
        {"kind": "BUDGET_LINE"},
        {"is_pencilled": True, "target_to_on": None},
    ],
)
def test_what_is_not_judged_has_no_level_and_no_reason(more):
    judged = verdict(milestone(**({"target_to_on": date(2026, 1, 9)} | more)))

    assert (judged.level, judged.reasons) == (None, ())


def test_a_pencilled_milestone_with_a_date_is_judged():
    assert verdict(milestone(is_pencilled=True)).level == "ON_TRACK"


@pytest.mark.parametrize(
    ("late", "value", "median", "rank"),
    [(10, 9, 4, 90), (10, None, 4, 40), (10, None, None, 10), (None, 9, 4, 0), (10, 0, 4, 0)],
)
def test_rank_is_days_late_times_value(late, value, median, rank):
    assert rank_of(late, value, median) == rank
