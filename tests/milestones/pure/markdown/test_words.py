import pytest

from milestones.pure.markdown.words import (
    Label,
    Link,
    evidence_tags,
    first_url,
    is_placeholder,
    label_of_heading,
    links,
    normalise_statement,
    plain,
    read_label,
    slug,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("**Owner**: research", Label("owner", "Owner", "research")),
        ("**Owners:** research, docs", Label("owner", "Owners", "research, docs")),
        ("- **Team** : radio", Label("owner", "Team", "radio")),
        ("__Feature__: [x](x.md)", Label("feature", "Feature", "[x](x.md)")),
        ("Checklist:", Label("checklist", "Checklist", "")),
        ("**FURPS** (see deliverables)", Label("furps", "FURPS", "(see deliverables)")),
        ("**Depends on the bridge**", Label("dependencies", "Depends on the bridge", "")),
        ("**Resources needed for 2026H1**:", Label("resources", "Resources needed for 2026H1", "")),
        ("**Estimated date of completion**: TBD", Label("date", "Estimated date of completion", "TBD")),
        ("**Due**: 3 May", Label("date", "Due", "3 May")),
        (
            "**Milestone and deliverables**: https://example.org/1",
            Label("link", "Milestone and deliverables", "https://example.org/1"),
        ),
        ("**Planned start date**: 3 May", None),
        ("**Very important**: words", None),
        ("Team: radio", None),
        ("The issues: many", None),
        ("Milestones: https://example.org", None),
        ("- F1. Frames are kept.", None),
        ("words", None),
    ],
)
def test_read_label_knows_the_labels_of_the_layout(text: str, label: Label | None) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("**Feature**: [Relay](r.md)", Label("feature", "Feature", "[Relay](r.md)")),
        ("Checklist", Label("checklist", "Checklist", "")),
        ("Background", None),
    ],
)
def test_label_of_heading_takes_a_heading_that_is_a_label(title: str, label: Label | None) -> None:
    assert label_of_heading(title) == label


def test_links_finds_links_and_unclosed_ones_in_order() -> None:
    found = links("[a](x.md), [b(y.md) and [c]()")

    assert found == [Link("a", "x.md"), Link("b", "y.md", is_malformed=True), Link("c", "")]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://example.org/a, or", "https://example.org/a"),
        ("<http://x.example>.", "http://x.example"),
        ("no", ""),
    ],
)
def test_first_url_is_the_address_alone(text: str, url: str) -> None:
    assert first_url(text) == url


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Bold** and _thin_ `code`", "Bold and thin code"),
        ("[Relay](r.md)  works", "Relay works"),
        ("snake_case stays", "snake_case stays"),
    ],
)
def test_plain_leaves_the_words(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[Keep Frames](https://example.org)!", "keep-frames"),
        ("Café №2", "café-no2"),
        ("***", "untitled"),
        ("", "untitled"),
    ],
)
def test_slug_is_stable_and_never_empty(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "…",
        "TBD",
        "n/a",
        "None",
        "TODO: write this",
        "link to the specification",
        "links to the manual (TBD)",
        "{Enter date}",
        "[Risk]",
        "[how this risk is met]",
        "[{Feature name}]({path/to/file})",
        "**TBC**",
    ],
)
def test_is_placeholder_knows_what_a_template_leaves(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Frames are kept.",
        "link to https://example.org/spec",
        "link to [the spec](https://example.org/spec)",
        "[Relay](relay.md)",
        "TODO see https://example.org/1",
        "nothing to do",
    ],
)
def test_is_placeholder_leaves_what_says_something(text: str) -> None:
    assert not is_placeholder(text)


def test_evidence_tags_names_each_service_once() -> None:
    assert evidence_tags("Fast (**Lab-DST**) and safe **(Lab-QA)** (Lab-DST), (not one)") == (
        "Lab-DST",
        "Lab-QA",
    )


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Frames  are\nkept.", "Frames are kept"),
        ("Frames are **kept**;", "Frames are kept"),
        ("`Frames` are _kept_ (**Lab-QA**).", "Frames are kept"),
        ("One\N{RIGHT SINGLE QUOTATION MARK}s frames", "One's frames"),
        ("Within 5 s **(Lab-DST)** , always", "Within 5 s, always"),
    ],
)
def test_normalise_statement_makes_equal_what_reads_equal(one: str, two: str) -> None:
    assert normalise_statement(one) == normalise_statement(two)


@pytest.mark.parametrize(
    ("one", "two"), [("Frames are kept", "Frames are lost"), ("5 s", "5 S"), ("a_b", "ab")]
)
def test_normalise_statement_keeps_apart_what_differs(one: str, two: str) -> None:
    assert normalise_statement(one) != normalise_statement(two)
