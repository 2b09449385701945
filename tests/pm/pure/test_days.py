from datetime import date

import pytest

from pm.pure.days import distance, long_day, short_day

TODAY = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 9, 30), "30 Sep"), (date(2027, 1, 29), "29 Jan 27"), (None, "–")],
)
def test_short_day_names_another_year_only(day, words):
    assert short_day(day, TODAY) == words


def test_long_day_names_the_weekday():
    assert long_day(TODAY) == "Monday 21 Sep 2026"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 9, 21), "today"),
        (date(2026, 9, 22), "in 1 day"),
        (date(2026, 9, 25), "in 4 days"),
        (date(2026, 9, 20), "1 day over"),
        (date(2026, 9, 18), "3 days over"),
    ],
)
def test_distance_counts_whole_days(day, words):
    assert distance(day, TODAY) == words
