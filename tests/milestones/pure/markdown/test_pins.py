import pytest

from milestones.pure.markdown.document import PinDoc
from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, deliverable, findings, program, rules

RELAY = "FURPS/core/relay.md"
HEAD = "**Feature**: [Relay](/FURPS/core/relay.md)\n\n**FURPS**:\n"


def pins(text: str) -> list[tuple[str, str, str | None]]:
    return [(pin.code, pin.written, pin.scope) for pin in deliverable(HEAD + text).pins]


def whole(text: str) -> list[str]:
    """The rules of the findings of a deliverable."""
    return rules(program(draft_roadmap__m=f"# M\n## Deliverables\n### A\n{text}"))


def test_pin_copy_that_reads_the_same_has_not_drifted() -> None:
    found = deliverable(HEAD + "- F2. Frames are sent\n  again twice\n")

    assert found.pins == (
        PinDoc(
            path="draft-roadmap/m.md",
            line=10,
            anchor=f"keep-frames/{RELAY}#F2",
            feature_path=RELAY,
            letter="F",
            number=2,
            written="F2",
            text="Frames are sent again twice",
            scope=None,
            resolved=True,
            drifted=False,
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- F1\n", [("F1", "F1", None)]),
        ("- F1-3\n", [("F1", "F1-3", None), ("F2", "F1-3", None), ("F3", "F1-3", None)]),
        ("- +PRIV1. No sender is logged.\n", [("+1", "+PRIV1", None)]),
        ("- F1, S2\n", [("F1", "F1", None), ("S2", "S2", None)]),
        ("- **F1.** Frames are kept for 24 hours.\n", [("F1", "F1", None)]),
        ("F1. Frames are kept for 24 hours.\n", [("F1", "F1", None)]),
        ("- F1, for S2\n", [("F1", "F1", "for S2")]),
        ("- F1\n\nFor S2. Runs in a browser.\n", [("F1", "F1", "for S2")]),
        ("- F1\nFor S1.\nFor S2.\n", [("F1", "F1", "for S1, S2")]),
        (
            "- F1\nFor:\n- S1. Runs on Linux.\n- S2\n",
            [("F1", "F1", "for S1, S2"), ("S1", "S1", None), ("S2", "S2", None)],
        ),
        (
            "For library Gull:\n- F1\n- F2\n",
            [("F1", "F1", "for library Gull"), ("F2", "F2", "for library Gull")],
        ),
        (
            "- all\n",
            [(code, "all", None) for code in ("F1", "F2", "F3", "S1", "S2", "+1")],
        ),
        ("- all, for S1\n- F1\n", [(code, "all", "for S1") for code in ("F1", "F2", "F3", "S1", "S2", "+1")]),
    ],
)
def test_pins_are_read_in_every_notation(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert pins(text) == expected


def test_scope_ends_with_its_feature() -> None:
    found = deliverable(HEAD + "- F1\n\nFor S2.\n\n**Feature**: [Radio](/FURPS/radio.md)\n\n- F1\n")

    assert [(pin.feature_path, pin.scope) for pin in found.pins] == [
        (RELAY, "for S2"),
        ("FURPS/radio.md", None),
    ]
    assert [(scope.code, scope.feature_path, scope.text, scope.anchor) for scope in found.scopes] == [
        ("S2", RELAY, "", "keep-frames/scope/S2")
    ]


def test_named_scope_is_kept_without_a_code() -> None:
    found = deliverable(HEAD + "For library Gull:\n- F1\n")

    assert [(scope.code, scope.text) for scope in found.scopes] == [(None, "for library Gull")]


def test_pin_of_another_wording_has_drifted() -> None:
    found = program(
        draft_roadmap__m=f"# M\n## Deliverables\n### A\n{HEAD}- F1. Frames are kept\n- F2. Frames go\n"
    )

    assert [pin.drifted for pin in found.milestones[0].deliverables[0].pins] == [True, True]
    assert [finding.sentence for finding in findings(found) if finding.rule == "wording drift"] == [
        f"F1 is cut short against {RELAY}.",
        f"F2 is worded otherwise than in {RELAY}.",
    ]


def test_pin_that_resolves_to_nothing_is_kept_and_reported() -> None:
    found = program(draft_roadmap__m=f"# M\n## Deliverables\n### A\n{HEAD}- F3-4\n- R1. Never.\n")

    kept = [(pin.code, pin.resolved) for pin in found.milestones[0].deliverables[0].pins]
    assert kept == [("F3", True), ("F4", False), ("R1", False)]
    assert [
        (finding.line, finding.sentence) for finding in findings(found) if finding.rule == "unresolved pin"
    ] == [
        (7, f"F4 is no statement of {RELAY}; the pin is kept unresolved."),
        (8, f"R1 is no statement of {RELAY}; the pin is kept unresolved."),
    ]


def test_pin_without_feature_is_kept_unresolved() -> None:
    found = program(
        draft_roadmap__m="# M\n## Deliverables\n### A\n**FURPS**:\n- F1. Frames.\n- all\nFor S1.\n"
    )

    made = found.milestones[0].deliverables[0]
    assert [(pin.code, pin.feature_path, pin.anchor) for pin in made.pins] == [
        ("F1", None, "a/unresolved#F1")
    ]
    assert [(scope.code, scope.feature_path) for scope in made.scopes] == [("S1", None)]
    assert rules(found) == ["unresolved pin", "pin without feature"]
    assert [account.line for account in booked(found, LineState.REPORTED)] == [6]


def test_pin_listed_twice_is_one_pin() -> None:
    lines = "- F1-2\n- F1-2\n- F1-3\n- all\n- F1. Frames are kept for 24 hours.\n"

    found = program(draft_roadmap__m=f"# M\n## Deliverables\n### A\n{HEAD}{lines}")

    made = found.milestones[0].deliverables[0]
    assert [pin.code for pin in made.pins] == ["F1", "F2", "F3", "S1", "S2", "+1"]
    assert made.pins[0].text == "Frames are kept for 24 hours."
    assert set(rules(found)) == {"pin listed twice"}


def test_several_features_on_one_line_share_the_pins_by_wording() -> None:
    text = "**Features**: [Relay](/FURPS/core/relay.md), [Radio](/FURPS/radio.md)\n**FURPS**:\n"

    found = deliverable(text + "- F1. The band is chosen by region.\n- F2\n- F3. A frame has another.\n")

    assert [(pin.code, pin.feature_path) for pin in found.pins] == [
        ("F1", "FURPS/radio.md"),
        ("F2", RELAY),
        ("F3", RELAY),
    ]


def test_several_features_with_an_ambiguous_code_take_the_first() -> None:
    text = "**Features**: [Relay](/FURPS/core/relay.md), [Radio](/FURPS/radio.md)\n**FURPS**:\n"

    assert whole(text + "- F1\n- R9\n- all\n") == [
        "ambiguous pin",
        "ambiguous pin",
        "unresolved pin",
        "pin listed twice",
    ]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("**Feature**: [Relay](/FURPS/core/relay.md#usability)", RELAY, []),
        ("**Feature**: [Relay](../FURPS/core/relay.md)", RELAY, []),
        ("**Feature**: [Relay](/FURPS/core/relay)", RELAY, []),
        ("**Feature**: [Relay(/FURPS/core/relay.md)", RELAY, ["malformed link"]),
        ("**Feature**: Relay", RELAY, []),
        ("**Feature**: [Relay]()", RELAY, []),
        ("**Feature**: [Relay](/FURPS/relay.md)", None, ["broken link"]),
        ("**Feature**: [Relay](https://example.org/relay.md)", None, ["broken link"]),
        ("**Feature**: [Relay](m.md)", None, ["broken link"]),
        ("**Feature**: Repeater", None, ["broken link"]),
        ("**Feature**: **", None, ["broken link"]),
    ],
)
def test_feature_links_resolve_or_are_reported(text: str, path: str | None, expected: list[str]) -> None:
    refs = deliverable(text).features

    assert [ref.feature_path for ref in refs] == ([path] if refs else [])
    assert whole(text) == (expected if refs else [])


def test_furps_line_that_links_a_feature_turns_to_it() -> None:
    found = deliverable(
        HEAD + "- F1\n- [Radio](/FURPS/radio.md): F1\n- see [the page](https://example.org)\n"
    )

    assert [(pin.feature_path, pin.code) for pin in found.pins] == [(RELAY, "F1"), ("FURPS/radio.md", "F1")]
