"""Person-days: people × working days × (1 − support) − absences."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimates.pure.capacity import (
    Span,
    Team,
    allocated,
    available,
    away,
    bounds,
    calendar_of,
    demand_from,
    fit,
    halves,
    in_window,
)
from pm.templatetags.ui import person_days

WEEK = calendar_of("01234", [])
MONDAY = date(2026, 3, 2)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def span(amount, first, last):
    return Span(Decimal(str(amount)), first, last)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (MONDAY, MONDAY, 1),
        (MONDAY, MONDAY + timedelta(days=6), 5),
        (MONDAY + timedelta(days=5), MONDAY + timedelta(days=6), 0),
        (MONDAY, MONDAY - timedelta(days=1), 0),
        (date(2026, 1, 1), date(2026, 6, 30), 129),
    ],
)
def test_working_days(first, last, count):
    assert WEEK.count(first, last) == count


@given(days, days, st.sets(st.integers(0, 6), min_size=1), st.sets(days, max_size=5))
def test_working_days_are_those_counted_one_by_one(first, last, weekdays, holidays):
    calendar = calendar_of("".join(map(str, sorted(weekdays))), holidays)
    each = [first + timedelta(days=step) for step in range((last - first).days + 1)]

    assert calendar.count(first, last) == sum(
        day.weekday() in weekdays and day not in holidays for day in each
    )


def test_a_holiday_counts_once_and_only_on_a_working_day():
    calendar = calendar_of("01234", [MONDAY, MONDAY, date(2026, 3, 7)])

    assert calendar.count(MONDAY, MONDAY + timedelta(days=6)) == 4


@pytest.mark.parametrize(
    ("people", "support", "absent", "has"),
    [("3", 20, "0", "24.00"), ("2.5", 0, "5", "20.00"), ("1", 100, "0", "0.00"), ("1", 20, "99", "0")],
)
def test_available_is_never_below_zero(people, support, absent, has):
    assert available(Decimal(people), support, 10, Decimal(absent)) == Decimal(has)


def test_an_absence_beyond_the_half_year_gives_its_share_by_working_days():
    absence = span(10, date(2026, 6, 29), date(2026, 7, 3))  # Monday to Friday, two of them in June

    assert away(WEEK, [absence], *bounds("2026H1")) == Decimal("4.00")
    assert away(WEEK, [absence], *bounds("2026H2")) == Decimal("6.00")


def test_an_absence_on_a_weekend_counts_where_it_begins():
    assert away(WEEK, [span(2, date(2026, 3, 7), date(2026, 3, 8))], *bounds("2026H1")) == 2


def test_allocations_are_people_times_working_days_inside():
    spans = [span("0.5", MONDAY, MONDAY + timedelta(days=13)), span(2, date(2025, 1, 1), date(2025, 2, 1))]

    assert allocated(WEEK, spans, *bounds("2026H1")) == Decimal("5.00")


spans_of_days = st.lists(
    st.tuples(st.decimals(0, 5, places=2), days, st.integers(0, 200)).map(
        lambda made: Span(made[0], made[1], made[1] + timedelta(days=made[2]))
    ),
    max_size=6,
)


@given(spans_of_days, days, days)
def test_demand_until_a_day_is_what_each_allocation_asks_up_to_it(spans, first, last):
    asked = allocated(WEEK, spans, first, last) if first <= last else 0

    assert demand_from(WEEK, spans, first).until(last) == asked


def test_fit_takes_the_larger_of_plan_and_allocations_and_what_budget_lines_keep():
    team = Team(Decimal(2), 50, (), (span(1, MONDAY, MONDAY + timedelta(days=4)),), Decimal(100))

    found = fit(WEEK, team, "2026H1", kept_percent=10)

    assert (found.working_days, found.available, found.kept) == (129, Decimal("129.00"), Decimal("12.90"))
    assert (found.planned, found.allocated, found.asked) == (100, Decimal("5.00"), Decimal("112.90"))
    assert (found.left, found.fits) == (Decimal("16.10"), True)


def test_unknown_people_fit_unknown_and_not_zero():
    found = fit(WEEK, Team(None, 0, (), (), Decimal(5)), "2026H1")

    assert (found.available, found.left, found.fits, found.planned) == (None, None, None, 5)


def test_a_window_over_two_half_years_needs_both_known():
    first, last = date(2026, 6, 29), date(2026, 7, 3)
    both = {"2026H1": (Decimal(2), 0), "2026H2": (Decimal(1), 0)}

    assert halves(first, last) == ["2026H1", "2026H2"]
    assert in_window(WEEK, both, [span(1, first, first)], first, last) == Decimal("6.00")
    assert in_window(WEEK, {"2026H1": (Decimal(2), 0)}, [], first, last) is None


@given(st.lists(st.tuples(st.decimals(0, 40, places=2), st.integers(0, 100)), max_size=6), st.integers(0, 60))
def test_the_sum_of_a_column_is_the_sum_of_what_is_seen(teams, kept):
    fits = [fit(WEEK, Team(people, support, (), (), people * 7), "2026H1", kept_percent=kept)
            for people, support in teams]  # fmt: skip

    for name in ("available", "kept", "planned", "left"):
        seen = [Decimal(person_days(getattr(one, name)).replace("\N{MINUS SIGN}", "-")) for one in fits]
        assert sum(seen) == sum(getattr(one, name) for one in fits)
