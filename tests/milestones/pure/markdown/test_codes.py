import pytest

from milestones.pure.markdown.codes import CodeList, CodeRange, letter_of, read_codes


def run(letter: str, first: int, last: int, written: str) -> CodeRange:
    return CodeRange(letter, first, last, written)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("F1", CodeList((run("F", 1, 1, "F1"),))),
        ("F1-21", CodeList((run("F", 1, 21, "F1-21"),))),
        ("F1-F3", CodeList((run("F", 1, 3, "F1-F3"),))),
        ("U1 \N{EN DASH} 2", CodeList((run("U", 1, 2, "U1 \N{EN DASH} 2"),))),
        ("+PRIV1", CodeList((run("+", 1, 1, "+PRIV1"),))),
        ("F1, **U2** and +3.", CodeList((run("F", 1, 1, "F1"), run("U", 2, 2, "U2"), run("+", 3, 3, "+3")))),
        ("all", CodeList((), is_all=True)),
        (": All.", CodeList((), is_all=True)),
        ("all for S2", CodeList((), is_all=True, scope="for S2")),
        ("F1-2, for S1", CodeList((run("F", 1, 2, "F1-2"),), scope="for S1")),
    ],
)
def test_read_codes_reads_every_notation(text: str, codes: CodeList) -> None:
    assert read_codes(text) == codes


@pytest.mark.parametrize(
    "text", ["", "words", "F1 works", "F3-1", "F1-900", "X1", "F1,", "for S1", "F1, " * 200, "F", "FF1"]
)
def test_read_codes_of_anything_else_is_none(text: str) -> None:
    assert read_codes(text) is None


def test_letter_of_a_named_plus_is_plus() -> None:
    assert (letter_of("+PRIV"), letter_of("F")) == ("+", "F")
