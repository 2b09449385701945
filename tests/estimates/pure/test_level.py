"""Each rule at its threshold, and what a level is made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from estimates.pure.assess import assess, summary_of
from estimates.pure.capacity import Booking
from estimates.pure.facts import Block, Guess, Hazard, Item, MilestoneFacts, Outside
from estimates.pure.level import Setting, defaults, rank_of
from estimates.pure.rule_table import RULE_ROWS

TODAY = date(2026, 3, 2)
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TARGET = date(2026, 4, 30)


def guess(likely: float, **more: object) -> Guess:
    return Guess(likely, AT.date(), AT, **more)


def item(key: str = "D-1", size: float | None = 20, **more: object) -> Item:
    totals = (guess(size),) if size is not None else ()
    return Item(**({"key": key, "status": "IN_PROGRESS", "totals": totals, "created_on": AT.date(),
                    "created_at": AT} | more))  # fmt: skip


def milestone(*items: Item, **more: object) -> MilestoneFacts:
    """In progress, on time, all known: 20 person-days left at 5 a week, 59 days before the target."""
    usual = {
        "id": 1,
        "key": "M-1",
        "status": "IN_PROGRESS",
        "target_to_on": TARGET,
        "first_target_on": TARGET,
        "committed_on": AT.date(),
        "created_on": AT.date(),
        "updated_on": TODAY,
        "planned_people": 1.0,
        "value": 5.0,
        "items": items or (item(),),
    }
    return MilestoneFacts(**(usual | more))


def verdict(facts: MilestoneFacts, today: date = TODAY, **settings: Setting):
    return assess(facts, defaults() | settings, None, today).verdict


def found(facts: MilestoneFacts, rule: str, **settings: Setting):
    return next((one for one in verdict(facts, **settings).reasons if one.rule == rule), None)


def test_a_milestone_that_goes_well_is_on_track_without_reasons():
    assert verdict(milestone()) == verdict(milestone()).__class__("ON_TRACK")


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


def overdue(count: int, of: int) -> MilestoneFacts:
    days = [TODAY - timedelta(days=n + 1) if n < count else TARGET for n in range(of)]
    return milestone(*(item(f"D-{n}", 2, due_on=day) for n, day in enumerate(days)))


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


def test_no_owner_is_watched():
    assert [one.rule for one in verdict(milestone(has_owner=False)).reasons] == ["no_owner"]


@pytest.mark.parametrize(("days", "number"), [(20, None), (21, 21), (40, 40)])
def test_no_update_for_three_weeks(days, number):
    reason = found(milestone(updated_on=TODAY - timedelta(days=days)), "no_update")

    assert (reason and reason.number) == number


def test_no_update_ever_counts_from_the_day_it_came_in():
    reason = found(milestone(updated_on=None, created_on=date(2026, 2, 1)), "no_update")

    assert reason.sentence == "No update for 29 days; none was made yet"
    assert reason.since == date(2026, 2, 22)


@pytest.mark.parametrize(
    "more",
    [
        {"status": "PROPOSED", "committed_on": None},
        {"status": "COMMITTED", "planned_start_on": date(2026, 3, 3)},
        {"created_on": None, "committed_on": None},
    ],
)
def test_no_update_is_asked_of_work_that_goes_on(more):
    facts = milestone(**({"updated_on": None} | more))

    assert found(facts, "no_update") is None


def test_no_update_is_asked_once_the_planned_start_has_come():
    facts = milestone(status="COMMITTED", planned_start_on=date(2026, 2, 1), updated_on=None)

    assert found(facts, "no_update") is not None


@pytest.mark.parametrize(("days", "number"), [(27, None), (28, 4), (55, 7)])
def test_a_risk_that_nobody_reviewed_for_four_weeks(days, number):
    seen = TODAY - timedelta(days=days)

    reason = found(milestone(hazards=(Hazard("R-2", "Storm", seen),)), "risk_unreviewed")

    assert (reason and reason.number) == number
    assert reason is None or (reason.weight, reason.since) == ("INFO", seen + timedelta(weeks=4))


def test_the_risk_longest_unseen_is_named_and_the_others_are_counted():
    risks = (Hazard("R-2", "Storm", TODAY - timedelta(days=30)),
             Hazard("R-1", "Ice", TODAY - timedelta(days=70), is_reviewed=False))  # fmt: skip

    reason = found(milestone(hazards=risks), "risk_unreviewed")

    assert reason.sentence == "R-1 “Ice” was raised and never reviewed, for 10 weeks; 1 more likewise"
    assert reason.mend_key == "R-1"


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


def test_a_deliverable_without_subteam_is_watched_while_open():
    open_row, closed = item("D-1", has_team=False), item("D-2", has_team=False, status="CLOSED", spent=20)

    reason = found(milestone(open_row, closed), "deliverable_without_subteam")

    assert reason.sentence == "1 deliverable has no accountable subteam: D-1"


def test_closed_work_without_effort_is_said_without_a_level():
    judged = verdict(milestone(item("D-1"), item("D-2", status="CLOSED")))

    assert (judged.level, [one.rule for one in judged.reasons]) == ("ON_TRACK", ["effort_missing"])


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


def test_every_sentence_holds_its_number():
    later = datetime(2026, 2, 1, 9, tzinfo=UTC)
    cases = [
        overdue(1, 4),
        overdue(2, 3),
        milestone(item("D-1", 20, spent=30, has_team=False), has_owner=False, push_count=3, appetite=5.0,
                  target_to_on=date(2026, 2, 1), updated_on=date(2026, 1, 9)),
        milestone(item("D-1", None), target_to_on=None),
        milestone(item("D-1", None), item("D-2", None), totals=(guess(30),), planned_people=None),
        milestone(item("D-1", 90), item("D-2", 90, created_on=later.date(), created_at=later),
                  totals=(guess(90),)),
        milestone(item("D-1", 45), item("D-2", 9, status="CLOSED")),
    ]  # fmt: skip
    cases.append(milestone(blocks=(Block("B-1", date(2026, 2, 1)),),
                           unconfirmed=(Outside("DP-1", "Lease", date(2026, 3, 9)),),
                           hazards=(Hazard("R-1", "Storm", date(2026, 1, 1)),)))  # fmt: skip
    cases.append(milestone(appetite=5.0, overbooked=(Booking("Relay", 90.0, 60.0, TARGET),)))
    reasons = [reason for facts in cases for reason in verdict(facts).reasons]

    assert {reason.rule for reason in reasons} == {row.id for row in RULE_ROWS} - {"no_pace"} | {"no_pace"}
    for reason in reasons:
        assert reason.highlight in reason.sentence
        assert not reason.sentence.endswith(".")


def test_the_summary_is_the_first_reason_or_the_days_in_hand():
    def summary(facts):
        return summary_of(assess(facts, defaults(), None, TODAY), TODAY)

    assert summary(milestone(has_owner=False)) == "M-1 has no owner"
    assert summary(milestone()) == "P50 is 30 Mar, 31 days before the target"
    assert summary(milestone(status="DELIVERED")) == ""
    assert summary(milestone(status="PROPOSED", is_pencilled=True, target_to_on=None)) == (
        "Pencilled into a later period; no date is asked for yet"
    )


def test_the_same_facts_give_the_same_assessment():
    one, two = (assess(milestone(push_count=2), defaults(), 4.0, TODAY) for _ in range(2))

    assert one == two
    assert one.inputs_hash != assess(milestone(push_count=3), defaults(), 4.0, TODAY).inputs_hash
