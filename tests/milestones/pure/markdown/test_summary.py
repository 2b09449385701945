from decimal import Decimal

from milestones.pure.markdown.document import Carry, DonenessCount
from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, program, rules

SUMMARY = """\
# Summary

Words.

## Proposed

| Milestone Headline        | Strategic Objective | Capacity | Business Val (0/10) | FURPS  |
|---------------------------|---------------------|----------|---------------------|--------|
| [M](draft-roadmap/m.md)   | Calm                | 0.5      | 7                   | F___S_ |
| [No](draft-roadmap/no.md) | Storm               | x        | TBD                 |        |

## Achieved

| Milestone Headline | Strategic Objective | Realised Value (0/10) |
|--------------------|---------------------|-----------------------|
| Night frames       | Calm                | 8/10                  |
| Day frames         | Calm                | many                  |
| {Headline}         | TBD                 |                       |

## Not achieved

| Headline | Reason for not being realised | Carry(Yes/No)    |
|----------|-------------------------------|------------------|
| A        | Wind                          | Yes with caveats |
| B        | Rain                          | No               |
| C        | Snow                          | Unclear          |

## Doneness

| Headline 1 | FURPS Doneness           | Link                                 |
|------------|--------------------------|--------------------------------------|
| A          | F(8/9) U( 4 / 4 ) +(0/1) | https://example.org/a                |
| B          | F(0) R()                 | [page](https://example.org/b)        |
| C          | none                     |                                      |

## Risks

| Risk | Control |
|------|---------|
| Fog  | Lamp    |

## Other

| Project | Confirmed |
|---------|-----------|
| Lab     | Yes       |
"""
PATH = "2026H1-SUMMARY.md"


def test_summary_reads_realised_and_not_realised() -> None:
    found = program(**{"2026H1-SUMMARY": SUMMARY})

    assert [
        (row.period, row.headline, row.objective, row.value, row.value_text) for row in found.realised
    ] == [
        ("2026H1", "Night frames", "Calm", Decimal(8), "8/10"),
        ("2026H1", "Day frames", "Calm", None, "many"),
    ]
    assert [(row.headline, row.reason, row.carry, row.carry_text) for row in found.non_realised] == [
        ("A", "Wind", Carry.YES, "Yes with caveats"),
        ("B", "Rain", Carry.NO, "No"),
        ("C", "Snow", Carry.UNCLEAR, "Unclear"),
    ]


def test_summary_reads_doneness_and_says_where_totals_lack() -> None:
    found = program(**{"2026H1-SUMMARY": SUMMARY})

    assert [(row.headline, row.counts, row.link) for row in found.doneness] == [
        (
            "A",
            (DonenessCount("F", 8, 9), DonenessCount("U", 4, 4), DonenessCount("+", 0, 1)),
            "https://example.org/a",
        ),
        ("B", (DonenessCount("F", 0, None), DonenessCount("R", None, None)), "https://example.org/b"),
        ("C", (), ""),
    ]


def test_summary_reads_proposals_and_risks() -> None:
    found = program(**{"2026H1-SUMMARY": SUMMARY}, draft_roadmap__m="# M\n")

    assert [
        (row.milestone_path, row.objective, row.capacity, row.value, row.letters, row.anchor, row.table)
        for row in found.proposals
    ] == [
        ("draft-roadmap/m.md", "Calm", Decimal("0.5"), Decimal(7), "F___S_", "proposal/m", "Proposed"),
        (None, "Storm", None, None, "", "proposal/no", "Proposed"),
    ]
    assert [(risk.period, risk.risk, risk.response) for risk in found.risks] == [("2026H1", "Fog", "Lamp")]


def test_summary_books_every_line() -> None:
    found = program(**{"2026H1-SUMMARY": SUMMARY}, draft_roadmap__m="# M\n")

    assert found.period == "2026H1"
    assert booked(found, LineState.REPORTED, PATH) == []
    assert {account.reason for account in booked(found, LineState.IGNORED, PATH)} == {
        "half-year summary: prose",
        "heading",
        "placeholder text",
        "table header",
        "table header separator",
        "table without a record",
    }
    assert rules(found, PATH) == [
        "broken link",
        "value not read",
        "doneness without totals",
        "doneness without totals",
    ]
