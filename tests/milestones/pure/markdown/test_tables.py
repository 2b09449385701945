from decimal import Decimal

import pytest

from milestones.pure.markdown.lines import scan
from milestones.pure.markdown.tables import leading_number, read_tables, split_cells, to_decimal


def test_read_tables_finds_each_table_with_its_rows() -> None:
    text = "words\n| A | **B** x |\n|---|:-:|\n| 1 | 2 |\n| 3 |\n\nC | D\n--|--\n5 | 6\nend"

    first, second = read_tables(scan(text))

    assert first.names == ("a", "b x")
    assert [row.cells for row in first.rows] == [("1", "2"), ("3",)]
    assert [row.line.number for row in first.rows] == [4, 5]
    assert (second.names, second.rows[0].cells) == (("c", "d"), ("5", "6"))


def test_table_column_is_found_by_the_beginning_of_its_heading() -> None:
    table = read_tables(scan("|End date|Capacity*|\n|-|-|\n|a|b|"))[0]

    assert (table.column("capacity"), table.column("due", "end")) == (1, 0)
    assert table.column("owner") is None
    assert (table.rows[0].cell(None), table.rows[0].cell(7), table.rows[0].cell(1)) == ("", "", "b")


@pytest.mark.parametrize("text", ["| a | b |", "a | b\nc | d", "```\n|a|b|\n|-|-|\n```", "|-|-|"])
def test_read_tables_without_separator_below_a_header_finds_none(text: str) -> None:
    assert read_tables(scan(text)) == ()


def test_split_cells_keeps_an_escaped_pipe() -> None:
    assert split_cells(r"| a \| b | c \|") == ("a | b", "c |")


@pytest.mark.parametrize(
    ("text", "number"), [("3.5✧", "3.5"), (" 2,5 x", "2.5"), ("8/10", "8"), ("x", None), ("", None)]
)
def test_leading_number_is_what_a_cell_begins_with(text: str, number: str | None) -> None:
    assert leading_number(text) == (None if number is None else Decimal(number))


def test_to_decimal_of_no_number_is_none() -> None:
    assert to_decimal("x") is None
