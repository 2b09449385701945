from datetime import date

import pytest

from pm.pure.holidays import HolidayProblem, parse_holidays


def test_days_are_read_with_their_names_in_order():
    text = "\n2026-12-25 Christmas\r\n 2026-01-01,  New   Year \n2026-05-01 – Labour Day"

    assert parse_holidays(text) == [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 5, 1), "Labour Day"),
        (date(2026, 12, 25), "Christmas"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Christmas", "Line 1: “Christmas” does not begin with a day. Write it as 2026-12-25 Christmas."),
        ("\n2026-02-30 No day", "Line 2: there is no day 2026-02-30."),
        ("2026-12-25", "Line 1: 2026-12-25 has no name. Write one after the day."),
        ("1026-12-25 Long ago", "Line 1: 1026-12-25 is not between 2000 and 2100."),
        ("2026-12-25 A\n2026-12-25 B", "Line 2: 2026-12-25 stands in the list twice. Keep one of them."),
        (f"2026-12-25 {'x' * 81}", "Line 1: the name is 81 characters, at most 80."),
        ("2026-12-25 x\n" * 401, "At most 400 lines at once. There are 401 now."),
    ],
)
def test_a_list_that_cannot_be_read_says_where(text, sentence):
    with pytest.raises(HolidayProblem) as refusal:
        parse_holidays(text)

    assert str(refusal.value) == sentence
