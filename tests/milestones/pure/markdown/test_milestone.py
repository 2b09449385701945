import datetime as dt
from decimal import Decimal

from milestones.pure.markdown.document import RiskDoc, TargetSource
from pm.pure.dates import ImpreciseDate
from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, findings, milestone, program, rules

FULL = """\
# [Keep frames overnight](https://example.org/milestone/4)

**Estimated date of completion**: 30 Sep 2026

**Resources Required for 2026H2**:
- 1.5 engineers for 2 months
- the lab
- {roles}
and nobody else.

Frames outlive the night.

> Users notice nothing.

**GitHub milestone**: https://example.org/milestone/4
**Tracked in issues**: [board](https://example.org/board)

## Strategic Objective

Calm nights

## FURPS

- [Relay](/FURPS/core/relay.md): F1-2, for S1
- [Radio](../FURPS/radio.md): all.

## Risks

| Type/Level | Risk | (Accept, Own, Mitigation) |
|---|---|---|
| Schedule/High | Winter | Start early |
| [Type] | [Risk] | [how to meet it] |

- Rain

## Measures

TBD

- [ ] 20 nights

### By whom

Everyone.

## Deliverables

### Keep frames

**Owner**: research

### {Name of a deliverable}

**Owner**: {one team}

## Later

The day.
"""


def test_milestone_reads_every_part_of_the_layout() -> None:
    found = milestone(FULL)

    assert (found.title, found.line, found.anchor) == ("Keep frames overnight", 1, "milestone")
    assert (found.date_text, found.target_line, found.target_source) == ("30 Sep 2026", 3, TargetSource.FILE)
    assert found.target == ImpreciseDate(dt.date(2026, 9, 30), dt.date(2026, 9, 30), "30 Sep 2026")
    assert [(link.label, link.url) for link in found.links] == [
        ("Keep frames overnight", "https://example.org/milestone/4"),
        ("Tracked in issues", "https://example.org/board"),
    ]
    assert found.narrative == "Frames outlive the night.\n\n> Users notice nothing."
    assert found.objective == "Calm nights"
    assert [deliverable.title for deliverable in found.deliverables] == ["Keep frames"]
    assert [(section.title, section.level, section.text) for section in found.sections] == [
        ("Measures", 2, "- [ ] 20 nights"),
        ("By whom", 3, "Everyone."),
        ("Later", 2, "The day."),
    ]


def test_milestone_reads_resources_as_allocations() -> None:
    found = milestone(FULL)

    assert [(line.text, line.people, line.role, line.months) for line in found.allocations] == [
        ("1.5 engineers for 2 months", Decimal("1.5"), "engineers", Decimal(2)),
        ("the lab", None, "", None),
        ("and nobody else.", None, "", None),
    ]
    assert [line.person_months for line in found.allocations] == [Decimal(3), None, None]


def test_milestone_reads_risks_without_what_the_template_left() -> None:
    found = milestone(FULL)

    assert found.risks == (
        RiskDoc(
            path="draft-roadmap/m.md",
            line=31,
            anchor="milestone/risk/1",
            kind="Schedule/High",
            risk="Winter",
            response="Start early",
        ),
        RiskDoc(
            path="draft-roadmap/m.md", line=34, anchor="milestone/risk/2", kind="", risk="Rain", response=""
        ),
    )
    assert found.risks_text == ""


def test_milestone_reads_features_with_their_codes() -> None:
    found = milestone(FULL)

    assert [(ref.title, ref.feature_path) for ref in found.features] == [
        ("Relay", "FURPS/core/relay.md"),
        ("Radio", "FURPS/radio.md"),
    ]
    assert [[(pin.code, pin.scope, pin.resolved) for pin in ref.pins] for ref in found.features] == [
        [("F1", "for S1", True), ("F2", "for S1", True)],
        [("F1", None, True)],
    ]


def test_milestone_books_every_line_and_notes_what_has_no_number() -> None:
    found = program(draft_roadmap__m=FULL)

    assert found.ledger.is_balanced()
    assert booked(found, LineState.REPORTED) == []
    assert {account.reason for account in booked(found, LineState.IGNORED)} == {
        "placeholder text",
        "table header",
        "table header separator",
    }
    assert rules(found) == ["resource without a number", "resource without a number"]


def test_milestone_date_without_a_year_takes_that_of_its_own_period() -> None:
    text = "# M\n**Date of completion**: 31 Aug\n**Resources Required for 2026H2**:\n"

    found = program(draft_roadmap__m=text, draft_roadmap__README="Period in planning: 2030 H1\n")

    assert found.milestones[0].target.end == dt.date(2026, 8, 31)
    assert [finding.sentence for finding in findings(found)] == [
        "“31 Aug” has no year; 2026 was taken from the period."
    ]


def test_milestone_date_without_a_year_takes_that_of_the_program() -> None:
    found = program(
        draft_roadmap__m="# M\n**Due**: 31 Aug\n", draft_roadmap__README="Period in planning: 2030 H1\n"
    )

    assert found.period == "2030H1"
    assert found.milestones[0].target.end == dt.date(2030, 8, 31)


def test_milestone_date_without_any_year_stays_unknown() -> None:
    found = program(draft_roadmap__m="# M\n**Due**: 31 Aug\n")

    assert found.milestones[0].target == ImpreciseDate(None, None, "31 Aug")
    assert found.milestones[0].target_source is TargetSource.NONE
    assert rules(found) == ["unknown date"]


def test_milestone_with_a_second_date_reports_it() -> None:
    found = program(draft_roadmap__m="# M\n**Due**: 3 May 2026\n\nWords.\n\n**End date**: 4 May 2026\n")

    assert found.milestones[0].date_text == "3 May 2026"
    assert [account.line for account in booked(found, LineState.REPORTED)] == [6]
    assert rules(found) == ["second date"]


def test_milestone_without_date_says_so() -> None:
    found = program(draft_roadmap__m="# M\n")

    assert [finding.sentence for finding in findings(found)] == [
        "draft-roadmap/m.md has no line with a date of completion."
    ]


def test_milestone_with_deliverables_at_the_second_level_reads_them() -> None:
    found = milestone(
        """\
        # M

        ## Background

        Words.

        ## [One](https://example.org/1)

        **Owner**: research

        ### Inside

        More words.

        ### Two

        **Owner**: radio

        ## Three

        **Feature**: [Relay](/FURPS/core/relay.md)

        **Checklist**:
        - [x] Code: https://example.org/pull/3
        """
    )

    assert [(made.title, made.owner, made.external_link) for made in found.deliverables] == [
        ("One", "research", "https://example.org/1"),
        ("Two", "radio", ""),
        ("Three", "", ""),
    ]
    assert found.deliverables[0].narrative == "### Inside\n\nMore words."
    assert [section.title for section in found.sections] == ["Background"]


def test_milestone_with_a_role_among_deliverables_reads_both() -> None:
    found = milestone(
        "# M\n# Deliverables\nIn order.\n## A\n**Output**: a\n#### Note\nb\n"
        "## Risks\n- Rain\n## B\nc\n# End\nd\n"
    )

    assert [(made.title, made.output) for made in found.deliverables] == [("A", "a"), ("B", "")]
    assert [risk.risk for risk in found.risks] == ["Rain"]
    assert [(section.title, section.text) for section in found.sections] == [
        ("Deliverables", "In order."),
        ("End", "d"),
    ]


def test_milestone_with_two_deliverables_of_one_title_keeps_both() -> None:
    found = program(draft_roadmap__m="# M\n## Deliverables\n### A\nx\n### A\ny\n")

    assert [made.anchor for made in found.milestones[0].deliverables] == ["a", "a~2"]
    assert rules(found) == ["title used twice"]


def test_milestone_with_two_risk_sections_keeps_all_rows() -> None:
    found = program(draft_roadmap__m="# M\n## Risks\n- Rain\n## Risks\n\nIn words.\n\n- Snow\n")

    assert [risk.risk for risk in found.milestones[0].risks] == ["Rain", "Snow"]
    assert found.milestones[0].risks_text == "In words."
    assert rules(found) == ["second Risks section"]


def test_milestone_without_title_takes_the_name_of_its_file() -> None:
    found = milestone("Words.\n\n## Deliverables\n\n### A\n")

    assert (found.title, found.line, found.narrative) == ("m", 1, "Words.")


def test_milestone_labels_on_one_line_are_read() -> None:
    found = milestone(
        """\
        # M
        **Strategic Objective**: Calm
        **Resources**: 2 devs for 1 month

        **FURPS**: [Relay](/FURPS/core/relay.md): F1

        **FURPS** (see deliverables)
        **Feature**: somewhere
        """
    )

    assert found.objective == "Calm"
    assert [line.person_months for line in found.allocations] == [Decimal(2)]
    assert [(ref.feature_path, len(ref.pins)) for ref in found.features] == [("FURPS/core/relay.md", 1)]
    assert found.narrative == "**Feature**: somewhere"


def test_milestone_furps_list_ends_with_a_paragraph() -> None:
    found = milestone(
        "# M\n**FURPS**:\n\n- [Relay](/FURPS/core/relay.md)\n- F1. Frames are kept for 24 hours.\n\n"
        "Words.\n\nF2. more.\n"
    )

    assert [pin.code for pin in found.features[0].pins] == ["F1"]
    assert found.narrative == "Words.\n\nF2. more."


def test_milestone_label_with_more_than_a_link_stays_prose() -> None:
    found = milestone("# M\n**Known issues**: see https://example.org/1 and mend it\n")

    assert (found.links, found.narrative) == ((), "**Known issues**: see https://example.org/1 and mend it")


def test_milestone_keeps_code_and_furps_prose() -> None:
    found = milestone("# M\n```\n**Owner**: x\n# no\n```\n## FURPS\n\nSee deliverables.\n\nAnd the wind.\n")

    assert found.narrative == "```\n**Owner**: x\n# no\n```"
    assert [(section.title, section.text) for section in found.sections] == [("FURPS", "And the wind.")]


def test_milestone_keeps_a_table_of_prose_whole() -> None:
    table = "| Night | Frames |\n|-------|--------|\n| first | 20     |"

    assert milestone(f"# M\n\n{table}\n").narrative == table
