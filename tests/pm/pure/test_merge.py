"""Two edits of one text become one."""

import pytest

from pm.pure.merge import merged


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "result"),
    [
        ("", "", "", ""),
        ("one two", "one two", "one three", "one three"),
        ("one two", "one three", "one two", "one three"),
        ("one two", "uno two", "one due", "uno due"),
        ("one two", "one three", "one three", "one three"),
        ("one two", "one three", "one four", "one three four"),
        ("a\nb\nc", "a\nb\nc\nd", "x\nb\nc", "x\nb\nc\nd"),
        ("a\nb\nc", "a\nc", "a\nb\nc!", "a\nc\nb\nc!"),
        ("a\nb", "a\n", "a\nmine", "a\n\nmine"),
        ("", "theirs", "mine", "theirs mine"),
        ("a", "a\nmore", "b", "a\nmore\nb"),
    ],
)
def test_what_only_one_changed_is_taken_and_what_both_changed_stands_twice(base, theirs, mine, result):
    assert merged(base, theirs, mine) == result
