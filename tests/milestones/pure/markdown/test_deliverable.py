import pytest

from milestones.pure.markdown.document import ChecklistKind
from pm.pure.ledger import LineState
from tests.milestones.pure.markdown.builders import booked, deliverable, milestone, program, rules

FULL = """\
Why it is made.

**Owner**: research

**Feature**: [Relay](/FURPS/core/relay.md)

**Dependencies**: the bridge

**FURPS**:
- F1. Frames are kept for 24 hours.

**Output**: one library
- [ ] published

**Checklist**:
- [ ] Specs: link to the specification
- [x] Code: https://example.org/pull/3
- [ ] Dogfooding: 3 nights on the hill
- [X] Docs: TBD
- [ ] Talk
  - [ ] slides

And then.

```
code
```
"""


def test_deliverable_reads_every_label() -> None:
    found = deliverable(FULL)

    assert (found.title, found.anchor, found.line) == ("Keep frames", "keep-frames", 5)
    assert (found.owner_text, found.owner, found.contributors) == ("research", "research", ())
    assert [ref.feature_path for ref in found.features] == ["FURPS/core/relay.md"]
    assert [pin.code for pin in found.pins] == ["F1"]
    assert found.dependencies == "the bridge"
    assert found.output == "one library\n- [ ] published"
    assert found.narrative == "Why it is made.\n\nAnd then.\n\n```\ncode\n```"


def test_deliverable_checklist_never_takes_placeholder_text_as_evidence() -> None:
    found = deliverable(FULL)

    assert [
        (box.kind, box.text, box.ticked, box.is_placeholder, box.is_evidence) for box in found.checklist
    ] == [
        (ChecklistKind.SPECS, "link to the specification", False, True, False),
        (ChecklistKind.CODE, "https://example.org/pull/3", True, False, True),
        (ChecklistKind.DOGFOOD, "3 nights on the hill", False, False, False),
        (ChecklistKind.DOCS, "TBD", True, True, False),
        (ChecklistKind.OTHER, "Talk", False, False, False),
        (ChecklistKind.OTHER, "slides", False, False, False),
    ]
    assert [box.depth for box in found.checklist] == [0, 0, 0, 0, 0, 1]
    assert [box.anchor for box in found.checklist][:5] == [
        "keep-frames/check/specs",
        "keep-frames/check/code",
        "keep-frames/check/dogfood",
        "keep-frames/check/docs",
        "keep-frames/check/other",
    ]


def test_deliverable_ticked_placeholder_is_a_finding() -> None:
    found = program(draft_roadmap__m=f"# M\n## Deliverables\n### A\n{FULL}")

    assert rules(found) == ["placeholder text"]
    assert booked(found, LineState.REPORTED) == []


@pytest.mark.parametrize(
    ("text", "owner_text", "owner", "contributors"),
    [
        ("**Owner**: radio/mesh dev", "radio/mesh dev", "radio/mesh dev", ()),
        ("**Owners**: research, radio and docs", "research, radio and docs", "research", ("radio", "docs")),
        ("**Owner**: research & radio + docs", "research & radio + docs", "research", ("radio", "docs")),
        ("**Owner**:\n- research\n- radio", "research, radio", "research", ("radio",)),
        ("**Owner**: {one team}", "{one team}", "", ()),
        ("**Owner**: TBD", "TBD", "", ()),
        ("Owner: research", "research", "research", ()),
        ("Words.", "", "", ()),
    ],
)
def test_deliverable_owner_is_the_first_team_named(
    text: str, owner_text: str, owner: str, contributors: tuple[str, ...]
) -> None:
    found = deliverable(text)

    assert (found.owner_text, found.owner, found.contributors) == (owner_text, owner, contributors)


@pytest.mark.parametrize(
    ("text", "dependencies", "narrative"),
    [
        ("**Depends on the bridge**\n\nWords.", "the bridge", "Words."),
        ("**Dependencies**:\n- the bridge\n- the lab\n\nWords.", "- the bridge\n- the lab", "Words."),
        ("**Dependencies**:\n\nthe bridge", "the bridge", ""),
    ],
)
def test_deliverable_dependencies_end_with_a_blank_line(text: str, dependencies: str, narrative: str) -> None:
    found = deliverable(text)

    assert (found.dependencies, found.narrative) == (dependencies, narrative)


@pytest.mark.parametrize("text", ["**No FURPS**", "(No FURPS)", "No FURPS"])
def test_deliverable_without_furps_ignores_the_line_that_says_so(text: str) -> None:
    found = program(draft_roadmap__m=f"# M\n## Deliverables\n### A\n{text}\n\n- [ ] first draft\n")

    assert [account.reason for account in booked(found, LineState.IGNORED)] == ["says that no FURPS apply"]
    assert [box.text for box in found.milestones[0].deliverables[0].checklist] == ["first draft"]


@pytest.mark.parametrize(
    ("text", "link", "narrative"),
    [
        ("**GitHub issue**: https://example.org/7", "https://example.org/7", ""),
        ("**Issue**: <https://example.org/7>.", "https://example.org/7", ""),
        ("**Issues**: https://example.org/7 and more", "", "**Issues**: https://example.org/7 and more"),
        ("**Issue**: none yet", "", "**Issue**: none yet"),
    ],
)
def test_deliverable_link_may_stand_in_a_label(text: str, link: str, narrative: str) -> None:
    found = deliverable(text)

    assert (found.external_link, found.narrative) == (link, narrative)


def test_deliverable_link_of_the_heading_wins() -> None:
    found = milestone(
        "# M\n## Deliverables\n### [A](https://example.org/1)\n**Issue**: https://example.org/2\n"
    )

    assert found.deliverables[0].external_link == "https://example.org/1"
    assert found.deliverables[0].narrative == "**Issue**: https://example.org/2"


def test_deliverable_labels_may_be_headings() -> None:
    found = deliverable(
        """\
        #### **Feature**: [Relay](/FURPS/core/relay.md)
        #### FURPS
        - F1
        #### **Feature**: [Radio](/FURPS/radio.md)
        **FURPS**: all
        #### Background
        Words.
        """
    )

    assert [(pin.feature_path, pin.code) for pin in found.pins] == [
        ("FURPS/core/relay.md", "F1"),
        ("FURPS/radio.md", "F1"),
    ]
    assert found.narrative == "#### Background\nWords."


def test_deliverable_furps_note_behind_the_label_is_kept() -> None:
    found = deliverable(
        "**Feature**: [Radio](/FURPS/radio.md)\n**FURPS**: (see [issue](https://example.org/1))\n- F1\n"
    )

    assert [pin.code for pin in found.pins] == ["F1"]
    assert found.narrative == "**FURPS**: (see [issue](https://example.org/1))"


def test_deliverable_reports_a_bullet_that_is_no_pin() -> None:
    text = "# M\n## Deliverables\n### A\n**FURPS**:\n- as agreed\n- {F1. copy the statement}\n- \nwords\n"

    found = program(draft_roadmap__m=text)

    assert [account.line for account in booked(found, LineState.REPORTED)] == [5]
    assert [account.reason for account in booked(found, LineState.IGNORED)] == [
        "placeholder text",
        "empty list item",
    ]
    assert rules(found) == ["not a pin"]
    assert found.milestones[0].deliverables[0].narrative == "words"


def test_deliverable_features_may_be_a_list() -> None:
    found = deliverable(
        "**Features**:\n- [Relay](/FURPS/core/relay.md): F1\n- [Radio](/FURPS/radio.md): all\n"
    )

    assert [(pin.feature_path, pin.code) for pin in found.pins] == [
        ("FURPS/core/relay.md", "F1"),
        ("FURPS/radio.md", "F1"),
    ]


def test_deliverable_with_placeholder_feature_has_none() -> None:
    found = deliverable("**Feature**: [{Feature name}]({path/to/file})\n")

    assert (found.features, found.narrative) == ((), "")
