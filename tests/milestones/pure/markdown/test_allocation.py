from decimal import Decimal

import pytest

from milestones.pure.markdown.allocation import Allocation, read_allocation, read_pair, read_share


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("text", "people", "role", "months"),
    [
        ("1 researcher for 3 months", "1", "researcher", "3"),
        ("2 devs for 6 weeks.", "2", "devs", "1.5"),
        ("0.5 engineer for 6 months", "0.5", "engineer", "6"),
        ("1,5 engineers over 10 days", "1.5", "engineers", "0.5"),
        ("1 radio/mesh engineer for 2 weeks (only to merge 3 changes)", "1", "radio/mesh engineer", "0.5"),
        ("radio 3 eng during 6 weeks", "3", "radio eng", "1.5"),
        ("radio 2 eng 6 Week Sep", "2", "radio eng", "1.5"),
        ("3 months of 2 devs", "2", "devs", "3"),
        ("1 engineer for maintenance", "1", "engineer", None),
        ("2 devs at 50% for 1 month", "1", "devs", "1"),
        ("tester at 50 %", "0.5", "tester", None),
        ("e2e tests in 2026H1", None, "e2e tests", None),
        ("Support from the lab for 2 months", None, "Support from the lab", "2"),
        ("the lab", None, "the lab", None),
        ("", None, "", None),
    ],
)
def test_read_allocation_reads_people_role_and_months(
    text: str, people: str | None, role: str, months: str | None
) -> None:
    assert read_allocation(text) == Allocation(number(people), role, number(months))


@pytest.mark.parametrize(
    ("text", "people", "months"),
    [
        ("1.5*2m", "1.5", "2"),
        ("2*6w", "2", "1.5"),
        ("1 x 10d", "1", "0.5"),
        ("3", "3", None),
        ("TODO", None, None),
        ("2 dev/1 res", None, None),
    ],
)
def test_read_share_reads_people_times_months(text: str, people: str | None, months: str | None) -> None:
    assert read_share(text) == (number(people), number(months))


@pytest.mark.parametrize(
    ("text", "people", "months"),
    [("3.5/21✧", "3.5", "21"), ("1 / 6", "1", "6"), ("3", None, None), ("", None, None)],
)
def test_read_pair_reads_people_and_person_months(text: str, people: str | None, months: str | None) -> None:
    assert read_pair(text) == (number(people), number(months))
