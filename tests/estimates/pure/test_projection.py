"""The end at the present pace, and how late it is."""

from datetime import date

import pytest

from estimates.pure.facts import MilestoneFacts
from estimates.pure.projection import days_apart, days_late, project, window_of

TODAY = date(2026, 3, 2)  # a Monday, of week 10
WEEKS = ("2026-W04", "2026-W05", "2026-W06", "2026-W07", "2026-W08", "2026-W09")


def milestone(**more: object) -> MilestoneFacts:
    return MilestoneFacts(**({"id": 1, "key": "M-1", "status": "IN_PROGRESS"} | more))


def test_the_window_is_the_six_whole_weeks_before_this_one():
    assert window_of(TODAY) == WEEKS
    assert window_of(date(2027, 1, 6))[-2:] == ("2026-W52", "2026-W53")


def test_the_recorded_pace_carries_what_is_left():
    facts = milestone(weeks=tuple((week, 10.0) for week in WEEKS), first_week="2025-W40")

    found = project(facts, 30, TODAY)

    assert (found.end, found.pace) == (date(2026, 3, 23), 10)
    assert found.basis == "10.0 person-days a week, recorded over the last 6 weeks"


def test_weeks_of_silence_since_the_first_effort_slow_the_pace():
    facts = milestone(weeks=(("2026-W04", 12.0), ("2026-W09", 12.0)), first_week="2025-W40")

    assert project(facts, 8, TODAY).pace == 4


def test_weeks_before_the_first_effort_do_not():
    facts = milestone(weeks=(("2026-W08", 12.0), ("2026-W09", 12.0)), first_week="2026-W08")

    assert project(facts, 24, TODAY).end == date(2026, 3, 16)


def test_one_week_of_effort_makes_no_pace():
    facts = milestone(weeks=(("2026-W09", 12.0),), first_week="2026-W09")

    found = project(facts, 24, TODAY)

    assert (found.end, found.pace) == (None, None)
    assert found.basis.startswith("Effort in fewer than 2 of the last 6 weeks and no allocation")


def test_this_weeks_effort_does_not_count_yet():
    facts = milestone(weeks=(("2026-W09", 12.0), ("2026-W10", 1.0)), first_week="2026-W09")

    assert project(facts, 24, TODAY).pace is None


def test_weeks_of_zero_make_no_pace():
    facts = milestone(weeks=(("2026-W08", 0.0), ("2026-W09", 0.0)), first_week="2026-W08")

    assert project(facts, 24, TODAY).end is None


def test_without_effort_the_allocation_gives_the_pace():
    found = project(milestone(planned_people=2.0), 20, TODAY)

    assert (found.end, found.basis) == (date(2026, 3, 16), "10.0 person-days a week, planned: 2 people")


def test_a_milestone_that_waits_for_its_start_is_counted_from_there():
    facts = milestone(status="COMMITTED", planned_people=1.0, planned_start_on=date(2026, 4, 6))

    found = project(facts, 10, TODAY)

    assert (found.end, found.start) == (date(2026, 4, 20), date(2026, 4, 6))
    assert found.basis.endswith("planned: 1 person, from its planned start 6 Apr")


def test_nothing_left_ends_today():
    assert project(milestone(), 0, TODAY).end == TODAY


def test_an_unknown_rest_has_no_end():
    assert project(milestone(planned_people=2.0), None, TODAY).end is None


def test_an_end_beyond_ten_years_is_said_to_be_so():
    found = project(milestone(planned_people=0.01), 5000, TODAY)

    assert found.end == date(2036, 2, 28)
    assert found.basis.endswith("more than ten years")


@pytest.mark.parametrize(
    ("target", "end", "late"),
    [
        (None, None, None),
        (None, TODAY, None),
        (date(2026, 3, 3), None, None),
        (date(2026, 3, 2), None, None),
        (date(2026, 3, 1), None, 1),
        (date(2026, 3, 1), date(2026, 3, 11), 10),
        (date(2026, 3, 12), date(2026, 3, 11), 0),
    ],
)
def test_days_late_are_unknown_rather_than_zero(target, end, late):
    assert days_late(milestone(target_to_on=target), end, TODAY) == late


def test_days_apart_need_both_ends():
    assert (days_apart(None, TODAY), days_apart(TODAY, None)) == (None, None)
    assert days_apart(date(2026, 3, 5), TODAY) == 3
