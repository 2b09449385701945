import datetime as dt

from milestones.pure.markdown.document import TargetSource
from tests.milestones.pure.markdown.builders import findings, program, rules

TABLE = "Period in planning: 2026 H2\n## One\n| Milestone | End |\n|-|-|\n| [M](m.md) | {0} |\n"
SECOND = "## Two\n| Milestone | End |\n|-|-|\n| [M](m.md) | {0} |\n"


def test_date_of_the_file_wins_and_both_are_reported() -> None:
    found = program(
        draft_roadmap__m="# M\n**Due**: 1 Oct 2026\n", draft_roadmap__README=TABLE.format("30 Sep")
    )

    assert found.milestones[0].target.end == dt.date(2026, 10, 1)
    assert found.milestones[0].target_source is TargetSource.FILE
    sentence = "draft-roadmap/m.md says “1 Oct 2026”, the table “One” says “30 Sep”; the file wins."
    assert [(finding.line, finding.sentence) for finding in findings(found)] == [(2, sentence)]
    assert [(finding.line, finding.sentence) for finding in findings(found, "draft-roadmap/README.md")] == [
        (5, sentence)
    ]


def test_date_of_a_table_is_used_where_the_file_has_none() -> None:
    found = program(
        draft_roadmap__m="# M\n", draft_roadmap__README=TABLE.format("30 Sep") + SECOND.format("Q4 2026")
    )

    made = found.milestones[0]
    taken = (
        "draft-roadmap/m.md says nothing, the table “One” says “30 Sep”; "
        "the file has no date, the table's is used."
    )
    assert (made.target.text, made.target_source, made.target_line) == ("30 Sep", TargetSource.TABLE, 5)
    assert [finding.sentence for finding in findings(found)] == [
        taken,
        "Two tables give draft-roadmap/m.md a date; “30 Sep” is used, not “Q4 2026”.",
        "draft-roadmap/m.md has no line with a date of completion.",
    ]


def test_dates_that_agree_or_are_unknown_are_no_finding() -> None:
    found = program(
        draft_roadmap__m="# M\n**Due**: 30 Sep 2026\n",
        draft_roadmap__README=TABLE.format("30 Sep") + SECOND.format("TBD"),
    )

    assert rules(found) == []


def test_links_used_twice_are_reported_on_each_user() -> None:
    text = "# [M](https://example.org/1)\n## Deliverables\n### [A](https://example.org/2)\n### B\n"

    found = program(draft_roadmap__m=text, draft_roadmap__n=text)

    assert [
        (finding.line, finding.sentence) for finding in findings(found) if finding.rule == "link used twice"
    ] == [
        (1, "https://example.org/1 is the link of 2 milestones."),
        (3, "https://example.org/2 is the link of 2 deliverables."),
    ]
    assert rules(found, "draft-roadmap/n.md") == ["link used twice", "link used twice"]
