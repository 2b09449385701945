from milestones.pure.markdown.lines import scan
from milestones.pure.markdown.reader import Reader, join
from pm.pure.ledger import Ledger


def test_anchor_is_unique_whatever_was_asked_before() -> None:
    reader = Reader("m.md", Ledger())

    assert [reader.anchor(wanted) for wanted in ("a", "a~2", "a", "a", "b")] == [
        "a",
        "a~2",
        "a~2~2",
        "a~3",
        "b",
    ]


def test_join_turns_a_gap_into_one_blank_line() -> None:
    lines = scan("a\nb  \n\n\nc\n\nd")

    assert join([lines[0], lines[1], lines[4], lines[6]]) == "a\nb\n\nc\n\nd"
