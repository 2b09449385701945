"""What closed bets brought for what they cost, in words; for those who see costs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from estimates.pure.cost import Spend, money_words, per_month, per_thousand, sums_words, together
from estimates.queries.cost import Worth
from pm.models import Program
from pm.pure.words import counted
from pm.templatetags.ui import NONE, person_days


def per_money_words(value: Decimal, spend: Spend) -> str:
    """`0.26 per 1,000 EUR`; a dash where no single currency prices it all."""
    found = per_thousand(value, spend)
    return f"{found[0]} per 1,000 {found[1]}" if found else NONE


def worth_words(worth: Worth, program: Program) -> str:
    """`Spent 34 person-days, 27,200 EUR. Its realised value of 7 is 4.12 per person-month.`"""
    spend = worth.spend
    cost = f", {money_words(spend)}" if spend.money else ""
    said = f"Spent {person_days(spend.days)} person-days{cost}."
    if worth.value is None:
        return f"{said} Its value is not stated."
    value = Decimal(worth.value)
    month = per_month(value, spend.days, program.days_per_month)
    if month is None:
        return said
    word = "realised" if worth.is_realised else "stated"
    money = per_money_words(value, spend)
    tail = f", {money}" if money != NONE else ""
    return f"{said} Its {word} value of {worth.value} is {month} per person-month{tail}."


def line_of_worth(worth: Worth, program: Program) -> dict[str, Any]:
    """A milestone with a closed bet, as the page of costs prints it."""
    milestone, spend = worth.bet.milestone, worth.spend
    value = None if worth.value is None else Decimal(worth.value)
    month = None if value is None else per_month(value, spend.days, program.days_per_month)
    return {
        "key": milestone.key,
        "title": milestone.title,
        "url": reverse("milestone_detail", args=[program.slug, milestone.key]),
        "value": NONE if worth.value is None else str(worth.value),
        "how": "" if worth.value is None else "realised" if worth.is_realised else "stated",
        "days": person_days(spend.days),
        "per_month": NONE if month is None else str(month),
        "spent": sums_words(spend),
        "per_money": NONE if value is None else per_money_words(value, spend),
    }


def sum_words(worths: Sequence[Worth], program: Program) -> str:
    """`3 milestones with closed bets: 21 of value for 240 person-days, 1.75 per person-month.`"""
    valued = [one for one in worths if one.value is not None and one.spend.days]
    if not valued:
        return "No closed bet has both a value and effort yet. A bet is closed by its review."
    value, spend = Decimal(sum(one.value or 0 for one in valued)), together(one.spend for one in valued)
    month = per_month(value, spend.days, program.days_per_month)
    money = per_money_words(value, spend)
    tail = f", {money}" if money != NONE else ""
    what = counted(len(valued), "milestone", "milestones")
    days = person_days(spend.days)
    return (
        f"{what} with closed bets: {value} of value for {days} person-days, {month} per person-month{tail}."
    )
