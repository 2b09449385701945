"""Owner, update and subteam: each rule at its threshold."""

from datetime import date, timedelta

import pytest

from tests.factories.facts import TODAY, found, item, milestone, verdict


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


def test_a_deliverable_without_subteam_is_watched_while_open():
    open_row, closed = item("D-1", has_team=False), item("D-2", has_team=False, status="CLOSED", spent=20)

    reason = found(milestone(open_row, closed), "deliverable_without_subteam")

    assert reason.sentence == "1 deliverable has no accountable subteam: D-1"
