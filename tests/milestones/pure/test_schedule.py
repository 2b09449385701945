"""Bars and links: clashes in words, what hangs on a move, the longest chain."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.pure.schedule import (
    FOLLOWS,
    HANDOVER,
    Bar,
    Link,
    clashes,
    critical_path,
    dependants,
    near_end,
)

DAY = date(2026, 6, 1)


def on(days):
    return None if days is None else DAY + timedelta(days=days)


def bar(key, start, end, parent="", **more):
    return Bar(key, on(start), on(end), parent=parent, **more)


def held(*bars):
    return {one.key: one for one in bars}


WHOLE = bar("M-3", 0, 30)


@pytest.mark.parametrize(
    ("bars", "links", "sentences"),
    [
        ([bar("D-7", 0, 30, "M-3"), WHOLE], [], []),
        ([bar("D-7", 0, 33, "M-3"), WHOLE], [], ["D-7 is due 3 d after the target of M-3."]),
        ([bar("D-7", -2, 9, "M-3"), WHOLE], [], ["D-7 starts 2 d before M-3 does."]),
        ([bar("D-7", 9, 33, "M-3", is_open=False), WHOLE], [], []),
        ([bar("M-3", 5, 3)], [], ["M-3 would start 2 d after its end."]),
        (
            [WHOLE, bar("M-4", 28, 60)], [Link("M-4", "M-3")],
            ["M-4 starts 3 d before M-3 is done, and waits for it."],
        ),
        ([WHOLE, bar("M-4", 31, 60)], [Link("M-4", "M-3")], []),
        (
            [WHOLE, bar("M-4", None, 20)], [Link("M-4", "M-3", FOLLOWS)],
            ["M-4 ends 10 d before M-3, and follows it."],
        ),
        (
            [WHOLE, bar("M-4", None, 40)], [Link("M-4", "M-3", by=on(26))],
            ["M-3 ends 4 d after the day by which M-4 needs it."],
        ),
        ([WHOLE, bar("M-4", 1, 40, is_open=False)], [Link("M-4", "M-3")], []),
        ([WHOLE], [Link("M-4", "M-3")], []),
    ],
)  # fmt: skip
def test_clashes_say_by_how_many_days(bars, links, sentences):
    found = clashes({one.key for one in bars}, held(*bars), links)

    assert [one.text for one in found] == sentences
    assert [one.is_refused for one in found] == ["would" in text for text in sentences]


def test_clashes_are_only_those_of_what_is_asked():
    bars = held(WHOLE, bar("D-7", 0, 33, "M-3"), bar("D-8", 0, 34, "M-3"))

    assert [one.key for one in clashes({"D-7"}, bars, [])] == ["D-7"]
    assert [one.key for one in clashes({"M-3"}, bars, [])] == ["D-7", "D-8"]


def test_what_hangs_on_a_move_goes_with_it_down_the_chain():
    bars = held(
        WHOLE, bar("D-7", 0, 9, "M-3"), bar("D-8", 0, 9, "M-4"), bar("M-4", 31, 60), bar("M-5", 61, 90),
        bar("D-9", 0, None, "M-3"), bar("D-1", 0, 9, "M-3", is_open=False),
    )  # fmt: skip
    links = [Link("M-4", "M-3"), Link("M-5", "M-4", FOLLOWS), Link("D-8", "D-7", HANDOVER)]

    found, more = dependants({"M-3": 7}, bars, links)

    assert [tuple(one) for one in found] == [
        ("D-7", "belongs to M-3", 7),
        ("M-4", "waits for M-3", 7),
        ("D-8", "takes over from D-7", 7),
        ("M-5", "follows M-4", 7),
    ]
    assert more == 0
    assert dependants({"M-3": 7}, bars, links, most=1)[1] == 3
    assert dependants({"M-3": 0}, bars, links) == ([], 0)


@pytest.mark.parametrize(
    ("lengths", "links", "chain"),
    [
        ({"a": 5, "b": 9}, [], []),
        ({"a": 5, "b": 9, "c": 3}, [("b", "a"), ("c", "a")], ["a", "b"]),
        ({"a": 5, "b": 2, "c": 4, "d": 1}, [("b", "a"), ("c", "b"), ("d", "a")], ["a", "b", "c"]),
        ({"a": 1, "b": 9, "c": 1, "d": 1}, [("b", "a"), ("c", "a"), ("d", "b"), ("d", "c")], ["a", "b", "d"]),
    ],
)
def test_critical_path_is_the_longest_chain_in_days(lengths, links, chain):
    bars = [bar(key, 0, days - 1) for key, days in lengths.items()]

    assert critical_path(bars, [Link(*pair) for pair in links]) == chain


def test_critical_path_cuts_a_circle_and_a_closed_bar():
    circle = [Link("b", "a"), Link("a", "b")]

    assert len(critical_path([bar("a", 0, 1), bar("b", 0, 1)], circle)) == 2
    assert critical_path([bar("a", 0, 1, is_open=False), bar("b", 0, 1)], circle[:1]) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_critical_path_is_a_chain_of_links_no_other_is_longer(pairs):
    links = [Link(str(later), str(earlier)) for earlier, later in pairs if earlier < later]
    bars = {str(n): bar(str(n), 0, n % 4) for n in range(13)}
    longest: dict[str, int] = {}
    for key in sorted(bars, key=int):
        before = [longest[one.needed] for one in links if one.needer == key]
        longest[key] = bars[key].days + max(before, default=0)

    chain = critical_path(bars.values(), links)

    assert {(one.needer, one.needed) for one in links} >= set(zip(chain[1:], chain[:-1], strict=True))
    if chain:
        assert sum(bars[key].days for key in chain) == max(longest.values())


def test_an_imprecise_target_stays_as_imprecise_as_it_was():
    assert near_end(on(0), on(30), on(40)) == on(10)
    assert near_end(on(30), on(30), on(40)) == on(40)
    assert near_end(None, None, on(40)) == on(40)
    assert near_end(on(0), on(30), None) is None
