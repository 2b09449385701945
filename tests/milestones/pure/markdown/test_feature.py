from milestones.pure.markdown.document import FeatureDoc, ProgramDoc
from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, program, rules

PATH = "FURPS/core/bridge.md"


def read(text: str) -> tuple[FeatureDoc, ProgramDoc]:
    found = program(FURPS__core__bridge=text)
    return next(feature for feature in found.features if feature.path == PATH), found


def codes(feature: FeatureDoc) -> list[tuple[str, str]]:
    return [(statement.code, statement.text) for statement in feature.statements]


def test_feature_reads_numbered_statements_by_letter() -> None:
    feature, found = read(
        """\
        # Bridge FURPS

        ## Functionality

        1. Frames cross.
        2. Frames
           wait.

        ## Usability
        ## Reliability

        1. ...

        ## Performance
        1. Within 2 s (**Lab-DST**)
        and always.

        ## Supportability

        1) (limitation) Linux only.

        ## + (Privacy, Anonymity)

        1. ~~No log.~~
        """
    )

    assert (feature.title, feature.area, feature.line, feature.anchor) == ("Bridge", "core", 1, "feature")
    assert codes(feature) == [
        ("F1", "Frames cross."),
        ("F2", "Frames wait."),
        ("P1", "Within 2 s (**Lab-DST**) and always."),
        ("S1", "(limitation) Linux only."),
        ("+1", "~~No log.~~"),
    ]
    assert [statement.line for statement in feature.statements] == [5, 6, 15, 20, 24]
    assert [statement.anchor for statement in feature.statements] == ["F1", "F2", "P1", "S1", "+1"]
    assert [statement.is_limitation for statement in feature.statements] == [False] * 3 + [True, False]
    assert [statement.is_retired for statement in feature.statements] == [False] * 4 + [True]
    assert feature.statements[2].tags == ("Lab-DST",)
    assert rules(found, PATH) == []
    assert [account.reason for account in booked(found, LineState.IGNORED, PATH)] == ["placeholder text"]


def test_feature_tolerates_odd_numbering() -> None:
    feature, _ = read(
        """\
        # Bridge

        ## Performance
        - P1. Fast.
        - **P2.** Faster.
        * 3. Fastest.

        ## F: Functionality
        + F1. Crosses.
        +PRIV4. Hides.
        """
    )

    assert codes(feature) == [
        ("P1", "Fast."),
        ("P2", "Faster."),
        ("P3", "Fastest."),
        ("F1", "Crosses."),
        ("+4", "Hides."),
    ]


def test_feature_with_one_number_for_all_counts_as_markdown_does() -> None:
    feature, found = read("# B\n## Functionality\n1. a b\n1. c d\n1. e f\n")

    assert codes(feature) == [("F1", "a b"), ("F2", "c d"), ("F3", "e f")]
    assert rules(found, PATH) == ["one number for all"]


def test_feature_with_a_number_twice_reports_the_second() -> None:
    feature, found = read("# B\n## Functionality\n1. a b\n2. c d\n2. e f\n   g\n")

    assert codes(feature) == [("F1", "a b"), ("F2", "c d")]
    assert rules(found, PATH) == ["number used twice", "number used twice"]
    assert [account.line for account in booked(found, LineState.REPORTED, PATH)] == [5, 6]


def test_feature_keeps_prose_as_notes_and_names_unnumbered_bullets() -> None:
    feature, found = read(
        """\
        # Bridge

        Before the move.

        ## Performance

        With `S` below 5 s.

        1. Within `S`.

        Measured in May.

        - not numbered

        ```
        code
        ```
        2. Twice.
        """
    )

    assert codes(feature) == [("P1", "Within `S`."), ("P2", "Twice.")]
    assert [(note.title, note.anchor, note.text) for note in feature.notes] == [
        ("Bridge", "note/text", "Before the move."),
        (
            "Performance",
            "note/P",
            "With `S` below 5 s.\n\nMeasured in May.\n\n- not numbered\n\n```\ncode\n```",
        ),
    ]
    assert rules(found, PATH) == ["no number"]


def test_feature_keeps_lists_inside_a_statement() -> None:
    feature, _ = read("# B\n## Functionality\n1. Frames:\n   - small\n   1. first\n\n   more\n2. Next.\n")

    assert codes(feature) == [("F1", "Frames: - small 1. first more"), ("F2", "Next.")]


def test_feature_subheading_keeps_the_letter_above() -> None:
    feature, _ = read("# B\n## Functionality\n### Sending\n1. a b\n### Keeping\n2. c d\n## History\n3. e f\n")

    assert codes(feature) == [("F1", "a b"), ("F2", "c d")]
    assert [note.text for note in feature.notes] == ["3. e f"]


def test_feature_named_like_a_letter_keeps_its_name() -> None:
    feature, _ = read("# Performance\n## Functionality\n1. a b\n")

    assert (feature.title, codes(feature)) == ("Performance", [("F1", "a b")])


def test_feature_without_title_takes_the_name_of_its_file() -> None:
    feature, _ = read("## Functionality\n1. a b\n## Usability\n1. c d\n")

    assert (feature.title, codes(feature)) == ("bridge", [("F1", "a b"), ("U1", "c d")])


def test_feature_without_heading_or_statement_says_so() -> None:
    feature, found = read("words only")

    assert (feature.title, feature.statements, feature.notes[0].text) == ("bridge", (), "words only")
    assert rules(found, PATH) == ["no statement"]


def test_feature_at_the_top_has_no_area() -> None:
    assert [feature.area for feature in program().features] == ["core", ""]
