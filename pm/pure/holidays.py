"""A pasted list of free days: `2026-12-25 Christmas`, a line each."""

import re
from datetime import date

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})[\s,;:–-]*(.*)", re.DOTALL)
LONGEST_LIST = 400
LONGEST_NAME = 80
FIRST_YEAR, LAST_YEAR = 2000, 2100


class HolidayProblem(ValueError):
    """A line that cannot be read; the message says which and how it is written."""


def parse_holidays(text: str) -> list[tuple[date, str]]:
    """Each day with its name, in order. A day named twice is refused, empty lines are left out."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > LONGEST_LIST:
        raise HolidayProblem(f"At most {LONGEST_LIST} lines at once. There are {len(lines)} now.")
    found: dict[date, str] = {}
    for number, line in lines:
        day, name = read_line(number, line)
        if day in found:
            raise HolidayProblem(f"Line {number}: {day} stands in the list twice. Keep one of them.")
        found[day] = name
    return sorted(found.items())


def read_line(number: int, line: str) -> tuple[date, str]:
    """The day and the name of one line."""
    match = LINE.fullmatch(line)
    if match is None:
        raise HolidayProblem(
            f"Line {number}: “{line[:40]}” does not begin with a day. Write it as 2026-12-25 Christmas."
        )
    name = " ".join(match[2].split())
    if not name:
        raise HolidayProblem(f"Line {number}: {match[1]} has no name. Write one after the day.")
    if len(name) > LONGEST_NAME:
        raise HolidayProblem(f"Line {number}: the name is {len(name)} characters, at most {LONGEST_NAME}.")
    try:
        day = date.fromisoformat(match[1])
    except ValueError as problem:
        raise HolidayProblem(f"Line {number}: there is no day {match[1]}.") from problem
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise HolidayProblem(f"Line {number}: {day} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return day, name
