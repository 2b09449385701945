"""Reads resources as people write them: "1.5 engineers for 6 months", "2*6w", "3.5/21"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from milestones.pure.markdown.tables import to_decimal

AMOUNT = r"\d{1,3}(?:[.,]\d{1,3})?"
DURATION = re.compile(
    rf"(?<![\w.,])(?P<amount>{AMOUNT})\s?(?P<unit>weeks?|wks?|w|months?|mo|m|days?|d)(?!\w)", re.IGNORECASE
)
PEOPLE = re.compile(rf"(?<![\w.,/-])(?P<amount>{AMOUNT})(?![\w%/]|[.,-]\w)")
PERCENT = re.compile(r"(?<![\w.,])(?P<amount>\d{1,3})\s?%")
PARENTHESES = re.compile(r"\([^()]{0,400}\)?")
BINDING = re.compile(r"\s(?:for|during|over|until|in|at|to|on)(?:\s|$)", re.IGNORECASE)
CELL = re.compile(
    rf"(?P<people>{AMOUNT})\s?(?:[*x\u00d7]\s?(?P<amount>{AMOUNT})\s?(?P<unit>[mwd])\w{{0,5}})?\W{{0,2}}"
)
PAIR = re.compile(rf"(?P<people>{AMOUNT})\s?/\s?(?P<months>{AMOUNT})\W{{0,3}}")
PER_MONTH = {"w": Decimal(4), "m": Decimal(1), "d": Decimal(20)}


@dataclass(frozen=True, slots=True)
class Allocation:
    """People of a role for some months; None for what the text does not say."""

    people: Decimal | None
    role: str
    months: Decimal | None


def read_allocation(text: str) -> Allocation:
    """A line of resources; a month is 4 weeks or 20 days."""
    shown = " ".join(PARENTHESES.sub(" ", text[:400]).split()).rstrip(".")
    duration = DURATION.search(shown)
    months = None
    if duration is not None:
        months = _months(duration["amount"], duration["unit"])
        shown = f"{shown[: duration.start()]}|{shown[duration.end() :]}"
    percent = PERCENT.search(shown)
    if percent is not None:
        shown = f"{shown[: percent.start()]} {shown[percent.end() :]}"
    found = PEOPLE.search(shown)
    people = None if found is None else to_decimal(found["amount"])
    if found is not None:
        shown = f"{shown[: found.start()]} {shown[found.end() :]}"
    if percent is not None:
        people = (Decimal(1) if people is None else people) * Decimal(percent["amount"]) / 100
    before, _, after = shown.partition("|")
    role = BINDING.split(f"{before if before.strip() else after} ", maxsplit=1)[0]
    return Allocation(people, " ".join(role.split()).removeprefix("of "), months)


def read_share(text: str) -> tuple[Decimal | None, Decimal | None]:
    """A cell of a planning table: "2*6w" is two people for a month and a half, "1" is one person."""
    found = CELL.fullmatch(text.strip())
    if found is None:
        return None, None
    months = _months(found["amount"], found["unit"]) if found["amount"] else None
    return to_decimal(found["people"]), months


def read_pair(text: str) -> tuple[Decimal | None, Decimal | None]:
    """A cell of a capacity table: "3.5/21" is 3.5 people, 21 person-months."""
    found = PAIR.fullmatch(text.strip())
    return (None, None) if found is None else (to_decimal(found["people"]), to_decimal(found["months"]))


def _months(amount: str, unit: str) -> Decimal | None:
    number = to_decimal(amount)
    return None if number is None else number / PER_MONTH[unit[0].lower()]
