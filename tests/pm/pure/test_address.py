"""The state of an address: what a view keeps of it, and when two ask for the same."""

import pytest

from pm.pure.address import kept, same_state, with_saved


@pytest.mark.parametrize(
    ("query", "state"),
    [
        ("", ""),
        ("track=core&page=3&tray=2", "track=core"),
        ("view=csv&status=OPEN&status=DONE", "status=OPEN&status=DONE"),
        ("view=board&format=csv&saved=4", "view=board"),
        ("q=&sort=-due&cols=key%2Ctitle", "sort=-due&cols=key%2Ctitle"),
    ],
)
def test_a_view_keeps_what_is_no_page_no_file_and_not_empty(query, state):
    assert kept(query) == state


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("a=1&b=2", "b=2&a=1&page=4&saved=7", True),
        ("a=1&a=2", "a=2&a=1", True),
        ("a=1", "a=1&b=2", False),
        ("a=1", "a=2", False),
        ("", "saved=0", True),
    ],
)
def test_the_order_of_its_parts_does_not_matter(one, other, are_same):
    assert same_state(one, other) is are_same


def test_a_view_without_any_state_has_an_address_all_the_same():
    assert (with_saved("a=1", 5), with_saved("", 5)) == ("?a=1&saved=5", "?saved=5")
