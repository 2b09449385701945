import pytest

from milestones.pure.markdown.lines import Kind, scan, sections

B, T, H, C, M, F, R = (
    Kind.BLANK,
    Kind.TEXT,
    Kind.HEADING,
    Kind.CODE,
    Kind.COMMENT,
    Kind.FRONT_MATTER,
    Kind.RULE,
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", [B]),
        ("# a\n\nb", [H, B, T]),
        ("```md\n# no\n\n```\nb", [C, C, B, C, T]),
        ("~~~~\n```\n~~~\n~~~~\nb", [C, C, C, C, T]),
        ("<!-- one -->\nb", [M, T]),
        ("<!-- one\n# two\n-->\nb", [M, M, M, T]),
        ("<!-- one --> b", [T]),
        ("---\nname: x\n\n---\nb", [F, F, B, F, T]),
        ("---\n# b", [R, H]),
        ("---\nb", [R, T]),
        ("---\n" + "b\n" * 70, [R, *[T] * 70, B]),
        ("* * *\n___\n--\n-", [R, R, T, T]),
        ("#b", [T]),
        ("    # b", [T]),
    ],
)
def test_scan_gives_each_line_its_kind(text: str, kinds: list[Kind]) -> None:
    assert [line.kind for line in scan(text)] == kinds


@pytest.mark.parametrize(
    ("text", "level", "title"),
    [("# a", 1, "a"), ("###### a b ##", 6, "a b"), ("## C#", 2, "C#"), ("##", 2, ""), ("## ##", 2, "")],
)
def test_scan_reads_headings(text: str, level: int, title: str) -> None:
    line = scan(text)[0]

    assert (line.kind, line.level, line.title) == (Kind.HEADING, level, title)


def test_line_indent_counts_a_tab_as_four() -> None:
    assert [line.indent for line in scan("a\n  b\n\tc")] == [0, 2, 4]


def test_sections_cuts_at_every_heading() -> None:
    found = sections(scan("top\n# a\nb\n### c"))

    assert [(section.level, section.title, len(section.body)) for section in found] == [
        (0, "", 1),
        (1, "a", 1),
        (3, "c", 0),
    ]
