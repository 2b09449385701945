"""What effort costs, and value per person-month and per money."""

from decimal import Decimal

import pytest

from estimates.pure.cost import (
    Spend,
    money_words,
    per_month,
    per_thousand,
    period_of_week,
    spend_of,
    together,
)

D = Decimal
RATES = {(1, "2026H1"): (D(800), "EUR"), (1, "2026H2"): (D(900), "EUR"), (2, "2026H1"): (D(500), "USD")}


@pytest.mark.parametrize(
    ("week", "period"),
    [("2026-W01", "2025H2"), ("2026-W02", "2026H1"), ("2026-W27", "2026H1"), ("2026-W28", "2026H2")],
)
def test_a_week_is_charged_to_the_half_year_of_its_monday(week, period):
    assert period_of_week(week) == period


def test_spend_takes_the_rate_of_subteam_and_half_year_and_tells_what_has_none():
    found = spend_of(
        [(1, "2026-W10", D(2)), (1, "2026-W30", D(1)), (2, "2026-W10", D(4)), (3, "2026-W10", D("1.5"))],
        RATES,
    )

    assert (found.days, found.unpriced) == (D("8.5"), D("1.5"))
    assert found.money == {"EUR": D(2500), "USD": D(2000)}
    assert money_words(found) == "2,500 EUR + 2,000 USD, 1.5 d without a rate"
    assert found.single is None


def test_spends_are_summed():
    total = together([Spend(D(1), {"EUR": D(5)}), Spend(D(2), {"EUR": D(6), "USD": D(1)}, D(1))])

    assert (total.days, total.money, total.unpriced) == (D(3), {"EUR": D(11), "USD": D(1)}, D(1))


def test_value_per_person_month_and_per_thousand():
    spend = Spend(D(40), {"EUR": D(20000)})

    assert per_month(D(7), spend.days, 20) == D("3.50")
    assert per_thousand(D(7), spend) == (D("0.35"), "EUR")


def test_nothing_spent_has_no_ratio_and_a_dash():
    assert per_month(D(7), D(0), 20) is None
    assert per_thousand(D(7), Spend(D(4), {"EUR": D(0)})) is None
    assert money_words(Spend()) == "–"
