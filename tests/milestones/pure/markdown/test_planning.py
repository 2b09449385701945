import datetime as dt
from decimal import Decimal

from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, program, rules

README = """\
# Plan

Words.

Period in planning: 2026 H2

## H2 Milestones

|           | research p/p-m | radio p/p-m |  |
|-----------|----------------|-------------|--|
| Available | 3.5/21\u2727   | x           |  |
| Planned   | 3/18           |             |  |
| Wished    | 9/54           | 1/1         |  |

| Priority | Milestone     | End Date | research | radio | Capacity* |
|----------|---------------|----------|----------|-------|-----------|
| 1        | [M](m.md)     | 30 Sep   | 1.5*2m   | 2*6w  | 0.5       |
| 1.5      | [Gone](no.md) | TBD      | TODO     |       | soon      |
| x        | Unlinked      | Q4 2026  | 1        | TODO |

| Other | Table |
|-------|-------|
| a     | b     |

## To finish in H1

| Milestone | End Date |
|-----------|----------|
| [M](m.md) | 30 Sep   |

## 2027H1, later

| Milestone | Due |
|-----------|-----|
| [M](m.md) | Mar |

```mermaid
gantt
```
"""
PATH = "draft-roadmap/README.md"


def test_planning_rows_carry_priority_date_shares_and_capacity() -> None:
    found = program(draft_roadmap__README=README, draft_roadmap__m="# M\n**Due**: 30 Sep 2026\n")

    first, gone, unlinked = found.plan_rows[:3]
    assert (first.period, first.table, first.title, first.priority) == ("2026H2", "H2 Milestones", "M", 1)
    assert (first.milestone_path, first.anchor) == ("draft-roadmap/m.md", "h2-milestones/m")
    assert first.date is not None
    assert (first.date.end, first.date.year_assumed) == (dt.date(2026, 9, 30), True)
    assert [(share.subteam, share.people, share.months, share.person_months) for share in first.shares] == [
        ("research", Decimal("1.5"), Decimal(2), Decimal(3)),
        ("radio", Decimal(2), Decimal("1.5"), Decimal(3)),
    ]
    assert (first.capacity, first.capacity_text) == (Decimal("0.5"), "0.5")
    assert (gone.milestone_path, gone.target, gone.priority, gone.capacity) == (None, "no.md", None, None)
    assert [(share.text, share.people, share.person_months) for share in gone.shares] == [
        ("TODO", None, None)
    ]
    assert (unlinked.milestone_path, unlinked.target, unlinked.anchor) == (None, "", "h2-milestones/unlinked")
    assert [(share.subteam, share.people, share.person_months) for share in unlinked.shares] == [
        ("research", Decimal(1), None),
        ("radio", None, None),
    ]


def test_planning_tables_take_the_period_of_their_heading() -> None:
    found = program(draft_roadmap__README=README, draft_roadmap__m="# M\n**Due**: 30 Sep 2026\n")

    assert found.period == "2026H2"
    assert [(row.period, row.date and row.date.end) for row in found.plan_rows[3:]] == [
        ("2026H1", dt.date(2026, 9, 30)),
        ("2027H1", dt.date(2027, 3, 31)),
    ]


def test_planning_capacity_is_read_by_subteam() -> None:
    found = program(draft_roadmap__README=README)

    assert [
        (row.subteam, row.available_people, row.available_months, row.planned_people, row.planned_months)
        for row in found.capacity_rows
    ] == [
        ("research", Decimal("3.5"), Decimal(21), Decimal(3), Decimal(18)),
        ("radio", None, None, None, None),
    ]
    assert {(row.period, row.line) for row in found.capacity_rows} == {("2026H2", 11)}


def test_planning_books_every_line() -> None:
    found = program(draft_roadmap__README=README, draft_roadmap__m="# M\n**Due**: 30 Sep 2026\n")

    assert [account.line for account in booked(found, LineState.REPORTED, PATH)] == [13]
    assert {account.reason for account in booked(found, LineState.IGNORED, PATH)} == {
        "Gantt drawing",
        "heading",
        "planning notes outside the tables",
        "table header",
        "table header separator",
        "table without a record",
    }
    assert rules(found, PATH) == [
        "capacity not read",
        "capacity not read",
        "broken link",
        "capacity not read",
        "share not read",
        "broken link",
        "row of another width",
        "share not read",
        "dates disagree",
    ]


def test_planning_without_period_reads_no_year_into_a_day() -> None:
    text = "| Milestone | End |\n|-|-|\n| [M](m.md) | 30 Sep |\n"

    row = program(draft_roadmap__README=text).plan_rows[0]

    assert row.date is not None
    assert (row.period, row.table, row.date.end, row.anchor) == (None, "", None, "plan/m")


def test_planning_capacity_table_without_rows_to_read_is_empty() -> None:
    found = program(draft_roadmap__README="|  | research p/p-m |\n|-|-|\n")

    assert [(row.subteam, row.available_people, row.line) for row in found.capacity_rows] == [
        ("research", None, 1)
    ]
