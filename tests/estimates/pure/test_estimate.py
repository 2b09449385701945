"""Estimates as people write them."""

from decimal import Decimal

import pytest

from estimates.pure.estimate import SIZES, EstimateProblem, Line, parse_estimate


def read(text: str, **more: object):
    return parse_estimate(text, **({"days_per_month": 20} | more))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("90 d", (90, 90, 90)),
        ("90d", (90, 90, 90)),
        ("90", (90, 90, 90)),
        ("7.5 days", (7.5, 7.5, 7.5)),
        ("7,5 person-days", (7.5, 7.5, 7.5)),
        ("4.5 months", (90, 90, 90)),
        ("1 month", (20, 20, 20)),
        ("3 weeks", (15, 15, 15)),
        ("60–90–140", (60, 90, 140)),
        ("60-90-140 d", (60, 90, 140)),
        ("60 to 90 to 140", (60, 90, 140)),
        ("3 – 4.5 – 7 months", (60, 90, 140)),
        ("  90   d ", (90, 90, 90)),
    ],
)
def test_numbers_with_a_unit_are_person_days(text, days):
    found = read(text)

    assert (found.kind, (found.low, found.likely, found.high)) == (
        "RANGE",
        tuple(map(Decimal, map(str, days))),
    )


@pytest.mark.parametrize("size", ["S", "M", "L", "XL", "xl", "m"])
def test_a_size_is_a_range_of_person_days(size):
    found = read(size)

    assert (found.kind, found.size) == ("TSHIRT", size.upper())
    assert (found.low, found.likely, found.high) == SIZES[size.upper()]


def test_the_programs_month_counts():
    assert read("2 months", days_per_month=16).likely == 32


@pytest.mark.parametrize(
    ("text", "likely", "lines"),
    [
        ("2 people for 3 months", 120, [("2", "3", "people")]),
        ("1 researcher for 3 months", 60, [("1", "3", "researcher")]),
        ("one researcher for two months", 40, [("1", "2", "researcher")]),
        ("half an engineer for 2 months", 20, [("0.5", "2", "engineer")]),
        ("2 people for 6 weeks", 60, [("2", "1.5", "people")]),
        (
            "1 researcher for 3 months and 2 go engineers for 1 month",
            100,
            [("1", "3", "researcher"), ("2", "1", "go engineers")],
        ),
    ],
)
def test_people_for_a_time_are_an_allocation(text, likely, lines):
    found = read(text)

    assert (found.kind, found.likely) == ("ALLOCATION", likely)
    assert found.lines == tuple(Line(Decimal(people), Decimal(months), who) for people, months, who in lines)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "An estimate is missing."),
        ("soon", "“soon” does not read as an estimate."),
        ("1,000", "“1,000” does not read as an estimate."),
        ("-3 d", "“-3 d” does not read as an estimate."),
        ("5 bananas", "“5 bananas” does not read as an estimate."),
        ("x" * 60, "“" + "x" * 39 + "…” does not read as an estimate."),
        ("9" * 301, "That is longer than an estimate."),
        ("60–140", "“60–140” has no likely value. Write low, likely and high, such as “60–100–140”."),
        (
            "3-7 months",
            "“3-7 months” has no likely value. Write low, likely and high, such as “3–5–7 months”.",
        ),
        ("90–60–140", "Low, likely and high are 90, 60 and 140: write them from small to large."),
        ("0", "Work takes more than 0 person-days."),
        ("0 people for 3 months", "“0 people for 3 months” comes to nothing"),
        ("9999999", "That is more than 100,000 person-days. Check the unit."),
        ("2 people for 3 lightyears", "“2 people for 3 lightyears” does not read as an estimate."),
        ("2 people", "“2 people” does not read as an estimate."),
    ],
)
def test_what_is_no_estimate_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(EstimateProblem) as refused:
        read(text)

    assert str(refused.value).startswith(sentence)


def test_nothing_left_may_be_said_of_what_remains():
    assert read("0 d", allows_zero=True).likely == 0
