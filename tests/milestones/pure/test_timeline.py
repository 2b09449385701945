"""The calendar in per cent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.timeline import (
    ZOOMS,
    Span,
    Tick,
    add_months,
    floor_month,
    half_year_of,
    window_from,
    window_of,
)

DAY = date(2026, 9, 21)
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@pytest.mark.parametrize(
    ("zoom", "start", "end", "title"),
    [
        ("month", date(2026, 9, 1), date(2026, 12, 1), "September 2026 to November 2026"),
        ("quarter", date(2026, 7, 1), date(2027, 4, 1), "July 2026 to March 2027"),
        ("half", date(2026, 7, 1), date(2028, 1, 1), "July 2026 to December 2027"),
        ("year", date(2026, 1, 1), date(2029, 1, 1), "January 2026 to December 2028"),
    ],
)
def test_window_begins_with_the_unit_around_a_day(zoom, start, end, title):
    window = window_of(ZOOMS[zoom], DAY)

    assert (window.start, window.end, window.title) == (start, end, title)


def test_window_from_a_day_begins_with_its_month_and_turns_by_its_unit():
    window = window_from(ZOOMS["quarter"], date(2026, 8, 17))

    assert (window.start, window.previous, window.next) == (
        date(2026, 8, 1), date(2026, 5, 1), date(2026, 11, 1),
    )  # fmt: skip


def test_span_counts_both_days_and_is_cut_at_the_edges():
    window = window_of(ZOOMS["month"], DAY)

    assert window.span(date(2026, 9, 1), date(2026, 11, 30)) == Span(0.0, 100.0)
    assert window.span(date(2020, 1, 1), date(2030, 1, 1)) == Span(0.0, 100.0)
    assert window.span(date(2026, 8, 1), date(2026, 8, 31)) is None
    assert window.span(date(2026, 12, 1), date(2026, 12, 2)) is None
    one_day = window.span(DAY, DAY)
    assert one_day is not None
    assert one_day.width == pytest.approx(100 / 91)


def test_ticks_name_quarters_and_their_months():
    ticks = window_of(ZOOMS["quarter"], DAY).ticks()

    assert [tick.label for tick in ticks if tick.is_major] == ["Q3 2026", "Q4 2026", "Q1 2027"]
    assert [tick.label for tick in ticks if not tick.is_major] == [
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar",
    ]  # fmt: skip
    assert ticks[0] == Tick(0.0, "Q3 2026", is_major=True)


def test_ticks_of_the_month_zoom_are_mondays():
    labels = [tick.label for tick in window_of(ZOOMS["month"], DAY).ticks() if not tick.is_major]

    assert (labels[0], labels[-1], len(labels)) == ("7 Sep", "30 Nov", 13)


@pytest.mark.parametrize("zoom", ZOOMS.values(), ids=ZOOMS)
@given(day=DAYS)
def test_any_day_gives_a_window_whose_ticks_lie_inside(zoom, day):
    window = window_from(zoom, day)

    assert window.previous < window.start < window.next
    assert all(0 <= tick.at < 100 for tick in window.ticks())


@given(day=DAYS, first=DAYS, last=DAYS)
def test_any_bar_is_drawn_inside_the_window_or_not_at_all(day, first, last):
    first, last = min(first, last, date(9999, 12, 30)), min(max(first, last), date(9999, 12, 30))

    span = window_from(ZOOMS["quarter"], day).span(first, last)

    assert span is None or (span.left >= 0 and span.width > 0 and span.right <= 100 + 1e-9)


@pytest.mark.parametrize(
    ("months", "start"),
    [(1, date(2026, 9, 1)), (3, date(2026, 7, 1)), (6, date(2026, 7, 1)), (12, date(2026, 1, 1))],
)
def test_floor_month(months, start):
    assert floor_month(DAY, months) == start


def test_add_months_crosses_years_both_ways():
    assert add_months(date(2026, 11, 1), 3) == date(2027, 2, 1)
    assert add_months(date(2026, 2, 1), -3) == date(2025, 11, 1)


def test_half_year_of():
    assert half_year_of(DAY) == (date(2026, 7, 1), date(2026, 12, 31))
    assert half_year_of(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 6, 30))
