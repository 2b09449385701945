from decimal import Decimal

import pytest

from pm.pure.effort import EffortProblem, parse_days, short


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("4 months", "80"), ("4,5 months", "90"), ("1 m", "20"), ("4 d", "4"), ("90d", "90"),
        ("2 Weeks", "10"), ("12.5", "12.5"), ("0", "0"), ("0.333 d", "0.33"), (" 3  person-days ", "3"),
    ],
)  # fmt: skip
def test_effort_is_read_as_person_days(text, days):
    assert parse_days(text, days_per_month=20) == Decimal(days)


def test_a_bare_number_has_the_unit_its_field_says():
    assert parse_days("6", days_per_month=18, bare="m") == 108


@pytest.mark.parametrize("text", ["", "  ", "–", "-"])
def test_nothing_is_no_effort(text):
    assert parse_days(text, days_per_month=20) is None


@pytest.mark.parametrize(
    "text", ["soon", "4 apples", "1e9", "nan", "-1 d", "999999 months", "x" * 100, "١٢ x", "1 2"]
)
def test_what_is_no_effort_is_refused_with_a_sentence(text):
    with pytest.raises(EffortProblem, match=r"[A-Z“].*\."):
        parse_days(text, days_per_month=20)


def test_a_number_is_written_without_needless_zeros():
    assert [short(Decimal(text)) for text in ("6.00", "4.50", "100", "0.00")] == ["6", "4.5", "100", "0"]
