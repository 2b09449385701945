"""Where the marks of the charts stand."""

from datetime import date

import pytest

from estimates.pure.drawing import axis_of, spend_of, waterfall

TODAY = date(2026, 3, 2)


def test_an_axis_needs_a_target_or_an_end():
    assert axis_of(TODAY, None, None, None) is None


def test_the_axis_holds_today_the_target_and_the_end():
    found = axis_of(TODAY, date(2026, 3, 30), date(2026, 3, 30), date(2026, 4, 27))

    assert (found.today, found.target, found.end, found.late_from) == ("16.67%", "50.00%", "83.33%", "50.00%")
    assert [(tick.at, tick.label) for tick in found.ticks] == [
        ("15.48%", "Mar"),
        ("52.38%", "Apr"),
        ("88.10%", "May"),
    ]
    assert (found.target_label, found.target_anchor, found.target_from) == ("30 Mar", "middle", "")


def test_an_imprecise_target_is_a_stretch():
    assert axis_of(TODAY, date(2026, 3, 2), date(2026, 3, 30), None).target_from == "16.67%"


def test_an_end_in_time_draws_no_delay():
    assert axis_of(TODAY, None, date(2026, 4, 27), date(2026, 3, 30)).late_from == ""


def test_without_a_target_the_end_stands_alone():
    found = axis_of(TODAY, None, None, date(2026, 3, 30))

    assert (found.target, found.target_label, found.end) == ("", "", "50.00%")


@pytest.mark.parametrize(
    ("end", "labels"),
    [
        (date(2026, 10, 1), ["Mar", "May", "Jul", "Sep"]),
        (date(2028, 1, 1), ["Jul", "2027", "Jul", "2028"]),
        (date(2036, 2, 28), ["2028", "2030", "2032", "2034", "2036"]),
    ],
)
def test_a_longer_axis_has_wider_steps(end, labels):
    assert [tick.label for tick in axis_of(TODAY, None, TODAY, end).ticks] == labels


def test_labels_at_the_edges_stay_inside():
    assert axis_of(TODAY, None, TODAY, date(2027, 3, 2)).target_anchor == "start"


@pytest.mark.parametrize(
    ("spent", "forecast", "appetite", "marks"),
    [
        (0, None, None, None),
        (50, 80, 100, ("76.92%", "48.08%", "96.15%")),
        (50, None, None, ("96.15%", "96.15%", "")),
    ],
)
def test_spend_is_drawn_within_the_forecast(spent, forecast, appetite, marks):
    found = spend_of(spent, forecast, appetite)

    assert (found and (found.forecast, found.spent, found.appetite)) == marks


def test_a_waterfall_begins_each_part_where_the_last_one_ended():
    steps, limit = waterfall(100, [20, -40, 0, 0], 125)

    assert [(step.x, step.width, step.link) for step in steps] == [
        ("0%", "76.92%", ""),
        ("76.92%", "15.38%", "76.92%"),
        ("61.54%", "30.77%", "92.31%"),
        ("61.54%", "0.00%", "61.54%"),
        ("61.54%", "0.00%", "61.54%"),
        ("0%", "61.54%", ""),
    ]
    assert limit == "96.15%"


def test_a_waterfall_without_appetite_has_no_limit():
    assert waterfall(10, [0, 0, 0, 0], None)[1] == ""
