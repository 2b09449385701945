"""What effort costs, and what it brought: money by currency, value per person-month and per money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pm.pure.periods import half_year

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
THOUSAND = Decimal(1000)
# What a person-day of a subteam costs in a half-year: amount and currency.
Rates = Mapping[tuple[int, str], tuple[Decimal, str]]


@dataclass(slots=True)
class Spend:
    """Person-days, what they cost by currency, and the days for which no rate is known."""

    days: Decimal = Decimal(0)
    money: dict[str, Decimal] = field(default_factory=dict)
    unpriced: Decimal = Decimal(0)

    def add(self, subteam_id: int, period: str, days: Decimal, rates: Rates) -> None:
        """Count some days of a subteam in a half-year."""
        self.days += days
        rate = rates.get((subteam_id, period))
        if rate is None:
            self.unpriced += days
        else:
            amount, currency = rate
            self.money[currency] = self.money.get(currency, Decimal(0)) + days * amount

    @property
    def single(self) -> tuple[Decimal, str] | None:
        """The whole cost where every day is priced in one currency."""
        if self.unpriced or len(self.money) != 1:
            return None
        [(currency, amount)] = self.money.items()
        return amount, currency


def period_of_week(week: str) -> str:
    """The half-year an ISO week such as `2026-W09` is charged to: that of its Monday."""
    year, number = week.split("-W")
    return half_year(date.fromisocalendar(int(year), int(number), 1))


def spend_of(entries: Iterable[tuple[int, str, Decimal]], rates: Rates) -> Spend:
    """The cost of effort: subteam, ISO week, person-days."""
    found = Spend()
    for subteam_id, week, days in entries:
        found.add(subteam_id, period_of_week(week), days, rates)
    return found


def together(spends: Iterable[Spend]) -> Spend:
    """The sum of some."""
    total = Spend()
    for one in spends:
        total.days += one.days
        total.unpriced += one.unpriced
        for currency, amount in one.money.items():
            total.money[currency] = total.money.get(currency, Decimal(0)) + amount
    return total


def per_month(value: Decimal, days: Decimal, days_per_month: int) -> Decimal | None:
    """Value per person-month; None where nothing was spent."""
    return (value * days_per_month / days).quantize(CENT, ROUND_HALF_UP) if days > 0 else None


def per_thousand(value: Decimal, spend: Spend) -> tuple[Decimal, str] | None:
    """Value per 1,000 of the currency; None where it is not all priced in one, or cost nothing."""
    whole = spend.single
    if whole is None or whole[0] <= 0:
        return None
    return (value * THOUSAND / whole[0]).quantize(CENT, ROUND_HALF_UP), whole[1]


def sums_words(spend: Spend) -> str:
    """`27,200 EUR + 300 USD`; a dash for no money."""
    sums = sorted(spend.money.items())
    return (
        " + ".join(f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,} {name}" for name, amount in sums) or "–"
    )


def unpriced_words(spend: Spend) -> str:
    """`4 d without a rate`; nothing where every day has one."""
    if not spend.unpriced:
        return ""
    return f"{spend.unpriced.quantize(TENTH, ROUND_HALF_UP).normalize():f} d without a rate"


def money_words(spend: Spend) -> str:
    """`27,200 EUR + 300 USD, 4 d without a rate`; a dash for nothing."""
    parts = (sums_words(spend) if spend.money else "", unpriced_words(spend))
    return ", ".join(part for part in parts if part) or "–"
