import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm.pure.dates import (
    UNKNOWN,
    DateProblem,
    ImpreciseDate,
    format_imprecise,
    parse_date,
    parse_date_strict,
)

TODAY = dt.date(2026, 9, 21)
DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 12, 31))


def span(start: str, end: str, text: str) -> ImpreciseDate:
    return ImpreciseDate(dt.date.fromisoformat(start), dt.date.fromisoformat(end), text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("31 Aug 2025", "2025-08-31", "2025-08-31"),
        ("31st of August 2025", "2025-08-31", "2025-08-31"),
        ("Aug 31st 2025", "2025-08-31", "2025-08-31"),
        ("August 31, 2025", "2025-08-31", "2025-08-31"),
        ("Aug 31, 2025, tentative", "2025-08-31", "2025-08-31"),
        ("7-Apr-2025 - to be looked at again", "2025-04-07", "2025-04-07"),
        ("by 31 Aug 2025", "2025-08-31", "2025-08-31"),
        ("2025-08-31", "2025-08-31", "2025-08-31"),
        ("2025/08/31", "2025-08-31", "2025-08-31"),
        ("31/08/2025", "2025-08-31", "2025-08-31"),
        ("08/31/2025", "2025-08-31", "2025-08-31"),
        ("04.04.2025", "2025-04-04", "2025-04-04"),
        ("29 Jan 27", "2027-01-29", "2027-01-29"),
        ("1 Sept '26", "2026-09-01", "2026-09-01"),
        ("31 Oct 2025 (the last clean-up follows)", "2025-10-31", "2025-10-31"),
        ("Aug 2025", "2025-08-01", "2025-08-31"),
        ("2025-08", "2025-08-01", "2025-08-31"),
        ("Q2 2025", "2025-04-01", "2025-06-30"),
        ("2025Q2", "2025-04-01", "2025-06-30"),
        ("Q2 2025, the day follows from the 2024 H1 plan", "2025-04-01", "2025-06-30"),
        ("H2 2025", "2025-07-01", "2025-12-31"),
        ("2025H2 Period", "2025-07-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("early Feb 2024", "2024-02-01", "2024-02-10"),
        ("mid-Aug 2025", "2025-08-11", "2025-08-20"),
        ("end of Feb 2024", "2024-02-21", "2024-02-29"),
        ("mid Q2 2025", "2025-05-01", "2025-05-31"),
        ("end of H1 2025", "2025-05-01", "2025-06-30"),
        ("late 2025", "2025-09-01", "2025-12-31"),
        ("Aug \N{EN DASH} Sep 2025", "2025-08-01", "2025-09-30"),
        ("1\N{EN DASH}15 Sep 2025", "2025-09-01", "2025-09-15"),
        ("1 Nov \N{EN DASH} 3 Jan 27", "2026-11-01", "2027-01-03"),
        ("2025-08-01 to 2025-08-15", "2025-08-01", "2025-08-15"),
    ],
)
def test_parse_date_that_names_days_gives_from_and_to(text: str, start: str, end: str) -> None:
    found = parse_date(text)

    assert found == span(start, end, text)
    assert not found.year_assumed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBD",
        "Done with a smaller scope",
        "Completed/Drop",
        "{Enter date}",
        "31 Aug",
        "Q3",
        "end of August",
        "31 Jun 2026",
        "2025-13-01",
        "0000",
        "03/04/2025",
        "99/99/2025",
        "summer 2025",
        "15 Sep to 1 Sep 2025",
        "mid 31 Aug 2025",
        "Aug 31, sometime 2025",
        "a sentence " * 20,
    ],
)
def test_parse_date_that_names_none_is_unknown_and_keeps_its_text(text: str) -> None:
    found = parse_date(text)

    assert found == ImpreciseDate(None, None, " ".join(text.split()))


@pytest.mark.parametrize("text", ["31 Aug", "Aug 31", "31st of August"])
def test_parse_date_without_year_is_read_with_the_default_and_says_so(text: str) -> None:
    found = parse_date(text, default_year=2025)

    assert found == span("2025-08-31", "2025-08-31", text)
    assert found.year_assumed


def test_parse_date_without_year_and_another_year_in_its_note_stays_unknown() -> None:
    assert not parse_date("Aug 31, sometime 2025", default_year=2026).is_known


@pytest.mark.parametrize(
    ("text", "sentence", "suggestion"),
    [
        ("31 Jun 2026", "June has 30 days; a day, “Oct 2026” or “Q4 2026” all work.", "30 Jun 2026"),
        (
            "29 Feb 2026",
            "February 2026 has 28 days; a day, “Oct 2026” or “Q4 2026” all work.",
            "28 Feb 2026",
        ),
        ("0 Jun 2026", "June has 30 days; a day, “Oct 2026” or “Q4 2026” all work.", "1 Jun 2026"),
        (
            "03/04/2026",
            "03/04/2026 can be 3 Apr 2026 or 4 Mar 2026. Write the month as a word.",
            "3 Apr 2026",
        ),
        ("31 Aug", "The day has no year; write it with its year.", ""),
        ("Q3", "There is no year in it; write it with its year.", ""),
        (
            "2026-13-01",
            "There is no month 13 in year 2026. A day with its year, a month or a quarter all work.",
            "",
        ),
        ("soon", "“soon” does not read as a date. A day with its year, a month or a quarter all work.", ""),
    ],
)
def test_parse_date_strict_on_no_date_says_what_works(text: str, sentence: str, suggestion: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_date_strict(text)

    assert (caught.value.sentence, caught.value.suggestion) == (sentence, suggestion)


def test_parse_date_strict_with_a_default_year_names_it() -> None:
    with pytest.raises(DateProblem, match="“soon” does not read as a date. A day, “Oct 2027” or “Q4 2027”"):
        parse_date_strict("soon", default_year=2027)


@pytest.mark.parametrize("text", ["", "  ", "TBD", "tbc", "–"])
def test_parse_date_strict_on_nothing_is_unknown(text: str) -> None:
    assert not parse_date_strict(text).is_known


def test_parse_date_strict_on_a_day_reads_it() -> None:
    assert parse_date_strict("30 Jun 2026") == span("2026-06-30", "2026-06-30", "30 Jun 2026")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("30 Sep 2026", "30 Sep"),
        ("29 Jan 2027", "29 Jan 27"),
        ("Q1 2027", "Q1 2027"),
        ("Dec 2026", "Dec 2026"),
        ("H2 2026", "H2 2026"),
        ("2026", "2026"),
        ("mid Oct 2026", "11\N{EN DASH}20 Oct"),
        ("26 Jan 27 \N{EN DASH} 5 Mar 27", "26 Jan \N{EN DASH} 5 Mar 27"),
        ("1 Nov \N{EN DASH} 3 Jan 27", "1 Nov \N{EN DASH} 3 Jan 27"),
        ("TBD", "\N{EN DASH}"),
        ("1 Jan 1999", "1 Jan 1999"),
    ],
)
def test_format_imprecise_prints_the_short_form(text: str, shown: str) -> None:
    assert format_imprecise(parse_date(text), TODAY) == shown


def test_unknown_date_is_neither_known_nor_exact() -> None:
    assert (UNKNOWN.is_known, UNKNOWN.is_exact) == (False, False)
    assert parse_date("30 Sep 2026").is_exact


@given(st.text(), st.none() | st.integers(-5, 12000))
def test_parse_date_of_any_text_never_raises(text: str, default_year: int | None) -> None:
    found = parse_date(text, default_year=default_year)

    assert (found.start is None) == (found.end is None)
    assert format_imprecise(found, TODAY)


PIECES = (
    "31",
    "1",
    "Aug",
    "feb",
    "2025",
    "Q2",
    "H1",
    "-",
    "/",
    ".",
    " ",
    ",",
    "end of",
    "mid",
    "to",
    "(",
    "0",
)


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.none() | st.integers(0, 10000))
def test_parse_date_strict_of_any_date_like_text_raises_only_date_problem(
    text: str, default_year: int | None
) -> None:
    problem: DateProblem | None = None
    try:
        parse_date_strict(text, default_year=default_year)
    except DateProblem as raised:
        problem = raised

    assert problem is None or problem.sentence.endswith(".")
    assert problem is None or not problem.suggestion or parse_date(problem.suggestion).is_known


@given(DAYS, DAYS)
def test_format_imprecise_of_any_stretch_reads_back_as_the_same_days(one: dt.date, two: dt.date) -> None:
    start, end = sorted((one, two))
    if (end - start).days > 360:
        end = start

    shown = format_imprecise(ImpreciseDate(start, end, ""), TODAY)

    assert parse_date(shown, default_year=TODAY.year) == ImpreciseDate(start, end, shown)
